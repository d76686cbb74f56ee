// The dashboard's look: the buyer pages' accent on Mantine's kit.

import { Badge, Button, createTheme, type CSSVariablesResolver, type MantineColorsTuple, Notification } from "@mantine/core";

const foyer: MantineColorsTuple = [
  "#f0eefc", "#dedaf7", "#bdb4ee", "#9a8ce6", "#7d6bde", "#6a55d9", "#5a45d0", "#4f3cc9", "#4231ac", "#362890",
];

export const theme = createTheme({
  colors: { foyer },
  primaryColor: "foyer",
  primaryShade: { light: 7, dark: 6 },
  defaultRadius: "md",
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  headings: { fontWeight: "700" },
  components: {
    // A cross has no name of its own.
    Notification: Notification.extend({ defaultProps: { closeButtonProps: { "aria-label": "Close" } } }),
    Button: Button.extend({ defaultProps: { fw: 600 } }),
    // Coloured text on a tint of itself is too faint for many: a dot carries the colour.
    Badge: Badge.extend({ defaultProps: { variant: "dot", tt: "none", fw: 600 } }),
  },
});

// The kit's quiet and error colours are too faint for small text (WCAG 1.4.3 asks 4.5:1).
export const contrast: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-dimmed": "#5a616a",
    "--mantine-color-placeholder": "#6b7280",
    "--mantine-color-error": "#c01f1f",
  },
  dark: {
    "--mantine-color-dimmed": "#a9adb5",
    "--mantine-color-placeholder": "#9298a1",
    "--mantine-color-error": "#ff8f8f",
    "--mantine-color-anchor": "#b1a5ff",
  },
});

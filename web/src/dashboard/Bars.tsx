// Counts as one bar of coloured parts, with a legend that says the same in words.

import { Group, Progress, Stack, Text } from "@mantine/core";

interface Part {
  label: string;
  count: number;
  colour: string;
}

export function Bars({ label, parts }: { label: string; parts: Part[] }) {
  const shown = parts.filter(({ count }) => count > 0);
  const whole = shown.reduce((sum, { count }) => sum + count, 0);
  return (
    <Stack gap="xs">
      <Text fw={600}>{label}</Text>
      <Progress.Root size="xl" radius="xl" aria-hidden>
        {shown.map((part) => (
          <Progress.Section key={part.label} value={(100 * part.count) / whole} color={part.colour} />
        ))}
      </Progress.Root>
      <Group gap="md" component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label={label}>
        {shown.map((part) => (
          <Group key={part.label} component="li" gap={6}>
            <span aria-hidden style={{ width: 12, height: 12, borderRadius: 4, background: `var(--mantine-color-${part.colour}-filled)` }} />
            <Text size="sm" className="figures">{part.label}: {part.count}</Text>
          </Group>
        ))}
      </Group>
    </Stack>
  );
}

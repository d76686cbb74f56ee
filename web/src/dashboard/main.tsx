// Starts the dashboard: providers, then the screen of the address.

import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./dashboard.css";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "../shared/http.ts";
import { Screens } from "./Screens.tsx";
import { contrast, theme } from "./theme.ts";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // The call itself retries what passes by; a refusal stays one.
      retry: (count, error) => !(error instanceof Problem) && count < 1,
    },
  },
});

createRoot(document.getElementById("dashboard")!).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={contrast} defaultColorScheme="auto">
      <QueryClientProvider client={queries}>
        <Notifications position="bottom-center" />
        <Screens />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);

// Starts the dashboard: providers, then the screen of the address.

import "@mantine/core/styles.css";
import "@mantine/notifications/styles.css";
import "./dashboard.css";

import { MantineProvider } from "@mantine/core";
import { Notifications } from "@mantine/notifications";
import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { Problem } from "../shared/http.ts";
import { staySignedIn } from "../shared/session.ts";
import { Screens } from "./Screens.tsx";
import { whenToldByTab } from "./signin/tabs.ts";
import { contrast, theme } from "./theme.ts";

const queries: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error) {
      // The account asks for a second factor since a moment ago: the session knows, and leads to it.
      if (error instanceof Problem && error.code === "mfa_required") void queries.invalidateQueries({ queryKey: ["session"] });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 2_000,
      // The call itself retries what passes by; a refusal stays one.
      retry: (count, error) => !(error instanceof Problem) && count < 1,
    },
  },
});

staySignedIn(() => {
  // Looked at once: that it is over is then known, and the screens ask for another.
  const session = queries.getQueryState(["session"]);
  if (session?.status === "success" && session.fetchStatus === "idle") void queries.invalidateQueries({ queryKey: ["session"] });
});

whenToldByTab(() => location.reload());

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

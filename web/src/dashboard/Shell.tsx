// The frame of every screen: where I am, who I am, light or dark.

import { ActionIcon, Anchor, AppShell, Box, Container, Group, Menu, Text, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Session } from "../api/types.ts";
import { signOut } from "./api.ts";
import { go } from "./router.ts";

function Scheme() {
  const { setColorScheme } = useMantineColorScheme();
  const scheme = useComputedColorScheme("light");
  const other = scheme === "dark" ? "light" : "dark";
  return (
    <ActionIcon variant="default" size="lg" onClick={() => setColorScheme(other)} aria-label={`Use ${other} colours`}>
      <span aria-hidden="true">{scheme === "dark" ? "☀" : "☾"}</span>
    </ActionIcon>
  );
}

function Account({ session }: { session: Session }) {
  const queries = useQueryClient();
  async function leave(): Promise<void> {
    await signOut();
    queries.clear();
    go("/signin");
    location.reload();
  }
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label={`Account of ${session.member.name}`} p={6}>
          <Text fw={600} size="sm" maw={160} truncate>
            {session.member.name}
          </Text>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          {session.account.name} · {session.member.email}
        </Menu.Label>
        <Menu.Item component="a" href="/checkin/">Check-in page</Menu.Item>
        <Menu.Item component="a" href="/docs/">API reference</Menu.Item>
        <Menu.Divider />
        <Menu.Item onClick={() => void leave()}>Sign out</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

export function Shell({ session, children }: { session: Session; children: ReactNode }) {
  return (
    <AppShell header={{ height: 60 }} padding={{ base: "md", sm: "xl" }}>
      <AppShell.Header>
        <Container size="lg" h="100%" px={{ base: "md", sm: "xl" }}>
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Anchor href="#/" c="inherit" underline="never" fw={700} style={{ minWidth: 0 }}>
              <Group gap="xs" wrap="nowrap">
                <img src="/favicon.svg" alt="" width={26} height={26} />
                <Text span fw={700} truncate>
                  {session.account.name}
                </Text>
              </Group>
            </Anchor>
            <Group gap="xs" wrap="nowrap">
              <Scheme />
              <Account session={session} />
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main>
        <Box maw={1080} mx="auto">
          {children}
        </Box>
      </AppShell.Main>
    </AppShell>
  );
}

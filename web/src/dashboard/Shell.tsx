// The frame of every screen: where I am, who I am, light or dark.

import { ActionIcon, Anchor, AppShell, Box, Container, Group, Menu, Text, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Session } from "../api/types.ts";
import { signOut } from "./api.ts";
import { may } from "./may.ts";
import { go } from "./router.ts";
import { tellTabs } from "./signin/tabs.ts";
import { chooseAccount } from "./team/calls.ts";

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
    tellTabs();
    queries.clear();
    go("/signin");
    location.reload();
  }
  async function change(account_id: string): Promise<void> {
    await chooseAccount(account_id);
    queries.clear();
    go("/");
    location.reload();
  }
  const others = session.accounts.filter(({ id }) => id !== session.account.id);
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
        {others.map(({ id, name }) => (
          <Menu.Item key={id} onClick={() => void change(id)}>Go to {name}</Menu.Item>
        ))}
        {others.length > 0 && <Menu.Divider />}
        {may(session, "payments.read", ...Object.keys(session.member.places)) && <Menu.Item component="a" href="#/payments">Payments</Menu.Item>}
        {may(session, "payments.read") && <Menu.Item component="a" href="#/books">Books</Menu.Item>}
        {may(session, "account.read") && <Menu.Item component="a" href="#/invoices">Invoices</Menu.Item>}
        {may(session, "account.read") && <Menu.Item component="a" href="#/settings">Settings</Menu.Item>}
        {may(session, "members.read") && <Menu.Item component="a" href="#/team">Team</Menu.Item>}
        {may(session, "keys.edit") && <Menu.Item component="a" href="#/keys">API keys</Menu.Item>}
        {may(session, "webhooks.read") && <Menu.Item component="a" href="#/webhooks">Webhooks</Menu.Item>}
        {may(session, "audit.read") && <Menu.Item component="a" href="#/audit">Audit log</Menu.Item>}
        <Menu.Item component="a" href="/checkin/">Check-in page</Menu.Item>
        <Menu.Item component="a" href="/docs/">API reference</Menu.Item>
        <Menu.Divider />
        <Menu.Item component="a" href="#/security">Security</Menu.Item>
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

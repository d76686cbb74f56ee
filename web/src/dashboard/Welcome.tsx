// The frame of the screens before signing in.

import { Center, Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

export function Welcome({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder shadow="sm" radius="lg" p={{ base: "lg", xs: "xl" }} w="100%" maw={420}>
        <Group gap="xs" mb="lg">
          <img src="/favicon.svg" alt="" width={28} height={28} />
          <Text fw={700}>Box office</Text>
        </Group>
        <Title order={1} size="h2" mb="lg">
          {title}
        </Title>
        {children}
      </Paper>
    </Center>
  );
}

// A part of a long form that most people leave as it is: closed, it says in a line what holds now.

import { Accordion, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";

export function Section({ value, title, summary, children }: { value: string; title: string; summary: string; children: ReactNode }) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">
          {summary}
        </Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack>{children}</Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

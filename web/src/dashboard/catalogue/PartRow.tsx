// A row of a list of small things: what it is, what it does, what can be done with it.

import { Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import { RowMenu, type Item } from "./RowMenu.tsx";

interface Props {
  name: string;
  words: ReactNode;
  handle?: ReactNode;
  badges?: ReactNode;
  items: (Item | false)[];
  isReadOnly: boolean;
  onEdit?(): void;
  children?: ReactNode;
}

export function PartRow({ name, words, handle, badges, items, isReadOnly, onEdit, children }: Props) {
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }} radius="lg">
      <Group wrap="nowrap" gap="xs" align="flex-start">
        {handle}
        <Group justify="space-between" gap="xs" style={{ flex: 1, minWidth: 0 }}>
          <Stack gap={2} style={{ minWidth: 0, flex: "1 1 200px" }}>
            <Group gap="sm">
              <Text fw={600}>{name}</Text>
              {badges}
            </Group>
            <Text size="sm" c="dimmed" component="div">{words}</Text>
            {children}
          </Stack>
          {!isReadOnly && (
            <Group gap="xs" wrap="nowrap" ms="auto">
              {onEdit && <Button variant="default" onClick={onEdit} aria-label={`Edit ${name}`}>Edit</Button>}
              {items.some(Boolean) && <RowMenu name={name} items={items} />}
            </Group>
          )}
        </Group>
      </Group>
    </Paper>
  );
}

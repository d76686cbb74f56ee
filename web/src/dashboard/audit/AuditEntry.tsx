// One entry of the log: what happened and who did it; opened, what was different before and from where it came.

import { Anchor, Box, Code, Group, Stack, Text, UnstyledButton } from "@mantine/core";
import { useId, useState } from "react";
import { deviceName } from "../team/words.ts";
import type { Difference, Entry } from "./calls.ts";
import { at, doerName, fieldText, rowText, typeText, valueText } from "./words.ts";

function Changed({ row, field, before, after, is_withheld }: Difference) {
  return (
    <Box component="li" className="ruled" py={6}>
      <Text size="xs" c="dimmed">{rowText(row)} · {fieldText(field)}</Text>
      {is_withheld && <Text size="sm">Changed. It may be about a person: the log keeps no values.</Text>}
      {!is_withheld && <Group gap={6} align="baseline" wrap="wrap">
        <Text size="sm" component="del" c="dimmed">{valueText(before)}</Text>
        <Text size="sm" span aria-label="became">→</Text>
        <Text size="sm" component="ins" td="none" fw={550}>{valueText(after)}</Text>
      </Group>}
    </Box>
  );
}

function From({ entry }: { entry: Entry }) {
  const said = [
    ["About", entry.subject],
    ["Asked for by", entry.operation],
    ["From", [entry.address, entry.agent && deviceName(entry.agent)].filter(Boolean).join(", ")],
    ["Session", entry.session_id],
    ["Entry", entry.id],
  ].filter(([, value]) => value);
  return (
    <Group component="dl" my={0} style={{ gap: "6px 24px" }}>
      {said.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="xs" c="dimmed">{name}</Text>
          <Text component="dd" size="sm" m={0}>{value}</Text>
        </div>
      ))}
    </Group>
  );
}

export function AuditEntry({ entry, onAbout }: { entry: Entry; onAbout(subject: string): void }) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const count = entry.changes.length;
  return (
    <Box className="ruled" py="xs">
      <UnstyledButton w="100%" aria-expanded={isOpen} aria-controls={id} onClick={() => setOpen(!isOpen)}>
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={600}>{typeText(entry.type)}</Text>
            <Text size="sm" c="dimmed">
              {doerName(entry)}{count > 0 && ` · ${count === 1 ? "one field" : `${count} fields`}`}
            </Text>
          </div>
          <Text size="xs" c="dimmed" className="figures" ta="right" miw="max-content">{at(entry.at)}</Text>
        </Group>
      </UnstyledButton>
      {isOpen && (
        <Stack id={id} gap="sm" mt="xs" ps="md" style={{ borderInlineStart: "2px solid var(--mantine-color-default-border)" }}>
          {count > 0 && <ul className="rows-list">{entry.changes.map((one) => <Changed key={`${one.row} ${one.field}`} {...one} />)}</ul>}
          {count === 0 && Object.keys(entry.details).length > 0 && (
            <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{JSON.stringify(entry.details, null, 2)}</Code>
          )}
          <From entry={entry} />
          <Anchor component="button" size="sm" onClick={() => onAbout(entry.subject)} style={{ alignSelf: "flex-start" }}>
            Everything that happened to it
          </Anchor>
        </Stack>
      )}
    </Box>
  );
}

// Keys by which programs call the API.

import { Alert, Anchor, Button, Code, CopyButton, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { Panel } from "../Panel.tsx";
import { KEYS, listKeys, revokeKey, type Key, type KeyWithText } from "../team/calls.ts";
import { KeyForm } from "../team/KeyForm.tsx";
import { Part, Row } from "../team/TeamParts.tsx";

type Shown = { what: "add" } | { what: "made"; made: KeyWithText } | { what: "revoke"; key: Key };

const TITLES: Record<Shown["what"], string> = { add: "New key", made: "The key", revoke: "Revoke the key" };
const day = (instant: string) => new Date(instant).toLocaleDateString("en", { day: "numeric", month: "long", year: "numeric" });

function saying({ ending, used_at, expires_at, permissions }: Key): string {
  const used = used_at ? `used last on ${day(used_at)}` : "never used";
  const end = expires_at ? `good until ${day(expires_at)}` : "good until revoked";
  return `…${ending} · ${used} · ${end} · ${permissions.join(", ")}`;
}

function Made({ made, onClose }: { made: KeyWithText; onClose(): void }) {
  return (
    <Stack>
      <Alert variant="default" title="Keep this key now">
        It is shown this once. Send it with every call as <Code>Authorization: Bearer …</Code>
      </Alert>
      <Code block aria-label="Key" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{made.key}</Code>
      <Group>
        <CopyButton value={made.key}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onClose}>I have kept it</Button>
      </Group>
    </Stack>
  );
}

export default function Keys() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: KEYS, queryFn: listKeys });
  const [shown, setShown] = useState<Shown | null>(null);
  const refresh = () => queries.invalidateQueries({ queryKey: KEYS });
  const close = () => setShown(null);

  async function end(key: Key): Promise<void> {
    await revokeKey(key.id);
    await refresh();
    close();
    sayDone(`${key.name} can call nothing any more.`);
  }

  const found = query.data?.items ?? [];
  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Group justify="space-between" mt="xs" mb="lg" align="flex-start">
        <div>
          <Title order={1} size="h2">API keys</Title>
          <Text c="dimmed" mt={4}>Everything that you do here a program can do too. <Anchor href="/docs/" underline="always">See how</Anchor></Text>
        </div>
        <Button onClick={() => setShown({ what: "add" })}>Make a key</Button>
      </Group>
      <Failed of={query} />
      {query.isPending && <Skeleton height={120} radius="lg" />}
      {query.data && !found.length && (
        <Paper withBorder radius="lg" p="xl">
          <Text fw={600}>No program has a key yet.</Text>
          <Text c="dimmed" mt={4}>Give each its own, with only what it needs: then one can be revoked without the others.</Text>
        </Paper>
      )}
      {found.length > 0 && (
        <Part title="Keys">
          {found.map((key) => (
            <Row key={key.id} name={key.name} says={saying(key)} menu={[{ label: "Revoke it", onClick: () => setShown({ what: "revoke", key }) }]} />
          ))}
        </Part>
      )}
      <Panel opened={shown !== null} onClose={close} title={shown ? TITLES[shown.what] : ""}>
        {shown?.what === "add" && <KeyForm onMade={(made) => { void refresh(); setShown({ what: "made", made }); }} />}
        {shown?.what === "made" && <Made made={shown.made} onClose={close} />}
        {shown?.what === "revoke" && (
          <Stack>
            <Text>The next call of {shown.key.name} is refused. This cannot be undone: a new key takes its place.</Text>
            <Button color="red.8" onClick={() => void end(shown.key).catch(sayFailed)}>Revoke</Button>
          </Stack>
        )}
      </Panel>
    </>
  );
}

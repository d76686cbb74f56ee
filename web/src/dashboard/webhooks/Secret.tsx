// A secret, the one time that it can be seen.

import { Alert, Button, Code, CopyButton, Group, Stack, Text } from "@mantine/core";
import { LOCALE } from "../format.ts";

export function Secret({ secret, oldEndsAt, onClose }: { secret: string; oldEndsAt: string | null; onClose(): void }) {
  return (
    <Stack>
      <Alert variant="default" title="Keep this secret now">
        It is shown this once. Your program checks with it that a call is ours.
        {oldEndsAt && ` What was before signs too until ${new Date(oldEndsAt).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" })}.`}
      </Alert>
      <Code block aria-label="Secret" style={{ overflowWrap: "anywhere", whiteSpace: "pre-wrap" }}>{secret}</Code>
      <Group>
        <CopyButton value={secret}>
          {({ copied, copy }) => <Button onClick={copy}>{copied ? "Copied" : "Copy"}</Button>}
        </CopyButton>
        <Button variant="default" onClick={onClose}>I have kept it</Button>
      </Group>
      <Text size="sm" c="dimmed">How to check a signature, with examples: docs/webhooks.md.</Text>
    </Stack>
  );
}

// One endpoint in the list: how it does, and what can be done with it.

import { Alert, Badge, Button, Code, Group, Menu, Paper, Text, Title } from "@mantine/core";
import { useState } from "react";
import { sayFailed } from "../catalogue/undo.tsx";
import { saying } from "./Deliveries.tsx";
import { testWebhook, type Webhook } from "./calls.ts";

interface Props {
  webhook: Webhook;
  canEdit: boolean;
  onEdit(): void;
  onLook(): void;
  onRotate(): void;
  onSwitch(): void;
  onRemove(): void;
}

function healthOf({ is_enabled, disabled_because, health }: Webhook): [label: string, colour: string] {
  if (!is_enabled) return [disabled_because === "gone" ? "Disabled: it answered Gone" : "Disabled", "gray"];
  if (health.rests_until && new Date(health.rests_until) > new Date()) return ["Rests after failures", "red"];
  if (health.failures) return ["Failing", "yellow"];
  return ["Healthy", "teal"];
}

const chosen = ({ types, event_ids }: Webhook): string =>
  [types.length ? types.join(", ") : "Everything", event_ids.length && `of ${event_ids.length} events`].filter(Boolean).join(" ");

function Failure({ health }: { health: Webhook["health"] }) {
  return (
    <Alert variant="default" mt="sm" title={health.failures === 1 ? "The last call failed" : `The last ${health.failures} calls failed`}>
      <Text size="sm">{saying(health)}</Text>
      {health.excerpt && <Code block mt="xs" style={{ maxHeight: 120, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{health.excerpt}</Code>}
    </Alert>
  );
}

export function WebhookCard({ webhook, canEdit, onEdit, onLook, onRotate, onSwitch, onRemove }: Props) {
  const [isTesting, setTesting] = useState(false);
  const [answer, setAnswer] = useState<Awaited<ReturnType<typeof testWebhook>> | null>(null);
  const [label, colour] = healthOf(webhook);

  async function test(): Promise<void> {
    setTesting(true);
    try {
      setAnswer(await testWebhook(webhook.id));
    } catch (error) {
      sayFailed(error);
    }
    setTesting(false);
  }

  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-label={webhook.url}>
      <Group justify="space-between" align="flex-start" gap="xs">
        <Title order={2} size="h4" lineClamp={3} style={{ minWidth: 0 }}>{webhook.url}</Title>
        <Badge color={colour} miw="max-content">{label}</Badge>
      </Group>
      {webhook.description && <Text mt={4}>{webhook.description}</Text>}
      <Text size="sm" c="dimmed" mt={4}>{chosen(webhook)}</Text>
      {webhook.is_enabled && webhook.health.failures > 0 && <Failure health={webhook.health} />}
      {answer && (
        <Alert variant="default" mt="sm" role="status" title={answer.is_taken ? "The test was taken" : "The test was not taken"} withCloseButton closeButtonLabel="Close" onClose={() => setAnswer(null)}>
          <Text size="sm">{saying(answer)} {answer.milliseconds} ms.</Text>
          {answer.excerpt && <Code block mt="xs" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{answer.excerpt}</Code>}
        </Alert>
      )}
      <Group mt="md" gap="xs">
        <Button variant="default" onClick={onLook}>Deliveries</Button>
        {canEdit && <Button variant="default" onClick={() => void test()} loading={isTesting}>Send a test</Button>}
        {canEdit && <Button variant="default" onClick={onEdit}>Edit</Button>}
        {canEdit && (
          <Menu position="bottom-end">
            <Menu.Target><Button variant="subtle" aria-label={`More about ${webhook.url}`}>More</Button></Menu.Target>
            <Menu.Dropdown>
              <Menu.Item onClick={onSwitch}>{webhook.is_enabled ? "Disable" : "Enable"}</Menu.Item>
              <Menu.Item onClick={onRotate}>Make a new secret</Menu.Item>
              <Menu.Item color="red" onClick={onRemove}>Remove</Menu.Item>
            </Menu.Dropdown>
          </Menu>
        )}
      </Group>
    </Paper>
  );
}

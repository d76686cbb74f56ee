// Programs outside that are told what happens: endpoints, how they do, and what they were told.

import { Anchor, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { may } from "../may.ts";
import { Panel } from "../Panel.tsx";
import { Deliveries } from "../webhooks/Deliveries.tsx";
import { Secret } from "../webhooks/Secret.tsx";
import { WebhookCard } from "../webhooks/WebhookCard.tsx";
import { WebhookForm } from "../webhooks/WebhookForm.tsx";
import { editWebhook, listWebhooks, removeWebhook, rotateSecret, WEBHOOKS, type Webhook, type WithSecret } from "../webhooks/calls.ts";
import { useSession } from "../session.ts";

type Shown =
  | { what: "add" }
  | { what: "edit" | "deliveries" | "rotate" | "remove"; webhook: Webhook }
  | { what: "secret"; made: WithSecret };

const TITLES: Record<Shown["what"], string> = {
  add: "New endpoint",
  edit: "Edit the endpoint",
  deliveries: "Deliveries",
  rotate: "Make a new secret",
  remove: "Remove the endpoint",
  secret: "The endpoint’s secret",
};

function Sure({ text, button, onSure }: { text: string; button: string; onSure(): Promise<void> }) {
  const [isBusy, setBusy] = useState(false);
  async function go(): Promise<void> {
    setBusy(true);
    await onSure().catch(sayFailed);
    setBusy(false);
  }
  return (
    <Stack>
      <Text>{text}</Text>
      <Button color="red.8" onClick={() => void go()} loading={isBusy}>{button}</Button>
    </Stack>
  );
}

export default function Webhooks() {
  const queries = useQueryClient();
  const session = useSession();
  const query = useQuery({ queryKey: WEBHOOKS, queryFn: listWebhooks, refetchInterval: 15_000 });
  const [shown, setShown] = useState<Shown | null>(null);
  const canEdit = may(session.data, "webhooks.edit");
  const refresh = () => queries.invalidateQueries({ queryKey: WEBHOOKS });
  const close = () => setShown(null);

  async function toggle(webhook: Webhook): Promise<void> {
    try {
      await editWebhook(webhook, { is_enabled: !webhook.is_enabled });
      await refresh();
      sayDone(webhook.is_enabled ? "It is told nothing any more." : "It is told what happens from now on.");
    } catch (error) {
      await refresh();
      sayFailed(error);
    }
  }

  function panel(now: Shown) {
    switch (now.what) {
      case "add":
        return <WebhookForm onAdded={(made) => setShown({ what: "secret", made })} onEdited={close} />;
      case "edit":
        return <WebhookForm webhook={now.webhook} onAdded={close} onEdited={close} />;
      case "deliveries":
        return <Deliveries webhook={now.webhook} canEdit={canEdit} />;
      case "secret":
        return <Secret secret={now.made.secret} oldEndsAt={now.made.old_secret_ends_at} onClose={close} />;
      case "rotate":
        return (
          <Sure
            text="For 24 hours old secrets sign each call beside the new one, so that your program can change over without losing any."
            button="Make a new secret"
            onSure={async () => {
              const made = await rotateSecret(now.webhook.id, 24, newKey());
              await refresh();
              setShown({ what: "secret", made });
            }}
          />
        );
      case "remove":
        return (
          <Sure
            text="Nothing is delivered to it any more, not even what waits."
            button="Remove"
            onSure={async () => {
              await removeWebhook(now.webhook.id);
              await refresh();
              close();
            }}
          />
        );
    }
  }

  const found = query.data?.items ?? [];
  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Group justify="space-between" mt="xs" mb="lg" align="flex-start">
        <div>
          <Title order={1} size="h2">Webhooks</Title>
          <Text c="dimmed" mt={4}>Your own programs are told what happens here, signed, within seconds.</Text>
        </div>
        {canEdit && <Button onClick={() => setShown({ what: "add" })}>Add an endpoint</Button>}
      </Group>
      <Failed of={query} />
      {query.isPending && <Skeleton height={180} radius="lg" />}
      {query.data && !found.length && (
        <Paper withBorder radius="lg" p="xl">
          <Text fw={600}>Nobody is told anything yet.</Text>
          <Text c="dimmed" mt={4}>Add the address of a program of yours: a newsletter, your books, a screen at the door.</Text>
        </Paper>
      )}
      <Stack gap="lg">
        {found.map((webhook) => (
          <WebhookCard
            key={webhook.id}
            webhook={webhook}
            canEdit={canEdit}
            onEdit={() => setShown({ what: "edit", webhook })}
            onLook={() => setShown({ what: "deliveries", webhook })}
            onRotate={() => setShown({ what: "rotate", webhook })}
            onSwitch={() => void toggle(webhook)}
            onRemove={() => setShown({ what: "remove", webhook })}
          />
        ))}
      </Stack>
      <Panel opened={shown !== null} onClose={close} title={shown ? TITLES[shown.what] : ""}>
        {shown && panel(shown)}
      </Panel>
    </>
  );
}

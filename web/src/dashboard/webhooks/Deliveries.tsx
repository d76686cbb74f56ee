// What became of an endpoint's deliveries: filtered, looked into, tried once more.

import { Anchor, Badge, Button, Code, Group, SegmentedControl, Skeleton, Stack, Text } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { LOCALE } from "../format.ts";
import { listDeliveries, replayDelivery, replayStretch, WEBHOOKS, type Delivery, type State, type Webhook } from "./calls.ts";

const STATES: Record<Delivery["state"], [label: string, colour: string]> = {
  DELIVERED: ["Delivered", "teal"],
  WAITING: ["Will be tried again", "yellow"],
  DEAD: ["Given up", "red"],
  SENDING: ["On its way", "blue"],
};
const FILTERS = [
  { value: "", label: "All" },
  { value: "WAITING", label: "Waiting" },
  { value: "DEAD", label: "Given up" },
  { value: "DELIVERED", label: "Delivered" },
];
const DAY_MS = 86_400_000;

const at = (instant: string): string =>
  new Date(instant).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "medium" });

export const saying = ({ status, error }: { status: number; error: string }): string =>
  [status ? `Answered ${status}.` : "", error].filter(Boolean).join(" ");

function Line({ delivery, onReplay }: { delivery: Delivery; onReplay: (() => void) | undefined }) {
  const [label, colour] = STATES[delivery.state];
  return (
    <Stack gap={6} py="sm" className="ruled">
      <Group justify="space-between" gap="xs">
        <Text size="sm" fw={600} ff="monospace">{delivery.type}</Text>
        <Badge color={colour} miw="max-content">{label}</Badge>
      </Group>
      <Text size="xs" c="dimmed">
        {at(delivery.created_at)} · {delivery.subject} · {delivery.attempts} {delivery.attempts === 1 ? "attempt" : "attempts"}
        {delivery.next_at && ` · next ${at(delivery.next_at)}`}
      </Text>
      {delivery.state !== "DELIVERED" && <Text size="sm">{saying(delivery)}</Text>}
      {delivery.excerpt && <Code block style={{ maxHeight: 120, whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{delivery.excerpt}</Code>}
      {onReplay && (
        <Button variant="default" size="compact-sm" w="max-content" onClick={onReplay} aria-label={`Deliver again: ${delivery.type} of ${at(delivery.created_at)}`}>
          Deliver again
        </Button>
      )}
    </Stack>
  );
}

export function Deliveries({ webhook, canEdit }: { webhook: Webhook; canEdit: boolean }) {
  const queries = useQueryClient();
  const [state, setState] = useState<State | "">("");
  const query = useInfiniteQuery({
    queryKey: ["deliveries", webhook.id, state],
    queryFn: ({ pageParam }) => listDeliveries(webhook.id, state || null, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 5000,
  });
  const deliveries = query.data?.pages.flatMap((page) => page.items) ?? [];
  const canReplay = canEdit && webhook.is_enabled;

  async function replay(send: () => Promise<unknown>, done: string): Promise<void> {
    try {
      await send();
      sayDone(done);
      await queries.invalidateQueries({ queryKey: ["deliveries", webhook.id] });
      await queries.invalidateQueries({ queryKey: WEBHOOKS });
    } catch (error) {
      sayFailed(error);
    }
  }

  const missed = () => {
    const until = new Date();
    const since = new Date(until.getTime() - DAY_MS);
    return replayStretch(webhook.id, { since: since.toISOString(), until: until.toISOString(), which: "missed" }, newKey());
  };

  return (
    <Stack>
      <SegmentedControl aria-label="Which deliveries" fullWidth size="xs" data={FILTERS} value={state} onChange={(value) => setState(value as State | "")} />
      {canReplay && (
        <Button variant="default" onClick={() => void replay(missed, "What was missed in the last 24 hours is on its way.")}>
          Deliver what was missed (24 h)
        </Button>
      )}
      {query.isPending && <Skeleton height={160} radius="md" />}
      <Failed of={query} />
      {query.data && !deliveries.length && <Text c="dimmed">Nothing here. Deliveries are kept for 30 days.</Text>}
      <ul className="rows-list">
        {deliveries.map((delivery) => (
          <li key={delivery.id}>
            <Line
              delivery={delivery}
              onReplay={canReplay ? () => void replay(() => replayDelivery(webhook.id, delivery.id, newKey()), "It is on its way again.") : undefined}
            />
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
    </Stack>
  );
}

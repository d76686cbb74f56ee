// What one payout consists of, with the orders.

import { Anchor, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Failed } from "../Failed.tsx";
import { money, words } from "../format.ts";
import type { Movement, Payee, Payout } from "./calls.ts";

const KINDS: Record<string, string> = {
  charge: "Payment",
  refund: "Refund",
  dispute: "Taken back by the bank",
  dispute_reversal: "Given back by the bank",
  fee: "Stripe's fee",
  payout_reversal: "A payout that came back",
};

const nameOf = (kind: string): string => KINDS[kind] ?? words(kind.replaceAll("_", " "));

function Line({ movement }: { movement: Movement }) {
  const { order_id, event_id, reference } = movement;
  return (
    <Group justify="space-between" wrap="nowrap" component="li" py={6}>
      <Stack gap={0} style={{ minWidth: 0 }}>
        <Text>
          {nameOf(movement.kind)}{" "}
          {order_id && event_id ? (
            <Anchor href={`#/events/${event_id}/orders/${order_id}`} underline="always">{reference}</Anchor>
          ) : (
            <Text span c="dimmed">without an order here</Text>
          )}
        </Text>
        <Text size="sm" c="dimmed" className="figures">
          {money(movement.amount_minor, movement)} − {money(movement.fee_minor, movement)} fees
        </Text>
      </Stack>
      <Text fw={600} className="figures" style={{ whiteSpace: "nowrap" }}>{money(movement.net_minor, movement)}</Text>
    </Group>
  );
}

export function PayoutPanel({ payee, payout }: { payee: Payee; payout: Payout }) {
  const query = useInfiniteQuery({
    queryKey: [...payee.key, "payout", payout.id],
    queryFn: ({ pageParam }) => payee.listMovements(payout.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const movements = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Failed of={query} />
      {query.isPending && <Skeleton height={120} />}
      {query.data && !movements.length && (
        <Text c="dimmed">Stripe names no single payments for this payout. That is so for those made by hand.</Text>
      )}
      <ul className="rows-list plain-rows">
        {movements.map((movement) => <Line key={movement.id} movement={movement} />)}
      </ul>
      {query.hasNextPage && <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
    </>
  );
}

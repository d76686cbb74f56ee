// Every movement of a month, newest first.

import { Anchor, Group, Skeleton, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Failed } from "../Failed.tsx";
import { LOCALE, money } from "../format.ts";
import { reasonText } from "../refunds.ts";
import { listEntries, type Entry } from "./calls.ts";

const KINDS: Record<Entry["kind"], string> = {
  payment: "Payment",
  platform_fee: "Platform's fee",
  processing_fee: "Card processing",
  refund: "Refund",
  refund_returned: "Refund that came back",
  platform_fee_returned: "Platform's fee given back",
  dispute: "Disputed by the buyer's bank",
  dispute_returned: "Dispute won",
  payout: "Payout to your bank",
  payout_returned: "Payout that came back",
};

const at = (instant: string): string =>
  new Date(instant).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" });

function Line({ entry }: { entry: Entry }) {
  return (
    <Group justify="space-between" gap="xs" wrap="nowrap" py={8} className="ruled">
      <div style={{ minWidth: 0 }}>
        <Text size="sm" fw={550}>
          {entry.order_id && entry.event_id ? (
            <Anchor href={`#/events/${entry.event_id}/orders/${entry.order_id}`} inherit>{KINDS[entry.kind]}</Anchor>
          ) : KINDS[entry.kind]}
        </Text>
        <Text size="xs" c="dimmed">{at(entry.at)}{entry.reason && ` · ${reasonText(entry.reason)}`}</Text>
        {entry.note && <Text size="xs">{entry.note}</Text>}
      </div>
      <Text size="sm" fw={600} className="figures" c={entry.amount_minor < 0 ? "dimmed" : undefined}>
        {money(entry.amount_minor, entry)}
      </Text>
    </Group>
  );
}

export function Entries({ month }: { month: string }) {
  const query = useInfiniteQuery({
    queryKey: ["finance", "entries", month],
    queryFn: ({ pageParam }) => listEntries(month, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  if (query.isPending) return <Skeleton height={160} radius="md" />;
  if (!query.data) return <Failed of={query} />;
  const entries = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <ul className="rows-list">{entries.map((entry) => <li key={entry.id}><Line entry={entry} /></li>)}</ul>
      {query.hasNextPage && <Anchor component="button" mt="md" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
    </>
  );
}

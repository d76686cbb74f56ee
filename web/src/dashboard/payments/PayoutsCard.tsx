// What Stripe has paid out, what is on its way, and when the next one comes.

import { Alert, Anchor, Badge, Button, Group, Paper, SimpleGrid, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Failed } from "../Failed.tsx";
import { LOCALE, money } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Amount, Payee, Payout, Standing } from "./calls.ts";
import { PayoutPanel } from "./PayoutPanel.tsx";

const STATES: Record<Payout["status"], [label: string, colour: string]> = {
  pending: ["Being sent", "yellow"],
  in_transit: ["On its way", "blue"],
  paid: ["Arrived", "teal"],
  failed: ["Failed", "red"],
  canceled: ["Cancelled", "gray"],
};

const ARRIVAL: Record<Payout["status"], string> = {
  pending: "Expected",
  in_transit: "Expected",
  paid: "Arrived",
  failed: "Was expected",
  canceled: "Was expected",
};

export const day = (at: string): string => new Date(at).toLocaleDateString(LOCALE, { dateStyle: "medium" });

function when(schedule: NonNullable<Standing["schedule"]>): string {
  if (!schedule.is_enabled) return "Payouts are switched off at Stripe.";
  if (schedule.interval === "manual") return "Payouts are made by hand, at Stripe.";
  const after = `Money is paid out ${schedule.delay_days} ${schedule.delay_days === 1 ? "day" : "days"} after a payment at the earliest.`;
  const named = schedule.days.map((one) => one.charAt(0).toUpperCase() + one.slice(1)).join(", ");
  if (schedule.interval === "weekly") return `Stripe pays out every week${named && `, on ${named}`}. ${after}`;
  if (schedule.interval === "monthly") return `Stripe pays out every month${named && `, on day ${named}`}. ${after}`;
  return `Stripe pays out every day. ${after}`;
}

function Tile({ label, amounts }: { label: string; amounts: Amount[] }) {
  const shown = amounts.filter((one) => one.amount_minor !== 0);
  return (
    <Paper withBorder radius="md" p="md">
      <Text size="sm" c="dimmed">{label}</Text>
      {shown.map((one) => <Text key={one.currency} fw={650} size="lg" className="figures">{money(one.amount_minor, one)}</Text>)}
      {!shown.length && <Text fw={650} size="lg" c="dimmed">Nothing</Text>}
    </Paper>
  );
}

function Balance({ payee }: { payee: Payee }) {
  const query = useQuery({ queryKey: [...payee.key, "balance"], queryFn: () => payee.getBalance() });
  if (query.isPending) return <Skeleton height={80} radius="md" mt="md" />;
  if (!query.data) return <Failed of={query} />;
  const { available, pending, in_transit, schedule } = query.data;
  return (
    <>
      {schedule && <Text c="dimmed" mt="xs">{when(schedule)} The days are set at Stripe.</Text>}
      <SimpleGrid cols={{ base: 1, xs: 3 }} mt="md">
        <Tile label="On its way to your bank" amounts={in_transit} />
        <Tile label="Ready to be paid out" amounts={available} />
        <Tile label="Settling" amounts={pending} />
      </SimpleGrid>
    </>
  );
}

function Row({ payout, onOpen }: { payout: Payout; onOpen(): void }) {
  const [label, colour] = STATES[payout.status];
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }} radius="lg">
      <Group justify="space-between" gap="xs">
        <Stack gap={2} style={{ flex: "1 1 220px", minWidth: 0 }}>
          <Group gap="sm">
            <Text fw={650} className="figures">{money(payout.amount_minor, payout)}</Text>
            <Badge color={colour} miw="max-content">{label}</Badge>
            {payout.method === "instant" && <Badge color="gray" miw="max-content">Instant</Badge>}
          </Group>
          <Text size="sm" c="dimmed">
            {ARRIVAL[payout.status]} {day(payout.arrives_at)}
            {payout.destination && ` · ${payout.destination}`}
            {!payout.is_automatic && " · made by hand"}
          </Text>
        </Stack>
        <Button variant="default" onClick={onOpen} aria-label={`Orders in the payout of ${day(payout.created_at)}`}>Orders</Button>
      </Group>
      {payout.why_failed && <Alert color="red" mt="sm" title="The bank has sent it back">{payout.why_failed}</Alert>}
    </Paper>
  );
}

export function PayoutsCard({ payee }: { payee: Payee }) {
  const [open, setOpen] = useState<Payout | null>(null);
  const query = useInfiniteQuery({
    queryKey: [...payee.key, "payouts"],
    queryFn: ({ pageParam }) => payee.listPayouts(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const payouts = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="payouts">
      <Title order={2} size="h3" id="payouts">Payouts</Title>
      <Balance payee={payee} />
      <Failed of={query} />
      {query.isPending && <Skeleton height={64} radius="lg" mt="md" />}
      {query.data && !payouts.length && (
        <Text c="dimmed" mt="md">
          Nothing was paid out yet. A few days after your first sale Stripe sends its money to your bank; each transfer then
          stands here with the orders that it is for.
        </Text>
      )}
      <ul className="rows-list" style={{ marginTop: "var(--mantine-spacing-md)" }}>
        {payouts.map((payout) => <li key={payout.id}><Row payout={payout} onOpen={() => setOpen(payout)} /></li>)}
      </ul>
      {query.hasNextPage && <Anchor component="button" mt="md" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
      <Panel opened={Boolean(open)} onClose={() => setOpen(null)} title={open && `${money(open.amount_minor, open)} · ${day(open.arrives_at)}`}>
        {open && <PayoutPanel payee={payee} payout={open} />}
      </Panel>
    </Paper>
  );
}

// Who waits for what is sold out, in the order of joining, and what came of it.

import { Anchor, Badge, Group, Paper, Select, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { pick } from "../../shared/text.ts";
import { formatMoment } from "../../shared/time.ts";
import { listWaiting, type Waiting } from "../catalogue/calls.ts";
import { DateSelect } from "../catalogue/DateSelect.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { Failed } from "../Failed.tsx";
import { LANGUAGE, LOCALE } from "../format.ts";
import type { Params } from "../router.ts";

const STATES: Record<Waiting["state"], [label: string, colour: string]> = {
  waiting: ["Waits", "blue"],
  offered: ["Has an offer", "yellow"],
  bought: ["Has bought", "teal"],
  lapsed: ["Let it pass", "gray"],
  left: ["Has left", "gray"],
};

function Rows({ sale, people }: { sale: Sale; people: Waiting[] }) {
  const { event } = sale;
  const moment = (at: string) => formatMoment(at, event.timezone, LOCALE);
  return (
    <Table.ScrollContainer minWidth={280} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Waiting list" } }}>
      <Table verticalSpacing="sm" aria-label="Waiting list">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Name</Table.Th>
            <Table.Th ta="end">Tickets</Table.Th>
            <Table.Th>State</Table.Th>
            <Table.Th visibleFrom="sm">Joined</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {people.map((one) => {
            const [label, colour] = STATES[one.state];
            return (
              <Table.Tr key={one.id}>
                <Table.Td>
                  {one.name}
                  <Text size="sm" c="dimmed">{one.email}</Text>
                </Table.Td>
                <Table.Td ta="end" className="figures">{one.quantity}</Table.Td>
                <Table.Td>
                  <Badge color={colour} miw="max-content">{label}</Badge>
                  {one.has_card && <Text size="sm" c="dimmed">A card buys for them</Text>}
                  {one.offer_ends_at && <Text size="sm" c="dimmed">until {moment(one.offer_ends_at)}</Text>}
                  {one.order_id && <Anchor size="sm" display="block" href={`#/events/${event.id}/orders/${one.order_id}`}>Order</Anchor>}
                </Table.Td>
                <Table.Td className="figures" visibleFrom="sm">{moment(one.joined_at)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Nobody() {
  return (
    <Paper withBorder radius="lg" p="lg" maw={640}>
      <Text fw={600}>Nobody waits for this</Text>
      <Text c="dimmed" mt={4}>
        When a ticket is sold out, buyers can join its waiting list. What comes back, from an order that expires or is
        cancelled, is offered to them by mail in the order of joining, before anybody else can buy it.
      </Text>
    </Paper>
  );
}

function ListOf({ sale }: { sale: Sale }) {
  const { event } = sale;
  const sold = sale.products.filter((product) => product.kind !== "donation");
  const [productId, setProductId] = useState(sold.find((one) => one.free === 0)?.id ?? sold[0]?.id ?? "");
  const [dateId, setDateId] = useState(sale.firstDate);
  const query = useInfiniteQuery({
    queryKey: ["waiting", event.id, productId, dateId],
    queryFn: ({ pageParam }) => listWaiting(event.id, productId, dateId, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    enabled: Boolean(productId),
    refetchInterval: 10_000,
  });
  const people = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="md">
      <Title order={2} size="h3">Waiting list</Title>
      {productId && (
        <Group grow preventGrowOverflow={false} maw={560} align="flex-end">
          <Select
            label="Ticket"
            data={sold.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
            allowDeselect={false}
            value={productId}
            onChange={(id) => setProductId(id ?? "")}
          />
          <DateSelect sale={sale} value={dateId} onChange={setDateId} />
        </Group>
      )}
      <Failed of={query} />
      {query.isLoading && <Skeleton height={80} radius="lg" />}
      {(!productId || (query.data && people.length === 0)) && <Nobody />}
      {people.length > 0 && <Rows sale={sale} people={people} />}
      {query.hasNextPage && <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
    </Stack>
  );
}

export default function WaitingList({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="waitlist">
      {(sale) => <ListOf sale={sale} />}
    </SaleFrame>
  );
}

// The orders of an event, newest first, searched and filtered, fresh every five seconds.

import { Anchor, Badge, Box, Button, Paper, Skeleton, Table, Text, Tooltip, VisuallyHidden } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Event, OrderRow } from "../../api/types.ts";
import { Problem } from "../../shared/http.ts";
import { formatMoment } from "../../shared/time.ts";
import { listOrders } from "../api.ts";
import { EventFrame } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { LOCALE, money } from "../format.ts";
import { OrderDrawer } from "../OrderDrawer.tsx";
import { EVERYTHING, isEverything, OrderFilters, queryOf, type Wanted } from "../OrderFilters.tsx";
import { FLAGS } from "../money/words.ts";
import { go, type Params } from "../router.ts";
import { StateBadge } from "../StateBadge.tsx";

const REFRESH_MS = 5_000;
const TYPING_MS = 200;

/** Of an order that is paid in parts: how many are, and whether somebody has to decide about it. */
function PartsPaid({ order }: { order: OrderRow }) {
  if (!order.parts) return null;
  const { paid, count, state } = order.parts;
  return (
    <Box mt={4}>
      <Text size="sm" c="dimmed">{paid} of {count} parts</Text>
      {state === "overdue" && <Badge color="red" miw="max-content">Overdue</Badge>}
      {state === "paused" && <Badge color="yellow" miw="max-content">Paused</Badge>}
    </Box>
  );
}

function Flags({ order }: { order: OrderRow }) {
  return order.flags.map((flag) => {
    const [label, colour] = FLAGS[flag];
    return (
      <Box key={flag} mt={4}>
        <Badge color={colour} miw="max-content">{label}</Badge>
      </Box>
    );
  });
}

function Row({ order, event }: { order: OrderRow; event: Event }) {
  const address = `/events/${event.id}/orders/${order.id}`;
  return (
    <Table.Tr onClick={() => go(address)}>
      <Table.Td className="figures" style={{ whiteSpace: "nowrap" }}>
        <Anchor href={`#${address}`} fw={600}>
          {order.reference}
        </Anchor>
        <Box hiddenFrom="sm" mt={4}>
          <StateBadge state={order.state} />
          <PartsPaid order={order} />
          <Flags order={order} />
        </Box>
      </Table.Td>
      <Table.Td>
        {order.buyer_name ?? "–"}
        <Text size="sm" c="dimmed">
          {order.buyer_email}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <StateBadge state={order.state} />
        <PartsPaid order={order} />
        <Flags order={order} />
      </Table.Td>
      <Table.Td ta="end" className="figures" visibleFrom="sm">
        {order.quantity}
      </Table.Td>
      <Table.Td ta="end" className="figures">
        {money(order.total_minor, order)}
        {order.missing_minor > 0 && order.missing_minor < order.total_minor && (
          <Text size="sm" c="dimmed">{money(order.missing_minor, order)} missing</Text>
        )}
      </Table.Td>
      <Table.Td className="figures" style={{ whiteSpace: "nowrap" }} visibleFrom="sm">
        <Tooltip label={event.timezone}>
          <span>{formatMoment(order.reserved_at, event.timezone, LOCALE)}</span>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}

function Nothing({ wanted, onClear }: { wanted: Wanted; onClear(): void }) {
  if (isEverything(wanted))
    return <Text c="dimmed">No orders yet. They appear here by themselves, from the moment tickets are reserved.</Text>;
  return (
    <Paper withBorder radius="lg" p="lg" maw={560}>
      <Text fw={600}>No order fits.</Text>
      <Text c="dimmed" mt={4}>
        The search looks at how the names of buyer and holders, the e-mail address and the order number begin. A new
        order can be found a few seconds after it was made.
      </Text>
      <Button variant="default" mt="md" onClick={onClear}>
        Show all orders
      </Button>
    </Paper>
  );
}

function OrderTable({ orders, event }: { orders: OrderRow[]; event: Event }) {
  return (
    <Table.ScrollContainer minWidth={280} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Orders" } }}>
      <Table highlightOnHover verticalSpacing="sm" aria-label="Orders">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Order</Table.Th>
            <Table.Th>Buyer</Table.Th>
            <Table.Th visibleFrom="sm">State</Table.Th>
            <Table.Th ta="end" visibleFrom="sm">Tickets</Table.Th>
            <Table.Th ta="end">Total</Table.Th>
            <Table.Th visibleFrom="sm">Reserved</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody className="rows">
          {orders.map((order) => (
            <Row key={order.id} order={order} event={event} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Found({ event, wanted, onClear }: { event: Event; wanted: Wanted; onClear(): void }) {
  const asked = queryOf(wanted, event);
  const query = useInfiniteQuery({
    queryKey: ["orders", event.id, asked],
    queryFn: ({ pageParam }) => listOrders(event.id, asked, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (query.isPending) return <Skeleton height={200} radius="lg" />;
  if (query.error instanceof Problem && query.error.code === "too_many_hits")
    return <Text role="status">{query.error.detail}</Text>;
  if (query.isLoadingError) return <Failed of={query} />;
  const orders = query.data.pages.flatMap((page) => page.items);
  return (
    <>
      <VisuallyHidden role="status">
        {orders.length} {orders.length === 1 ? "order" : "orders"} shown{query.hasNextPage && ", there are more"}
      </VisuallyHidden>
      <Failed of={query} />
      {orders.length ? <OrderTable orders={orders} event={event} /> : <Nothing wanted={wanted} onClear={onClear} />}
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

function OrderList({ event }: { event: Event }) {
  const [wanted, setWanted] = useState(EVERYTHING);
  const [settled] = useDebouncedValue(wanted, TYPING_MS);
  return (
    <>
      <OrderFilters event={event} wanted={wanted} onWanted={setWanted} />
      <Found event={event} wanted={settled} onClear={() => setWanted(EVERYTHING)} />
    </>
  );
}

export default function Orders({ params }: { params: Params }) {
  const eventId = params["event"]!;
  return (
    <EventFrame eventId={eventId} section="orders">
      {(event) => (
        <>
          <OrderList event={event} />
          <OrderDrawer event={event} orderId={params["order"] ?? null} onClose={() => go(`/events/${eventId}/orders`)} />
        </>
      )}
    </EventFrame>
  );
}

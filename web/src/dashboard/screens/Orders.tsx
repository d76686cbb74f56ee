// The orders of an event, newest first, fresh every five seconds.

import { Anchor, Box, Button, Skeleton, Table, Text, Tooltip } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Event, OrderRow } from "../../api/types.ts";
import { formatMoment } from "../../shared/time.ts";
import { listOrders } from "../api.ts";
import { EventFrame } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { LANGUAGE, money } from "../format.ts";
import { OrderDrawer } from "../OrderDrawer.tsx";
import { go, type Params } from "../router.ts";
import { StateBadge } from "../StateBadge.tsx";

const REFRESH_MS = 5_000;

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
        </Box>
      </Table.Td>
      <Table.Td>
        {order.buyer_name ?? "–"}
        <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
          {order.buyer_email}
        </Text>
      </Table.Td>
      <Table.Td visibleFrom="sm">
        <StateBadge state={order.state} />
      </Table.Td>
      <Table.Td ta="end" className="figures" visibleFrom="sm">
        {order.quantity}
      </Table.Td>
      <Table.Td ta="end" className="figures">
        {money(order.total_minor, order)}
      </Table.Td>
      <Table.Td className="figures" style={{ whiteSpace: "nowrap" }} visibleFrom="sm">
        <Tooltip label={event.timezone}>
          <span>{formatMoment(order.reserved_at, event.timezone, LANGUAGE)}</span>
        </Tooltip>
      </Table.Td>
    </Table.Tr>
  );
}

function OrderTable({ event }: { event: Event }) {
  const query = useInfiniteQuery({
    queryKey: ["orders", event.id],
    queryFn: ({ pageParam }) => listOrders(event.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: REFRESH_MS,
  });
  if (query.isPending) return <Skeleton height={200} radius="lg" />;
  if (query.error && !query.data) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const orders = query.data.pages.flatMap((page) => page.items);
  if (!orders.length)
    return <Text c="dimmed">No orders yet. They appear here by themselves, from the moment tickets are reserved.</Text>;
  return (
    <>
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
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
}

export default function Orders({ params }: { params: Params }) {
  const eventId = params["event"]!;
  return (
    <EventFrame eventId={eventId} section="orders">
      {(event) => (
        <>
          <OrderTable event={event} />
          <OrderDrawer event={event} orderId={params["order"] ?? null} onClose={() => go(`/events/${eventId}/orders`)} />
        </>
      )}
    </EventFrame>
  );
}

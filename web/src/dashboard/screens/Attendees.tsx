// Who comes: every ticket with its holder, found by name, address or order number.

import { Box, Button, CloseButton, Skeleton, Table, Text, TextInput } from "@mantine/core";
import { useDebouncedValue } from "@mantine/hooks";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Event, Ticket } from "../../api/types.ts";
import { Problem } from "../../shared/http.ts";
import { pick } from "../../shared/text.ts";
import { formatMoment } from "../../shared/time.ts";
import { listTickets } from "../api.ts";
import { EventFrame } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { LANGUAGE, LOCALE } from "../format.ts";
import type { Params } from "../router.ts";
import { StateBadge } from "../StateBadge.tsx";

const TYPING_MS = 200;

function Row({ ticket, event }: { ticket: Ticket; event: Event }) {
  const state = <StateBadge state={ticket.scanned_at ? "SCANNED" : ticket.state} />;
  return (
    <Table.Tr>
      <Table.Td>
        {ticket.holder_name}
        <Text size="sm" c="dimmed">
          {ticket.holder_email}
        </Text>
      </Table.Td>
      <Table.Td>
        {pick(ticket.product_name, LANGUAGE)}
        <Box hiddenFrom="sm" mt={4}>
          {state}
        </Box>
      </Table.Td>
      <Table.Td visibleFrom="sm">{state}</Table.Td>
      <Table.Td className="figures" visibleFrom="sm">
        {ticket.scanned_at && formatMoment(ticket.scanned_at, event.timezone, LOCALE)}
      </Table.Td>
    </Table.Tr>
  );
}

function TicketTable({ tickets, event }: { tickets: Ticket[]; event: Event }) {
  return (
    <Table.ScrollContainer minWidth={280} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Attendees" } }}>
      <Table verticalSpacing="sm" aria-label="Attendees">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Holder</Table.Th>
            <Table.Th>Ticket</Table.Th>
            <Table.Th visibleFrom="sm">State</Table.Th>
            <Table.Th visibleFrom="sm">Checked in</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {tickets.map((ticket) => (
            <Row key={`${ticket.order_id}-${ticket.number}`} ticket={ticket} event={event} />
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Found({ event, wanted }: { event: Event; wanted: string }) {
  const query = useInfiniteQuery({
    queryKey: ["tickets", event.id, wanted],
    queryFn: ({ pageParam }) => listTickets(event.id, wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 10_000,
    placeholderData: keepPreviousData,
    retry: false,
  });
  if (query.isPending) return <Skeleton height={200} radius="lg" />;
  if (query.error instanceof Problem && query.error.code === "too_many_hits")
    return <Text role="status">{query.error.detail}</Text>;
  if (query.isLoadingError) return <Failed of={query} />;
  const tickets = query.data.pages.flatMap((page) => page.items);
  if (!tickets.length && !wanted)
    return <Text c="dimmed">Nobody yet. Attendees appear as soon as an order is complete.</Text>;
  return (
    <>
      <Text c="dimmed" role="status" className="figures" mb="sm">
        {tickets.filter((ticket) => ticket.scanned_at).length} checked in of {tickets.length}
        {query.hasNextPage && " loaded"}
      </Text>
      <Failed of={query} />
      {tickets.length ? <TicketTable tickets={tickets} event={event} /> : <Text>Nobody fits “{wanted}”.</Text>}
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Load more attendees
        </Button>
      )}
    </>
  );
}

function AttendeeList({ event }: { event: Event }) {
  const [wanted, setWanted] = useState("");
  const [settled] = useDebouncedValue(wanted.trim(), TYPING_MS);
  return (
    <>
      <TextInput
        type="search"
        mb="sm"
        aria-label="Search attendees"
        placeholder="Name, e-mail or order number"
        value={wanted}
        maxLength={100}
        onChange={(change) => setWanted(change.currentTarget.value)}
        w={{ base: "100%", sm: 320 }}
        rightSection={wanted && <CloseButton aria-label="Clear the search" onClick={() => setWanted("")} />}
      />
      <Found event={event} wanted={settled} />
    </>
  );
}

export default function Attendees({ params }: { params: Params }) {
  return (
    <EventFrame eventId={params["event"]!} section="attendees">
      {(event) => <AttendeeList event={event} />}
    </EventFrame>
  );
}

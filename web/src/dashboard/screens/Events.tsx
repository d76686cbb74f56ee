// My events: cards, or what to do first when there is none.

import { Anchor, Button, Card, Group, List, Paper, Select, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Event } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { formatMoment } from "../../shared/time.ts";
import { listEvents, type EventFilter } from "../api.ts";
import { CATEGORIES } from "../choices.ts";
import { Failed } from "../Failed.tsx";
import { LANGUAGE, LOCALE } from "../format.ts";
import { mayCreate } from "../may.ts";
import { useSession } from "../session.ts";
import { StateBadge } from "../StateBadge.tsx";

const NEW = "#/events/new";

function FirstSteps() {
  return (
    <Paper withBorder radius="lg" p={{ base: "lg", sm: 48 }}>
      <Title order={2} size="h3">
        Sell your first ticket in three steps
      </Title>
      <List type="ordered" my="lg" spacing="sm" maw={560}>
        <List.Item>Create an event: what, when and where. Nobody sees it yet.</List.Item>
        <List.Item>Add tickets: a name, a price and how many there are.</List.Item>
        <List.Item>Publish. You get a page to share, and orders appear here as they come in.</List.Item>
      </List>
      <Button component="a" href={NEW} size="md">
        Create an event
      </Button>
    </Paper>
  );
}

function EventCard({ event }: { event: Event }) {
  return (
    <Card component="a" href={`#/events/${event.id}`} withBorder padding="lg" radius="lg" className="event-card">
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" className="figures">
          {formatMoment(event.starts_at, event.timezone, LOCALE)}
        </Text>
        <StateBadge state={event.status} />
      </Group>
      <Text fw={650} size="lg" lh={1.3}>
        {pick(event.title, LANGUAGE)}
      </Text>
      {event.location && (
        <Text size="sm" c="dimmed" mt={4}>
          {[event.location.name || "Online", event.location.city].filter(Boolean).join(", ")}
        </Text>
      )}
    </Card>
  );
}

const STATUSES = [
  { value: "DRAFT", label: "Draft" },
  { value: "LIVE", label: "On sale" },
  { value: "POSTPONED", label: "Postponed" },
  { value: "CANCELLED", label: "Cancelled" },
  { value: "ARCHIVED", label: "Archived" },
];

function Filters({ filter, onFilter }: { filter: EventFilter; onFilter(filter: EventFilter): void }) {
  return (
    <Group mb="lg" grow preventGrowOverflow={false} maw={560}>
      <Select
        aria-label="State"
        placeholder="Every state"
        clearable
        clearButtonProps={{ "aria-label": "Show every state" }}
        data={STATUSES}
        value={filter.status}
        onChange={(status) => onFilter({ ...filter, status: status as EventFilter["status"] })}
      />
      <Select
        aria-label="Category"
        placeholder="Every category"
        clearable
        clearButtonProps={{ "aria-label": "Show every category" }}
        data={CATEGORIES}
        value={filter.category}
        onChange={(category) => onFilter({ ...filter, category: category as EventFilter["category"] })}
      />
    </Group>
  );
}

export default function Events() {
  const [filter, setFilter] = useState<EventFilter>({ status: null, category: null });
  const isFiltered = Boolean(filter.status || filter.category);
  const query = useInfiniteQuery({
    queryKey: ["events", filter],
    queryFn: ({ pageParam }) => listEvents(filter, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const { data: session } = useSession();
  const canCreate = mayCreate(session);
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group justify="space-between" mb="lg">
        <Title order={1} size="h2">
          Events
        </Title>
        {canCreate && (events.length > 0 || isFiltered) && (
          <Button component="a" href={NEW}>
            Create an event
          </Button>
        )}
      </Group>
      {(events.length > 0 || isFiltered) && <Filters filter={filter} onFilter={setFilter} />}
      <Failed of={query} />
      {query.isPending && <Skeleton height={140} radius="lg" maw={340} />}
      {query.data && events.length === 0 && !isFiltered && canCreate && <FirstSteps />}
      {query.data && events.length === 0 && !isFiltered && !canCreate && <Text c="dimmed">There is no event yet that you may look at.</Text>}
      {query.data && events.length === 0 && isFiltered && <Text c="dimmed">No event is like that.</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2, md: 3 }}>
        {events.map((event) => (
          <EventCard key={event.id} event={event} />
        ))}
      </SimpleGrid>
      {query.hasNextPage && (
        <Anchor component="button" mt="lg" onClick={() => void query.fetchNextPage()}>
          Show more
        </Anchor>
      )}
    </>
  );
}

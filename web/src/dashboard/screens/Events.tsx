// My events: cards, or what to do first when there is none.

import { Anchor, Button, Card, Group, List, Paper, SimpleGrid, Skeleton, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Event } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { formatMoment } from "../../shared/time.ts";
import { listEvents } from "../api.ts";
import { Failed } from "../Failed.tsx";
import { LANGUAGE } from "../format.ts";
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
          {formatMoment(event.starts_at, event.timezone, LANGUAGE)}
        </Text>
        <StateBadge state={event.status} />
      </Group>
      <Text fw={650} size="lg" lh={1.3}>
        {pick(event.title, LANGUAGE)}
      </Text>
      {event.venue && (
        <Text size="sm" c="dimmed" mt={4}>
          {[event.venue.name, event.venue.city].filter(Boolean).join(", ")}
        </Text>
      )}
    </Card>
  );
}

export default function Events() {
  const query = useInfiniteQuery({
    queryKey: ["events"],
    queryFn: ({ pageParam }) => listEvents(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const events = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Group justify="space-between" mb="lg">
        <Title order={1} size="h2">
          Events
        </Title>
        {events.length > 0 && (
          <Button component="a" href={NEW}>
            Create an event
          </Button>
        )}
      </Group>
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={140} radius="lg" maw={340} />}
      {query.data && events.length === 0 && <FirstSteps />}
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

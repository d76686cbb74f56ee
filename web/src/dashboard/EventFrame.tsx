// The head of an event's screens: its title, state and sections.

import { Anchor, Box, Group, Loader, Tabs, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { Event } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { formatSpan } from "../shared/time.ts";
import { getEvent } from "./api.ts";
import { EventActions } from "./EventActions.tsx";
import { Failed } from "./Failed.tsx";
import { LANGUAGE } from "./format.ts";
import { go } from "./router.ts";
import { StateBadge } from "./StateBadge.tsx";

interface Props {
  eventId: string;
  section: "overview" | "tickets" | "orders" | "attendees";
  children(event: Event): ReactNode;
}

export const useEvent = (id: string) => useQuery({ queryKey: ["event", id], queryFn: () => getEvent(id) });

export function EventFrame({ eventId, section, children }: Props) {
  const query = useEvent(eventId);
  if (query.isPending) return <Loader role="status" aria-label="Loading the event" />;
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const { event } = query.data;
  const root = `/events/${eventId}`;
  return (
    <>
      <Anchor href="#/" size="sm">
        ← All events
      </Anchor>
      <Group mt="xs" gap="sm" align="center">
        <Title order={1} size="h2">
          {pick(event.title, LANGUAGE)}
        </Title>
        <StateBadge state={event.status} />
        <Box ms="auto">
          <EventActions event={event} />
        </Box>
      </Group>
      <Text c="dimmed" mt={4}>
        {formatSpan(event.starts_at, event.ends_at, event.timezone, LANGUAGE)}
        {event.location?.name && ` · ${event.location.name}`}
      </Text>
      <Tabs
        mt="lg"
        value={section}
        onChange={(next) => go(next === "overview" ? root : `${root}/${next}`)}
        keepMounted={false}
      >
        <Tabs.List>
          <Tabs.Tab value="overview">Overview</Tabs.Tab>
          <Tabs.Tab value="tickets">Tickets</Tabs.Tab>
          <Tabs.Tab value="orders">Orders</Tabs.Tab>
          <Tabs.Tab value="attendees">Attendees</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value={section} pt="lg">
          {children(event)}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

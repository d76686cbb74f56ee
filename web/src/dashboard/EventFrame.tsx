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
import { LANGUAGE, LOCALE } from "./format.ts";
import { go } from "./router.ts";
import { useMay } from "./session.ts";
import { StateBadge } from "./StateBadge.tsx";

const SECTIONS = [
  ["overview", "Overview", "events.read"],
  ["tickets", "Tickets", "events.read"],
  ["orders", "Orders", "orders.read"],
  ["attendees", "Attendees", "tickets.read"],
] as const;

interface Props {
  eventId: string;
  section: (typeof SECTIONS)[number][0];
  children(event: Event): ReactNode;
}

export const useEvent = (id: string) => useQuery({ queryKey: ["event", id], queryFn: () => getEvent(id) });

function Sections({ event, section, children }: { event: Event } & Omit<Props, "eventId">) {
  const mayDo = useMay(event);
  const root = `/events/${event.id}`;
  return (
    <>
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
        {formatSpan(event.starts_at, event.ends_at, event.timezone, LOCALE)}
        {event.location?.name && ` · ${event.location.name}`}
      </Text>
      <Tabs
        mt="lg"
        value={section}
        onChange={(next) => go(next === "overview" ? root : `${root}/${next}`)}
        keepMounted={false}
      >
        <Tabs.List>
          {SECTIONS.filter(([, , needed]) => mayDo(needed)).map(([name, label]) => (
            <Tabs.Tab key={name} value={name} px={{ base: "xs", sm: "md" }}>{label}</Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value={section} pt="lg">
          {children(event)}
        </Tabs.Panel>
      </Tabs>
    </>
  );
}

export function EventFrame({ eventId, section, children }: Props) {
  const query = useEvent(eventId);
  if (query.isPending) return <Loader role="status" aria-label="Loading the event" />;
  if (!query.data) return <Failed of={query} />;
  return (
    <>
      <Anchor href="#/" size="sm">
        ← All events
      </Anchor>
      <Failed of={query} />
      <Sections event={query.data.event} section={section}>
        {children}
      </Sections>
    </>
  );
}

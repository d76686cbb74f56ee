// The head of the screens about what is on sale: the event's own, and the way from one of them to the next.

import { Anchor, Group, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Event } from "../../api/types.ts";
import { EventFrame } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { useMay } from "../session.ts";
import { useSale, type Sale } from "./useSale.ts";

const PARTS = [
  ["tickets", "Tickets"],
  ["prices", "Taxes and fees"],
  ["codes", "Codes"],
  ["questions", "Questions"],
  ["dates", "Dates"],
  ["limits", "Limits"],
  ["blocks", "Blocks"],
  ["waitlist", "Waiting list"],
] as const;

export type Part = (typeof PARTS)[number][0];

/** What stands on a screen as soon as it is known what the event sells. */
export function OnSale({ event, children }: { event: Event; children(sale: Sale): ReactNode }) {
  const query = useSale(event);
  return (
    <>
      <Failed of={query} />
      {query.data && children(query.data)}
      {!query.data && !query.error && <Skeleton height={120} radius="lg" />}
    </>
  );
}

function Parts({ event, part }: { event: Event; part: Part }) {
  const mayDo = useMay(event);
  const shown = PARTS.filter(([name]) => name !== "waitlist" || mayDo("orders.read")); // it has people's names
  return (
    <Group component="nav" aria-label="What is on sale" gap={4} mb="lg" className="parts">
      {shown.map(([name, label]) => (
        <Anchor
          key={name}
          href={`#/events/${event.id}/${name}`}
          underline="never"
          aria-current={name === part ? "page" : undefined}
        >
          {label}
        </Anchor>
      ))}
    </Group>
  );
}

export function SaleFrame({ eventId, part, children }: { eventId: string; part: Part; children(sale: Sale): ReactNode }) {
  return (
    <EventFrame eventId={eventId} section="tickets">
      {(event) => (
        <>
          <Parts event={event} part={part} />
          <OnSale event={event}>{children}</OnSale>
        </>
      )}
    </EventFrame>
  );
}

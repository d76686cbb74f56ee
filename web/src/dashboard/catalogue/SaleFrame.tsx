// The head of the screens about what is on sale: the event's own, and the way from one of them to the next.

import { Anchor, Group, Skeleton } from "@mantine/core";
import type { ReactNode } from "react";
import type { Event } from "../../api/types.ts";
import { EventFrame } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
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

function Inside({ event, children }: { event: Event; children(sale: Sale): ReactNode }) {
  const { sale, error, retry } = useSale(event);
  if (error) return <Failed error={error} onRetry={retry} />;
  return sale ? children(sale) : <Skeleton height={120} radius="lg" />;
}

export function SaleFrame({ eventId, part, children }: { eventId: string; part: Part; children(sale: Sale): ReactNode }) {
  return (
    <EventFrame eventId={eventId} section="tickets">
      {(event) => (
        <>
          <Group component="nav" aria-label="What is on sale" gap={4} mb="lg" className="parts">
            {PARTS.map(([name, label]) => (
              <Anchor
                key={name}
                href={`#/events/${eventId}/${name}`}
                underline="never"
                aria-current={name === part ? "page" : undefined}
              >
                {label}
              </Anchor>
            ))}
          </Group>
          <Inside event={event}>{children}</Inside>
        </>
      )}
    </EventFrame>
  );
}

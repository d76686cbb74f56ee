// Changing an event. When somebody else changed it meanwhile, the form offers to put both together.

import { Alert, Loader, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { editEvent, getEvent } from "../api.ts";
import { EventForm } from "../EventForm.tsx";
import { useEvent } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { may } from "../may.ts";
import { go, type Params } from "../router.ts";
import { useSession } from "../session.ts";

export default function EditEvent({ params }: { params: Params }) {
  const id = params["event"]!;
  const query = useEvent(id);
  const queries = useQueryClient();
  const { data: session } = useSession();
  // The version that the form was filled from, which a refetch in the background must not replace.
  const etag = useRef("");
  if (query.isPending) return <Loader role="status" aria-label="Loading the event" />;
  if (!query.data) return <Failed of={query} />;
  const { event } = query.data;
  const isMine = may(session, "events.edit", event.id, event.organizer_id);
  etag.current ||= query.data.etag;
  return (
    <>
      <Title order={1} size="h2" mb="lg">
        Edit the event
      </Title>
      {event.status === "ARCHIVED" || !isMine ? (
        <Alert variant="default">{isMine ? "An archived event can be read, but no longer changed." : "You may look at this event, but not change it."}</Alert>
      ) : (
        <EventForm
          event={event}
          submitLabel="Save"
          onSubmit={async ({ currency: _, ...fields }) => {
            await editEvent(id, fields, etag.current);
            await queries.invalidateQueries({ queryKey: ["event", id] });
            await queries.invalidateQueries({ queryKey: ["events"] });
            go(`/events/${id}`);
          }}
          onReload={async () => {
            const fresh = await getEvent(id);
            etag.current = fresh.etag;
            return fresh.event;
          }}
        />
      )}
    </>
  );
}

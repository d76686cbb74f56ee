// Changing an event. When somebody else changed it meanwhile, the form offers to put both together.

import { Alert, Loader, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { editEvent, getEvent } from "../api.ts";
import { EventForm } from "../EventForm.tsx";
import { useEvent } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { go, type Params } from "../router.ts";

export default function EditEvent({ params }: { params: Params }) {
  const id = params["event"]!;
  const query = useEvent(id);
  const queries = useQueryClient();
  // The version that the form was filled from, which a refetch in the background must not replace.
  const etag = useRef("");
  if (query.isPending) return <Loader role="status" aria-label="Loading the event" />;
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const { event } = query.data;
  etag.current ||= query.data.etag;
  return (
    <>
      <Title order={1} size="h2" mb="lg">
        Edit the event
      </Title>
      {event.status === "ARCHIVED" ? (
        <Alert variant="default">An archived event can be read, but no longer changed.</Alert>
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

// Changing an event; refused when somebody else changed it meanwhile.

import { Loader, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { editEvent } from "../api.ts";
import { EventForm } from "../EventForm.tsx";
import { useEvent } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { go, type Params } from "../router.ts";

export default function EditEvent({ params }: { params: Params }) {
  const id = params["event"]!;
  const query = useEvent(id);
  const queries = useQueryClient();
  if (query.isPending) return <Loader role="status" aria-label="Loading the event" />;
  if (query.error) return <Failed error={query.error} onRetry={() => void query.refetch()} />;
  const { event, etag } = query.data;
  return (
    <>
      <Title order={1} size="h2" mb="lg">
        Edit the event
      </Title>
      <EventForm
        event={event}
        submitLabel="Save"
        onSubmit={async ({ currency: _, ...fields }) => {
          await editEvent(id, { ...fields, description: fields.description ?? null }, etag);
          await queries.invalidateQueries({ queryKey: ["event", id] });
          await queries.invalidateQueries({ queryKey: ["events"] });
          go(`/events/${id}`);
        }}
      />
    </>
  );
}

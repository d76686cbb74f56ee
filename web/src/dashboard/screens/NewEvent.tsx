// Creating an event: a draft that nobody sees yet.

import { Loader, Select, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { createEvent, listOrganizers } from "../api.ts";
import { EventForm } from "../EventForm.tsx";
import { Failed } from "../Failed.tsx";
import { useIntention } from "../forms.ts";
import { go } from "../router.ts";

export default function NewEvent() {
  const organizers = useQuery({ queryKey: ["organizers"], queryFn: listOrganizers });
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [chosen, setChosen] = useState<string | null>(null);
  if (organizers.isPending) return <Loader role="status" aria-label="Loading" />;
  if (organizers.error) return <Failed error={organizers.error} onRetry={() => void organizers.refetch()} />;
  const { items } = organizers.data;
  const organizer_id = chosen ?? items[0]?.id ?? "";

  return (
    <>
      <Title order={1} size="h2">
        Create an event
      </Title>
      <Text c="dimmed" mb="lg">
        It starts as a draft. You add tickets next, and publish when you are ready.
      </Text>
      {items.length > 1 && (
        <Select
          label="Organizer"
          mb="lg"
          maw={720}
          allowDeselect={false}
          data={items.map((one) => ({ value: one.id, label: one.name }))}
          value={organizer_id}
          onChange={setChosen}
        />
      )}
      <EventForm
        submitLabel="Create the event"
        onSubmit={async (fields) => {
          const made = await createEvent({ ...fields, organizer_id }, keyFor({ ...fields, organizer_id }));
          await queries.invalidateQueries({ queryKey: ["events"] });
          go(`/events/${made.id}`);
        }}
      />
    </>
  );
}

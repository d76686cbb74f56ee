// Creating an event: a draft that nobody sees yet, from nothing or from a template.

import { Alert, Anchor, Loader, Select, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { pick } from "../../shared/text.ts";
import { createEvent, listOrganizers, listTemplates, useTemplate } from "../api.ts";
import { CopyForm } from "../CopyForm.tsx";
import { EventForm } from "../EventForm.tsx";
import { Failed } from "../Failed.tsx";
import { useIntention } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import { may } from "../may.ts";
import { getSettings, SETTINGS } from "../payments/calls.ts";
import { useSession } from "../session.ts";
import { getPreferences, PREFERENCES, usualOf } from "../settings/calls.ts";
import { go } from "../router.ts";

export default function NewEvent() {
  const { data: session } = useSession();
  const organizers = useQuery({ queryKey: ["organizers"], queryFn: listOrganizers });
  const templates = useQuery({ queryKey: ["templates"], queryFn: listTemplates, enabled: may(session, "events.read") });
  const payments = useQuery({ queryKey: SETTINGS, queryFn: getSettings, enabled: may(session, "payments.read") });
  const preferences = useQuery({ queryKey: PREFERENCES, queryFn: getPreferences, enabled: may(session, "account.read") });
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [chosen, setChosen] = useState<string | null>(null);
  const [templateId, setTemplateId] = useState<string | null>(null);
  if (organizers.isPending || payments.isLoading || preferences.isLoading) return <Loader role="status" aria-label="Loading" />;
  if (!organizers.data) return <Failed of={organizers} />;
  const items = organizers.data.items.filter(({ id }) => may(session, "events.edit", id));
  if (!items.length) return <Alert variant="default">You may look at events here, but not create any.</Alert>;
  const organizer_id = chosen ?? items[0]?.id ?? "";
  const template = templates.data?.items.find((one) => one.id === templateId);

  async function show(id: string): Promise<void> {
    await queries.invalidateQueries({ queryKey: ["events"] });
    go(`/events/${id}`);
  }

  return (
    <>
      <Title order={1} size="h2">
        Create an event
      </Title>
      <Text c="dimmed" mb="lg">
        It starts as a draft. You add tickets next, and publish when you are ready.
      </Text>
      <Stack maw={720} mb="lg">
        {items.length > 1 && (
          <Select
            label="Organizer"
            allowDeselect={false}
            data={items.map((one) => ({ value: one.id, label: one.name }))}
            value={organizer_id}
            onChange={setChosen}
          />
        )}
        {templates.data && templates.data.items.length > 0 && (
          <Select
            label="Start from"
            placeholder="An empty event"
            clearable
            clearButtonProps={{ "aria-label": "Start from an empty event" }}
            data={templates.data.items.map((one) => ({ value: one.id, label: pick(one.title, LANGUAGE) }))}
            value={templateId}
            onChange={setTemplateId}
          />
        )}
        {template && (
          <Text size="sm">
            <Anchor href={`#/events/${template.id}`} underline="always">
              Look at the template, or change it
            </Anchor>
          </Text>
        )}
        {template && (
          <CopyForm
            key={template.id}
            source={template}
            submitLabel="Create the event"
            onSubmit={async (copy) => show((await useTemplate(template.id, copy, keyFor({ copy, id: template.id }))).id)}
          />
        )}
      </Stack>
      {!template && (
        <EventForm
          usual={usualOf(preferences.data, payments.data)}
          submitLabel="Create the event"
          onSubmit={async (fields) => show((await createEvent({ ...fields, organizer_id }, keyFor({ ...fields, organizer_id }))).id)}
        />
      )}
    </>
  );
}

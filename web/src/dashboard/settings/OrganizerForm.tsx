// Who an organizer is, what their page says, and whom of the team its mails go to.

import { Anchor, Fieldset, MultiSelect, Select, SimpleGrid, Skeleton, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { COUNTRIES } from "../choices.ts";
import { Failed } from "../Failed.tsx";
import { listMembers, MEMBERS } from "../team/calls.ts";
import { PaymentAccount } from "./PaymentAccount.tsx";
import { getOrganizer, organizerKey, ORGANIZERS, saveOrganizer, type OrganizerSettings } from "./organizerCalls.ts";
import { chosenOf, fieldsOf, NOBODY, TOPICS, valuesOf, type Values } from "./organizerValues.ts";

const PRIVACY = [
  { value: "public", label: "Public: search engines may find it" },
  { value: "unlisted", label: "Unlisted: whoever has the link" },
  { value: "off", label: "Off: there is no page" },
];
const FIELDS = ["name", "bio", "email", "phone", "website", "links", "privacy", "notifications"];

function Fields({ stored, onDone }: { stored: OrganizerSettings; onDone(): void }) {
  const queries = useQueryClient();
  const members = useQuery({ queryKey: MEMBERS, queryFn: listMembers, staleTime: 60_000 });
  const known = useRef(stored);
  const form = useForm<Values>({
    initialValues: valuesOf(stored),
    validate: { name: (typed) => (typed.trim() ? null : "Say what they are called.") },
  });
  const people = (members.data?.items ?? []).map(({ user_id, name }) => ({ value: user_id, label: name }));

  async function send(values: Values): Promise<void> {
    known.current = await saveOrganizer(stored.id, fieldsOf(values, known.current), known.current.version);
    await queries.invalidateQueries({ queryKey: ORGANIZERS });
    onDone();
  }

  async function fresh(): Promise<Values> {
    known.current = await getOrganizer(stored.id);
    return valuesOf(known.current);
  }

  return (
    <Editor form={form} fields={FIELDS} submitLabel="Save" onSend={send} onFresh={fresh}>
      <TextInput label="Name" description="Events that exist keep theirs." {...form.getInputProps("name")} />
      <Fieldset legend="Page">
        <Stack gap="sm">
          <Select label="Who finds it" data={PRIVACY} allowDeselect={false} {...form.getInputProps("privacy")} />
          {known.current.page_url && <Anchor href={known.current.page_url} target="_blank" size="sm">Look at the page</Anchor>}
          <Textarea label="About" autosize minRows={3} {...form.getInputProps("bio")} />
          <TextInput label="E-mail" type="email" {...form.getInputProps("email")} />
          <TextInput label="Phone" type="tel" {...form.getInputProps("phone")} />
          <TextInput label="Website" placeholder="https://…" {...form.getInputProps("website")} />
          <Textarea label="Elsewhere" description="One address a line." placeholder="https://…" autosize minRows={2} {...form.getInputProps("links")} />
        </Stack>
      </Fieldset>
      <Fieldset legend="Address">
        <Stack gap="sm">
          <TextInput label="Street and number" {...form.getInputProps("address.street")} />
          <SimpleGrid cols={2} spacing="sm">
            <TextInput label="Postal code" {...form.getInputProps("address.postal_code")} />
            <TextInput label="City" {...form.getInputProps("address.city")} />
          </SimpleGrid>
          <Select
            label="Country"
            data={COUNTRIES}
            searchable
            clearable
            value={form.values.address.country || null}
            onChange={(country) => form.setFieldValue("address.country", country ?? "")}
          />
        </Stack>
      </Fieldset>
      <Fieldset legend="Mails to the team">
        <Stack gap="sm">
          {TOPICS.map(({ name, label, usually }) => (
            <MultiSelect
              key={name}
              label={label}
              placeholder={form.values.notifications[name]?.length ? "" : usually}
              data={[{ value: NOBODY, label: "Nobody" }, ...people]}
              clearable
              {...form.getInputProps(`notifications.${name}`)}
              onChange={(chosen) => form.setFieldValue(`notifications.${name}`, chosenOf(form.values.notifications[name] ?? [], chosen))}
            />
          ))}
        </Stack>
      </Fieldset>
      <Fieldset legend="Payment account">
        <PaymentAccount organizer={stored.id} />
      </Fieldset>
    </Editor>
  );
}

export function OrganizerForm({ id, onDone }: { id: string; onDone(): void }) {
  // Read once, as the form opens: another look in between would take what has been typed.
  const query = useQuery({ queryKey: organizerKey(id), queryFn: () => getOrganizer(id), staleTime: Infinity, gcTime: 0 });
  if (query.isPending) return <Skeleton height={320} />;
  if (!query.data) return <Failed of={query} />;
  return <Fields stored={query.data} onDone={onDone} />;
}

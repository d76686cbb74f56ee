// A key for a program: what it may do, where, and until when.

import { MultiSelect, Select, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { components } from "../../api/schema.d.ts";
import { Editor } from "../catalogue/Editor.tsx";
import { useIntention } from "../forms.ts";
import { PermissionChoice } from "./PermissionChoice.tsx";
import { makeKey, type KeyWithText } from "./calls.ts";
import { usePlaces } from "./usePlaces.ts";

const DAY_MS = 86_400_000;
const LENGTHS = [
  { value: "90", label: "90 days" },
  { value: "365", label: "a year" },
  { value: "0", label: "until I revoke it" },
];

export function KeyForm({ onMade }: { onMade(made: KeyWithText): void }) {
  const keyFor = useIntention();
  const places = usePlaces().filter(({ value }) => value);
  const form = useForm({
    initialValues: { name: "", permissions: ["events.read"], places: [] as string[], days: "365" },
    validate: {
      name: (typed) => (typed.trim() ? null : "Say what the program is."),
      permissions: (chosen) => (chosen.length ? null : "Choose at least one."),
    },
  });
  return (
    <Editor
      form={form}
      fields={["name", "permissions", "places", "expires_at"]}
      submitLabel="Make the key"
      onSend={async ({ days, ...values }) => {
        const expires_at = Number(days) ? new Date(Date.now() + Number(days) * DAY_MS).toISOString() : null;
        onMade(await makeKey({ ...values, expires_at } as components["schemas"]["NewKey"], keyFor({ ...values, days })));
      }}
    >
      <TextInput label="Which program is it for?" placeholder="Newsletter sync" data-autofocus {...form.getInputProps("name")} />
      <Select label="How long is it good?" data={LENGTHS} allowDeselect={false} {...form.getInputProps("days")} />
      <MultiSelect label="Only for" placeholder={form.values.places.length ? "" : "the whole account"} data={places} searchable clearable {...form.getInputProps("places")} />
      <PermissionChoice
        chosen={form.values.permissions}
        error={form.errors["permissions"]}
        onChange={(chosen) => form.setFieldValue("permissions", chosen)}
      />
    </Editor>
  );
}

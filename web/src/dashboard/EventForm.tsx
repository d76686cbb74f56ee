// What an event is: used to create one and to change it. What somebody else saves meanwhile loses nobody's typing.

import { Alert, Button, Group, MultiSelect, SegmentedControl, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import type { Event } from "../api/types.ts";
import type { EventFields } from "./api.ts";
import { CATEGORIES, languageName, LANGUAGES } from "./choices.ts";
import { When, Where } from "./EventPlace.tsx";
import { EventSections, SECTION_OF } from "./EventSections.tsx";
import { fieldsOf, LATER, valuesOf, wordsOf, type Form, type Usual, type Values } from "./eventValues.ts";
import { errorsOf } from "./forms.ts";
import { useMerging } from "./merging.tsx";

const WORDS = ["title", "description", "entry_requirements", "terms"];
const PLAIN = [
  "category", "languages", "starts_at", "ends_at", "timezone", "date_format", "visibility", "password", "orders_close_at", "age_limit",
  "currency", "extra_currencies", "hold_minutes", "payment_methods", "details_per", "billing", "policy", "instalments",
  ...["deposit_percent", "paid_days_before", "grace_days", "kept_percent"].map((name) => `instalments.${name}`),
  ...LATER.flatMap((method) => [`offline.${method}.days`, `offline.${method}.reminder_days`, `offline.${method}.grace_hours`]),
];
const PLACE = [
  "name", "address", "postal_code", "city", "region", "country", "latitude", "longitude", "maps_url", "online_url",
  "online_instructions",
].map((name) => `location.${name}`);

/** "title.de" lies at "words.de.title" in the form. */
function placeErrors(found: Record<string, string>, language: string): Record<string, string> {
  return Object.fromEntries(
    Object.entries(found).map(([name, message]) => [WORDS.includes(name) ? `words.${language}.${name}` : name, message]),
  );
}

function Languages({ form, language, onLanguage }: { form: Form; language: string; onLanguage(language: string): void }) {
  const { languages } = form.values;
  function choose(chosen: string[]): void {
    if (!chosen.length) return;
    const words = { ...form.values.words };
    for (const each of chosen) words[each] ??= wordsOf(undefined, each);
    form.setValues({ words, languages: chosen });
    if (!chosen.includes(language)) onLanguage(chosen[0]!);
  }
  return (
    <Stack gap="xs">
      <MultiSelect
        label="Languages"
        description="The first is the page's own; readers get theirs where you wrote it."
        data={LANGUAGES}
        searchable
        value={languages}
        onChange={choose}
        error={form.errors["languages"]}
      />
      {languages.length > 1 && (
        <SegmentedControl
          aria-label="Language you are writing in"
          data={languages.map((each) => ({ value: each, label: languageName(each) }))}
          value={language}
          onChange={onLanguage}
        />
      )}
    </Stack>
  );
}

interface Props {
  event?: Event;
  /** What an event that is new begins with. */
  usual?: Usual | undefined;
  submitLabel: string;
  onSubmit(fields: EventFields): Promise<void>;
  /** Reads what is stored now, after somebody else saved it. */
  onReload?(): Promise<Event>;
}

const validate = {
  words: (words: Values["words"], { languages }: Values) => (words[languages[0]!]?.title.trim() ? null : "Give the event a name."),
  starts_at: (value: string) => (value ? null : "Say when it starts."),
  ends_at: (value: string, all: Values) => (!value ? "Say when it ends." : value <= all.starts_at ? "It must end after it starts." : null),
  timezone: (value: string) => (value ? null : "Choose a time zone."),
  payment_methods: (value: string[]) => (value.length ? null : "Choose at least one way to pay."),
  location: {
    name: (value: string, all: Values) =>
      ["venue", "hybrid"].includes(all.location.kind) && !value.trim() ? "Name the venue, or choose another kind of place." : null,
  },
};

export function EventForm({ event, usual, submitLabel, onSubmit, onReload }: Props) {
  const [opened, setOpened] = useState<string[]>([]);
  const form = useForm<Values>({ initialValues: valuesOf(event, usual), validate, onSubmitPreventDefault: "always" });
  const [language, setLanguage] = useState(form.values.languages[0]!);
  const merging = useMerging(form, onReload && (async () => valuesOf(await onReload())), fail);

  function show(errors: Record<string, string>): void {
    const first = form.values.languages[0]!;
    const { words, ...rest } = errors;
    const shown = words ? { ...rest, [`words.${first}.title`]: words } : rest;
    if (words) setLanguage(first);
    form.setErrors(shown);
    const sections = Object.keys(shown).flatMap((name) => SECTION_OF[name.split(".").at(-1)!] ?? []);
    setOpened((before) => [...new Set([...before, ...sections])]);
    requestAnimationFrame(() => form.getInputNode(Object.keys(shown)[0]!)?.focus());
  }

  function fail(error: unknown): void {
    show(placeErrors(errorsOf(error, [...WORDS, ...PLACE, ...PLAIN]), language));
  }

  async function submit(values: Values): Promise<void> {
    merging.forget();
    try {
      await onSubmit(fieldsOf(values));
    } catch (error) {
      if (!merging.isStale(error)) fail(error);
    }
  }

  return (
    <form onSubmit={form.onSubmit((values) => submit(values), (errors) => show(errors as Record<string, string>))} noValidate>
      <Stack maw={720} gap="lg">
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="Name of the event" size="md" required {...form.getInputProps(`words.${language}.title`)} />
        <Textarea
          label="Description"
          description="Leave an empty line between paragraphs. Simple HTML works too."
          autosize
          minRows={4}
          {...form.getInputProps(`words.${language}.description`)}
        />
        <Select label="Category" data={CATEGORIES} allowDeselect={false} {...form.getInputProps("category")} />
        <Languages form={form} language={language} onLanguage={setLanguage} />
        <When form={form} />
        <Where form={form} />
        <EventSections form={form} event={event} language={language} opened={opened} onOpen={setOpened} />
        {merging.shown}
        <Group>
          <Button type="submit" size="md" loading={form.submitting}>
            {submitLabel}
          </Button>
          <Button component="a" variant="default" size="md" href={event ? `#/events/${event.id}` : "#/"}>
            Cancel
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

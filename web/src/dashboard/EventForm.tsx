// What an event is: used to create one and to change it. What somebody else saves meanwhile loses nobody's typing.

import { Alert, Button, Group, MultiSelect, SegmentedControl, Select, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef, useState } from "react";
import type { Event } from "../api/types.ts";
import { Problem } from "../shared/http.ts";
import type { EventFields } from "./api.ts";
import { CATEGORIES, languageName, LANGUAGES } from "./choices.ts";
import { When, Where } from "./EventPlace.tsx";
import { EventSections, SECTION_OF, type Form } from "./EventSections.tsx";
import { fieldsOf, merged, valuesOf, wordsOf, type Values } from "./eventValues.ts";
import { errorsOf } from "./forms.ts";

const WORDS = ["title", "description", "entry_requirements", "terms", "offline_instructions"];
const PLAIN = [
  "category", "languages", "starts_at", "ends_at", "timezone", "visibility", "password", "orders_close_at", "age_limit",
  "currency", "extra_currencies", "hold_minutes", "payment_methods", "offline_days", "details_per", "billing",
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

export function EventForm({ event, submitLabel, onSubmit, onReload }: Props) {
  const base = useRef(valuesOf(event));
  const [stale, setStale] = useState("");
  const [notice, setNotice] = useState("");
  const [opened, setOpened] = useState<string[]>([]);
  const [language, setLanguage] = useState(base.current.languages[0]!);
  const form = useForm<Values>({ initialValues: base.current, validate, onSubmitPreventDefault: "always" });

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

  async function submit(values: Values): Promise<void> {
    setNotice("");
    try {
      await onSubmit(fieldsOf(values));
    } catch (error) {
      if (error instanceof Problem && error.code === "stale_edit" && onReload) {
        const fields = error.errors.map(({ field }) => field.replaceAll("_", " ")).join(", ");
        const [who] = error.detail.split(". "); // the rest says what to do without this form
        setStale(`${who}.${fields ? ` Changed: ${fields}.` : ""}`);
      } else show(placeErrors(errorsOf(error, [...WORDS, ...PLACE, ...PLAIN]), language));
    }
  }

  async function reload(): Promise<void> {
    const theirs = valuesOf(await onReload!());
    const clashes: string[] = [];
    form.setValues(merged(base.current, form.values, theirs, clashes));
    base.current = theirs;
    setStale("");
    setNotice(
      clashes.length
        ? `You both changed: ${clashes.map((name) => name.replaceAll("_", " ")).join(", ")}. Yours is in the form; save to keep it.`
        : "The new version is in the form, with what you typed. Save when it is right.",
    );
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
        {stale && (
          <Alert variant="default" role="alert" title="Somebody was quicker">
            {stale}
            <Button mt="sm" display="block" onClick={() => void reload()}>
              Load the new version, keep what I typed
            </Button>
          </Alert>
        )}
        {notice && <Alert variant="default" role="status">{notice}</Alert>}
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

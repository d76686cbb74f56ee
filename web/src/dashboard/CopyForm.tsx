// A copy of an event or a template: its name, its start, and what comes along.

import { Alert, Button, Checkbox, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { components } from "../api/schema.d.ts";
import type { Event } from "../api/types.ts";
import { toInstant } from "../shared/time.ts";
import { errorsOf } from "./forms.ts";
import { toWall } from "./format.ts";

type Copy = components["schemas"]["EventCopy"];

const PARTS = [
  { value: "settings", label: "Settings: who sees it, entry, payment, terms" },
  { value: "products", label: "Tickets, with their numbers" },
  { value: "categories", label: "Categories of tickets" },
  { value: "taxes", label: "Taxes and fees" },
  { value: "questions", label: "Questions to buyers" },
];

interface Props {
  source: Event;
  submitLabel: string;
  onSubmit(copy: Copy): Promise<void>;
}

export function CopyForm({ source, submitLabel, onSubmit }: Props) {
  const language = source.languages[0]!;
  const form = useForm({
    initialValues: {
      title: source.title[language] ?? "",
      starts_at: toWall(source.starts_at, source.timezone),
      parts: PARTS.map(({ value }) => value),
    },
    validate: {
      title: (value) => (value.trim() ? null : "Give it a name."),
      starts_at: (value) => (value ? null : "Say when it starts."),
    },
  });
  const send = form.onSubmit(async ({ title, starts_at, parts }) => {
    try {
      await onSubmit({
        title: { ...source.title, [language]: title.trim() },
        starts_at: toInstant(starts_at, source.timezone)!,
        parts: parts as NonNullable<Copy["parts"]>,
      });
    } catch (error) {
      form.setErrors(errorsOf(error, ["title", "starts_at"]));
    }
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="Name of the event" required {...form.getInputProps("title")} />
        <TextInput label="Starts" description={`By the clocks of ${source.timezone}; all other dates move with it.`} type="datetime-local" required {...form.getInputProps("starts_at")} />
        <Checkbox.Group label="What comes along" {...form.getInputProps("parts")}>
          <Stack mt="xs" gap="xs">
            {PARTS.map((part) => (
              <Checkbox key={part.value} {...part} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Button type="submit" loading={form.submitting}>
          {submitLabel}
        </Button>
      </Stack>
    </form>
  );
}

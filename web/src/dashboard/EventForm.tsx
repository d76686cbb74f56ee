// What an event is: used to create one and to change it.

import { Alert, Button, Fieldset, Group, Select, SimpleGrid, Stack, Switch, Textarea, TextInput, NumberInput } from "@mantine/core";
import { useForm, type UseFormReturnType } from "@mantine/form";
import type { Event } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { toInstant } from "../shared/time.ts";
import type { EventFields } from "./api.ts";
import { COUNTRIES, CURRENCIES, TIME_ZONES } from "./choices.ts";
import { errorsOf } from "./forms.ts";
import { LANGUAGE, toWall } from "./format.ts";
import { toHtml, toText } from "./plainText.ts";

interface Values {
  title: string;
  description: string;
  starts_at: string;
  ends_at: string;
  timezone: string;
  currency: string;
  hold_minutes: number;
  hasVenue: boolean;
  venue: { name: string; address: string; city: string; country: string };
}

const FIELDS = [
  "title", "description", "starts_at", "ends_at", "timezone", "currency", "hold_minutes",
  "venue.name", "venue.address", "venue.city", "venue.country",
];

function valuesOf(event?: Event): Values {
  const timezone = event?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  return {
    title: event ? pick(event.title, LANGUAGE) : "",
    description: event ? toText(pick(event.description, LANGUAGE)) : "",
    starts_at: toWall(event?.starts_at ?? null, timezone),
    ends_at: toWall(event?.ends_at ?? null, timezone),
    timezone,
    currency: event?.currency ?? "EUR",
    hold_minutes: event?.hold_minutes ?? 15,
    hasVenue: event ? event.venue !== null : true,
    venue: { name: "", address: "", city: "", country: "", ...event?.venue },
  };
}

function fieldsOf(values: Values, event?: Event): EventFields {
  return {
    title: { ...event?.title, [LANGUAGE]: values.title.trim() },
    description: { ...event?.description, [LANGUAGE]: toHtml(values.description) },
    starts_at: toInstant(values.starts_at, values.timezone) ?? "",
    ends_at: toInstant(values.ends_at, values.timezone) ?? "",
    timezone: values.timezone,
    currency: values.currency,
    hold_minutes: values.hold_minutes,
    venue: values.hasVenue ? values.venue : null,
  };
}

type Form = UseFormReturnType<Values>;

function When({ form }: { form: Form }) {
  return (
    <Fieldset legend="When">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Starts" type="datetime-local" required {...form.getInputProps("starts_at")} />
        <TextInput label="Ends" type="datetime-local" required {...form.getInputProps("ends_at")} />
      </SimpleGrid>
      <Select
        mt="md"
        label="Time zone"
        description="The times above are by the clocks of this place."
        data={TIME_ZONES}
        searchable
        required
        {...form.getInputProps("timezone")}
      />
    </Fieldset>
  );
}

function Where({ form }: { form: Form }) {
  return (
    <Fieldset legend="Where">
      <Switch label="It takes place at a venue" mb="md" {...form.getInputProps("hasVenue", { type: "checkbox" })} />
      {form.values.hasVenue && (
        <Stack>
          <TextInput label="Venue" required {...form.getInputProps("venue.name")} />
          <TextInput label="Street and number" {...form.getInputProps("venue.address")} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label="City" {...form.getInputProps("venue.city")} />
            <Select label="Country" data={COUNTRIES} searchable {...form.getInputProps("venue.country")} />
          </SimpleGrid>
        </Stack>
      )}
    </Fieldset>
  );
}

function Selling({ form, isNew }: { form: Form; isNew: boolean }) {
  return (
    <Fieldset legend="Selling">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label="Currency" data={CURRENCIES} searchable disabled={!isNew} {...form.getInputProps("currency")} />
        <NumberInput
          label="Minutes to complete an order"
          min={1}
          max={60}
          allowDecimal={false}
          {...form.getInputProps("hold_minutes")}
        />
      </SimpleGrid>
    </Fieldset>
  );
}

interface Props {
  event?: Event;
  submitLabel: string;
  onSubmit(fields: EventFields): Promise<void>;
}

export function EventForm({ event, submitLabel, onSubmit }: Props) {
  const form = useForm<Values>({
    initialValues: valuesOf(event),
    validate: {
      title: (value) => (value.trim() ? null : "Give the event a name."),
      starts_at: (value) => (value ? null : "Say when it starts."),
      ends_at: (value, all) => (!value ? "Say when it ends." : value <= all.starts_at ? "It must end after it starts." : null),
      timezone: (value) => (value ? null : "Choose a time zone."),
      venue: {
        name: (value, all) => (all.hasVenue && !value.trim() ? "Name the venue, or switch it off." : null),
      },
    },
    onSubmitPreventDefault: "always",
  });

  const send = form.onSubmit(
    async (values) => {
      try {
        await onSubmit(fieldsOf(values, event));
      } catch (error) {
        form.setErrors(errorsOf(error, FIELDS));
      }
    },
    (errors) => form.getInputNode(Object.keys(errors)[0]!)?.focus(),
  );

  return (
    <form onSubmit={send} noValidate>
      <Stack maw={720} gap="lg">
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="Name of the event" size="md" required key={form.key("title")} {...form.getInputProps("title")} />
        <Textarea
          label="Description"
          description="Leave an empty line between paragraphs. Simple HTML works too."
          autosize
          minRows={4}
          {...form.getInputProps("description")}
        />
        <When form={form} />
        <Where form={form} />
        <Selling form={form} isNew={!event} />
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

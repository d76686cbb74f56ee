// Many dates by a rule, with a look at them before they are made.

import { Alert, Chip, Group, NumberInput, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useIntention } from "../forms.ts";
import { LOCALE, toWall } from "../format.ts";
import { toInstant } from "../../shared/time.ts";
import { addDates } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { datesOf, MOST_AT_ONCE, type Rule } from "./recurrence.ts";
import { sayDone } from "./undo.tsx";
import type { Sale } from "./useSale.ts";
import { countOf } from "./wording.ts";

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
const UNITS = { daily: ["day", "days"], weekly: ["week", "weeks"], monthly: ["month", "months"] } as const;
const SHOWN = 6;

const asDay = (wall: string) =>
  new Date(`${wall}Z`).toLocaleString(LOCALE, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" });

function Preview({ dates }: { dates: string[] }) {
  if (!dates.length) return <Text c="dimmed">Say how often and until when to see the dates.</Text>;
  if (dates.length > MOST_AT_ONCE) return <Alert variant="default">More than {MOST_AT_ONCE} dates cannot be made at once: make them in parts.</Alert>;
  return (
    <Stack gap={2}>
      <Text fw={600}>{countOf(dates.length, "date", "dates")}</Text>
      <ul style={{ margin: 0, paddingInlineStart: 20 }} className="figures">
        {dates.slice(0, SHOWN).map((date) => <li key={date}>{asDay(date)}</li>)}
        {dates.length > SHOWN + 1 && <li style={{ listStyle: "none" }}>…</li>}
        {dates.length > SHOWN && <li>{asDay(dates.at(-1)!)}</li>}
      </ul>
    </Stack>
  );
}

export function DatesForm({ sale, onDone }: { sale: Sale; onDone(): void }) {
  const { event } = sale;
  const queries = useQueryClient();
  const keyFor = useIntention();
  const start = toWall(event.starts_at, event.timezone);
  const length = Math.min(44_640, Math.round((Date.parse(event.ends_at) - Date.parse(event.starts_at)) / 60_000));
  const form = useForm({
    initialValues: {
      starts_at: start,
      minutes: sale.isSeries || length > 1440 ? 120 : length,
      frequency: "weekly" as Rule["frequency"],
      interval: 1,
      weekdays: [String((new Date(`${start.slice(0, 10)}T00:00Z`).getUTCDay() + 6) % 7)],
      end: "count",
      count: 10 as number | "",
      until: "",
    },
    validate: {
      starts_at: (wall) => (wall ? null : "Say when the first one starts."),
      minutes: (count) => (count > 0 ? null : "Say how long each one is."),
      count: (count, { end }) => (end === "until" || count ? null : "Say how many."),
      until: (day, { end }) => (end === "count" || day ? null : "Choose the last day."),
    },
  });
  const { values } = form;
  const rule: Rule = {
    starts_at: values.starts_at,
    frequency: values.frequency,
    interval: Number(values.interval),
    weekdays: values.weekdays.map(Number),
    count: values.end === "count" ? values.count || null : null,
    until: values.end === "until" ? values.until || null : null,
  };

  async function send(): Promise<void> {
    const weekdays = rule.frequency === "weekly" ? rule.weekdays : [];
    const body = { ...rule, weekdays, minutes: values.minutes, starts_at: toInstant(rule.starts_at, event.timezone)! };
    const { dates } = await addDates(event.id, body, keyFor(body));
    await Promise.all([queries.invalidateQueries({ queryKey: ["dates", event.id] }), queries.invalidateQueries({ queryKey: ["event", event.id] })]);
    sayDone(`${countOf(dates, "date", "dates")} made.`);
    onDone();
  }

  const [one, many] = UNITS[values.frequency];
  return (
    <Editor form={form} fields={Object.keys(values)} submitLabel="Make these dates" onSend={send}>
      <TextInput label="First one starts" description={`Times in ${event.timezone}.`} type="datetime-local" required data-autofocus {...form.getInputProps("starts_at")} />
      <NumberInput label="How long, in minutes" min={1} max={44_640} allowDecimal={false} required {...form.getInputProps("minutes")} />
      <SegmentedControl
        aria-label="How often"
        data={[
          { value: "daily", label: "Days" },
          { value: "weekly", label: "Weeks" },
          { value: "monthly", label: "Months" },
        ]}
        {...form.getInputProps("frequency")}
      />
      <NumberInput
        label={`Every how many ${many}`}
        description={values.interval > 1 ? `Every ${values.interval} ${many}` : `Every ${one}`}
        min={1}
        max={100}
        allowDecimal={false}
        {...form.getInputProps("interval")}
      />
      {values.frequency === "weekly" && (
        <Chip.Group multiple {...form.getInputProps("weekdays")}>
          <Group gap={6} role="group" aria-label="On">
            {WEEKDAYS.map((name, number) => <Chip key={name} value={String(number)} variant="outline">{name.slice(0, 3)}</Chip>)}
          </Group>
        </Chip.Group>
      )}
      <SegmentedControl
        aria-label="How long it goes on"
        data={[
          { value: "count", label: "So many times" },
          { value: "until", label: "Until a day" },
        ]}
        {...form.getInputProps("end")}
      />
      <SimpleGrid cols={1}>
        {values.end === "count" ? (
          <NumberInput label="How many dates" min={1} max={MOST_AT_ONCE} allowDecimal={false} {...form.getInputProps("count")} />
        ) : (
          <TextInput label="Last day" type="date" {...form.getInputProps("until")} />
        )}
      </SimpleGrid>
      <div role="status"><Preview dates={datesOf(rule)} /></div>
    </Editor>
  );
}

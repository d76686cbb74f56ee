// A limit that several tickets share, or that holds for the whole event.

import { NumberInput, SegmentedControl, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useIntention } from "../forms.ts";
import { addPool, type Schemas } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { needsText, written } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";

const WORDS = {
  shared: "Choose it in the form of each ticket that counts against it. A sale must fit all limits that it counts against.",
  event: "Every ticket counts against it, those added later as well. It must be there before the first sale.",
};

export function LimitForm({ sale, onDone }: { sale: Sale; onDone(): void }) {
  const { event } = sale;
  const keyFor = useIntention();
  const form = useForm({
    initialValues: {
      kind: "shared" as Schemas["NewPool"]["kind"],
      name: {} as Record<string, string>,
      capacity: "" as number | "",
      scope: "occurrence" as Schemas["NewPool"]["scope"],
    },
    validate: { name: needsText("Give it a name, such as Main hall."), capacity: (count) => (count === "" ? "Say how many." : null) },
  });
  const { values } = form;

  async function send(): Promise<void> {
    const fields = { ...values, name: written(values.name), capacity: Number(values.capacity) };
    await addPool(event.id, fields, keyFor(fields));
    await sale.refresh();
    onDone();
  }

  return (
    <Editor form={form} fields={Object.keys(values)} submitLabel="Add the limit" onSend={send}>
      <SegmentedControl
        aria-label="What it limits"
        data={[
          { value: "shared", label: "Some tickets" },
          { value: "event", label: "The whole event" },
        ]}
        {...form.getInputProps("kind")}
      />
      <Text size="sm" c="dimmed">{WORDS[values.kind]}</Text>
      <TextsInput languages={event.languages} label="Name" isRequired hasFocus {...form.getInputProps("name")} />
      <NumberInput label="How many" min={0} max={1_000_000} allowDecimal={false} required {...form.getInputProps("capacity")} />
      {sale.isSeries && (
        <SegmentedControl
          aria-label="Of which dates"
          data={[
            { value: "occurrence", label: "On each date" },
            { value: "event", label: "On all dates together" },
          ]}
          {...form.getInputProps("scope")}
        />
      )}
    </Editor>
  );
}

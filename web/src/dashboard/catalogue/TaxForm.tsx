// A tax: its name, its rate, and whether prices hold it already.

import { SegmentedControl, Switch, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef } from "react";
import { useIntention } from "../forms.ts";
import { addTax, editTax, getCatalogue, type Tax } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { isPercent, percent } from "./percent.ts";
import { needsText, written } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";

const valuesOf = (tax: Tax | undefined) => ({
  name: tax?.name ?? {},
  rate: tax?.rate ?? "",
  is_inclusive: tax?.is_inclusive ?? true,
  is_compound: tax?.is_compound ?? false,
  is_default: tax?.is_default ?? true,
});

export function TaxForm({ sale, tax, onDone }: { sale: Sale; tax?: Tax; onDone(): void }) {
  const { event, catalogue } = sale;
  const keyFor = useIntention();
  const known = useRef(tax);
  const form = useForm({
    initialValues: valuesOf(tax),
    validate: { name: needsText("Give it a name, such as VAT."), rate: (typed) => (isPercent(typed) ? null : "Type a percentage like 19 or 7.7.") },
  });

  async function send(values: typeof form.values): Promise<void> {
    const fields = { ...values, name: written(values.name), rate: percent(values.rate) };
    if (known.current) await editTax(event.id, known.current.id, fields, known.current.version);
    else await addTax(event.id, fields, keyFor(fields));
    await sale.refresh();
    onDone();
  }

  async function fresh() {
    known.current = (await getCatalogue(event.id)).taxes.find((one) => one.id === tax!.id) ?? tax!;
    return valuesOf(known.current);
  }

  return (
    <Editor form={form} fields={Object.keys(form.values)} submitLabel={tax ? "Save" : "Add the tax"} onSend={send} {...(tax && { onFresh: fresh })}>
      <TextsInput languages={event.languages} label="Name" isRequired hasFocus {...form.getInputProps("name")} />
      <TextInput label="Rate in percent" inputMode="decimal" required {...form.getInputProps("rate")} />
      <SegmentedControl
        aria-label="How it is taken"
        data={[
          { value: "in", label: "Part of the price" },
          { value: "on", label: "Added to it" },
        ]}
        value={form.values.is_inclusive ? "in" : "on"}
        onChange={(how) => form.setFieldValue("is_inclusive", how === "in")}
      />
      <Text size="sm" c="dimmed">
        {form.values.is_inclusive
          ? "Buyers pay the price that you typed; the tax is worked out of it."
          : "Buyers see the price with the tax from the first page on."}
      </Text>
      {catalogue.taxes.length > (tax ? 1 : 0) && (
        <Switch label="Taken on the taxes before it, too" {...form.getInputProps("is_compound", { type: "checkbox" })} />
      )}
      <Switch label="New tickets have it" {...form.getInputProps("is_default", { type: "checkbox" })} />
      {!tax && sale.products.length > 0 && <Text size="sm" c="dimmed">Tickets that are there already get it in their own form.</Text>}
    </Editor>
  );
}

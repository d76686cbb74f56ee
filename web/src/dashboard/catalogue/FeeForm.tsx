// A fee of the organizer's: an amount, a percentage, or both.

import { MultiSelect, SegmentedControl, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef } from "react";
import { exponentOf } from "../../shared/currencies.ts";
import { toMinor } from "../../shared/money.ts";
import { pick } from "../../shared/text.ts";
import { useIntention } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import { AmountsInput } from "./AmountsInput.tsx";
import { addFee, editFee, getCatalogue, type Fee } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { isPercent, percent } from "./percent.ts";
import { minorAmounts, typedAmounts } from "./productValues.ts";
import { needsText, written } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";

const valuesOf = (fee: Fee | undefined) => ({
  name: fee?.name ?? {},
  per: fee?.per ?? ("ticket" as const),
  amounts: typedAmounts(fee?.amounts ?? {}),
  percent: fee && Number(fee.percent) ? fee.percent : "",
  product_ids: fee?.product_ids ?? [],
  tax_ids: fee?.tax_ids ?? [],
});

/** An error for the first amount that is none. */
export function wrongAmount(typed: Record<string, string>): string | null {
  const wrong = Object.entries(typed).find(([code, amount]) => amount.trim() && toMinor(amount, exponentOf(code)) === null);
  return wrong ? `“${wrong[1]}” is no amount in ${wrong[0]}.` : null;
}

export function FeeForm({ sale, fee, onDone }: { sale: Sale; fee?: Fee; onDone(): void }) {
  const { event, catalogue, products } = sale;
  const keyFor = useIntention();
  const known = useRef(fee);
  const form = useForm({
    initialValues: valuesOf(fee),
    validate: {
      name: needsText("Give it a name, such as Booking fee."),
      amounts: (typed, { percent: share }) => {
        const isEmpty = !Object.values(typed).some((amount) => amount.trim()) && !share.trim();
        return isEmpty ? "Type an amount, a percentage, or both." : wrongAmount(typed);
      },
      percent: (typed) => (!typed.trim() || isPercent(typed) ? null : "Type a percentage like 2.5."),
    },
  });

  async function send(values: typeof form.values): Promise<void> {
    const amounts = minorAmounts(values.amounts);
    const product_ids = values.per === "ticket" ? values.product_ids : [];
    const fields = { ...values, name: written(values.name), amounts, product_ids, percent: percent(values.percent) || "0" };
    if (known.current) await editFee(event.id, known.current.id, fields, known.current.version);
    else await addFee(event.id, fields, keyFor(fields));
    await sale.refresh();
    onDone();
  }

  async function fresh() {
    known.current = (await getCatalogue(event.id)).fees.find((one) => one.id === fee!.id) ?? fee!;
    return valuesOf(known.current);
  }

  return (
    <Editor form={form} fields={Object.keys(form.values)} submitLabel={fee ? "Save" : "Add the fee"} onSend={send} {...(fee && { onFresh: fresh })}>
      <TextsInput languages={event.languages} label="Name" isRequired hasFocus {...form.getInputProps("name")} />
      <SegmentedControl
        aria-label="How often"
        data={[
          { value: "ticket", label: "For each ticket" },
          { value: "order", label: "Once for an order" },
        ]}
        {...form.getInputProps("per")}
      />
      <AmountsInput label="Amount" currencies={[event.currency, ...event.extra_currencies]} {...form.getInputProps("amounts")} />
      <TextInput label="Percentage of the price" placeholder="None" inputMode="decimal" {...form.getInputProps("percent")} />
      {form.values.per === "ticket" && (
        <MultiSelect
          label="Only for"
          placeholder={form.values.product_ids.length ? "" : "Every ticket"}
          data={products.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
          {...form.getInputProps("product_ids")}
        />
      )}
      {catalogue.taxes.length > 0 && (
        <MultiSelect
          label="Taxes on the fee"
          placeholder={form.values.tax_ids.length ? "" : "None"}
          data={catalogue.taxes.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
          {...form.getInputProps("tax_ids")}
        />
      )}
    </Editor>
  );
}

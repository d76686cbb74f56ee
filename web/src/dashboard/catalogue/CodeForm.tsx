// A code: what it takes off, what it opens, how often and when.

import { Button, Group, MultiSelect, NumberInput, SegmentedControl, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { pick } from "../../shared/text.ts";
import { useIntention } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import { AmountsInput } from "./AmountsInput.tsx";
import { addCode, editCode, listCodes, type Code } from "./calls.ts";
import { fieldsOf, makeCode, valuesOf, type CodeValues } from "./codeValues.ts";
import { Editor } from "./Editor.tsx";
import { wrongAmount } from "./FeeForm.tsx";
import { isPercent } from "./percent.ts";
import type { Sale } from "./useSale.ts";

const isCode = (typed: string) => /^[a-z0-9][a-z0-9_-]{1,39}$/i.test(typed.trim());

function What({ sale, code }: { sale: Sale; code: string }) {
  const hidden = sale.products.filter((one) => one.shown_to === "code");
  return (
    <Text size="sm" c="dimmed">
      {hidden.length
        ? `What it opens is shown only to whoever types ${code.trim().toUpperCase() || "it"}.`
        : "To hide a ticket until the code is typed, choose “Only with a code” in the ticket’s form."}
    </Text>
  );
}

export function CodeForm({ sale, code, onDone }: { sale: Sale; code?: Code; onDone(): void }) {
  const { event, products, catalogue } = sale;
  const queries = useQueryClient();
  const keyFor = useIntention();
  const known = useRef(code);
  const form = useForm<CodeValues>({
    initialValues: valuesOf(code, event),
    validate: {
      code: (typed) => (isCode(typed) ? null : "Two to 40 letters, digits, hyphens or underscores."),
      percent: (typed, { discount }) => (discount !== "percent" || isPercent(typed) ? null : "Type a percentage like 20."),
      amounts: (typed, { discount }) => {
        if (discount !== "fixed") return null;
        return Object.values(typed).some((amount) => amount.trim()) ? wrongAmount(typed) : "Type an amount.";
      },
      unlocks: (ids, { discount }) => (discount === "none" && !ids.length ? "Choose what it opens, or give a discount." : null),
      ends_at: (until, { starts_at }) => (until && starts_at && until <= starts_at ? "This must be later than the start." : null),
    },
  });
  const { values } = form;

  async function send(typed: CodeValues): Promise<void> {
    const { is_paused, code: name, ...fields } = fieldsOf(typed, event);
    if (known.current) await editCode(event.id, known.current.code, fields, known.current.version);
    else await addCode(event.id, { ...fields, code: name, is_paused }, keyFor({ name, fields }));
    await queries.invalidateQueries({ queryKey: ["codes", event.id] });
    onDone();
  }

  async function fresh(): Promise<CodeValues> {
    const { items } = await listCodes(event.id, null);
    known.current = items.find((one) => one.code === code!.code) ?? code!;
    return valuesOf(known.current, event);
  }

  const named = (thing: { id: string; name: Record<string, string> }) => ({ value: thing.id, label: pick(thing.name, LANGUAGE) });
  return (
    <Editor form={form} fields={Object.keys(values)} submitLabel={code ? "Save" : "Add the code"} onSend={send} {...(code && { onFresh: fresh })}>
      {!code && (
        <Group align="flex-end" gap="xs" wrap="nowrap">
          <TextInput label="Code" required data-autofocus style={{ flex: 1 }} styles={{ input: { textTransform: "uppercase" } }} {...form.getInputProps("code")} />
          <Button variant="default" onClick={() => form.setFieldValue("code", makeCode())}>Make one up</Button>
        </Group>
      )}
      <SegmentedControl
        aria-label="Discount"
        fullWidth
        data={[
          { value: "percent", label: "Percent" },
          { value: "fixed", label: "Amount" },
          { value: "none", label: "Only opens" },
        ]}
        {...form.getInputProps("discount")}
      />
      {values.discount === "percent" && <TextInput label="Percent off" inputMode="decimal" required {...form.getInputProps("percent")} />}
      {values.discount === "fixed" && (
        <>
          <AmountsInput label="Off" currencies={[event.currency, ...event.extra_currencies]} isRequired {...form.getInputProps("amounts")} />
          <SegmentedControl
            aria-label="How often it is taken off"
            data={[
              { value: "order", label: "Once for the order" },
              { value: "unit", label: "Off each ticket" },
            ]}
            {...form.getInputProps("scope")}
          />
        </>
      )}
      {values.discount !== "none" && (
        <MultiSelect label="Only for" placeholder={values.product_ids.length ? "" : "Everything but donations"} data={products.map(named)} {...form.getInputProps("product_ids")} />
      )}
      <MultiSelect
        label="Opens"
        placeholder={values.unlocks.length ? "" : "Nothing that is hidden"}
        data={[...catalogue.categories, ...products].map(named)}
        {...form.getInputProps("unlocks")}
      />
      <What sale={sale} code={values.code} />
      <NumberInput
        label="How often it can be used"
        description={code ? "A limit can be raised and lowered, but not begin or end." : "By so many orders, exactly."}
        placeholder="Any number of times"
        min={1}
        max={1_000_000}
        allowDecimal={false}
        disabled={Boolean(code && !code.max_uses)}
        {...form.getInputProps("max_uses")}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Valid from" type="datetime-local" {...form.getInputProps("starts_at")} />
        <TextInput label="Valid until" type="datetime-local" {...form.getInputProps("ends_at")} />
      </SimpleGrid>
    </Editor>
  );
}

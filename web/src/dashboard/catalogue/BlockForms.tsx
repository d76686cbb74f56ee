// Keeping tickets apart, putting them back on sale, giving them away.

import { NumberInput, Select, SimpleGrid, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { pick } from "../../shared/text.ts";
import { toInstant } from "../../shared/time.ts";
import { languageName } from "../choices.ts";
import { useIntention } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import { addBlock, giveTickets, releaseBlock, type Block } from "./calls.ts";
import { DateSelect } from "./DateSelect.tsx";
import { Editor } from "./Editor.tsx";
import type { Sale } from "./useSale.ts";

const whole = { allowDecimal: false, allowNegative: false };

export function BlockForm({ sale, onDone }: { sale: Sale; onDone(): Promise<void> }) {
  const { event, products } = sale;
  const keyFor = useIntention();
  const sold = products.filter((product) => product.kind !== "donation");
  const form = useForm({
    initialValues: { name: "", product_id: sold[0]?.id ?? "", occurrence_id: sale.firstDate, units: "" as number | "", code: "", ends_at: "" },
    validate: {
      name: (name) => (name.trim() ? null : "Give it a name, such as Sponsors."),
      units: (units) => (units ? null : "Say how many."),
    },
  });

  async function send(values: typeof form.values): Promise<void> {
    const fields = { ...values, units: Number(values.units), ends_at: toInstant(values.ends_at, event.timezone) };
    await addBlock(event.id, fields, keyFor(fields));
    await onDone();
  }

  return (
    <Editor form={form} fields={Object.keys(form.values)} submitLabel="Keep them apart" onSend={send}>
      <TextInput label="Name" description="Only you see it." required data-autofocus {...form.getInputProps("name")} />
      <Select label="Ticket" data={sold.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))} allowDeselect={false} {...form.getInputProps("product_id")} />
      <DateSelect sale={sale} {...form.getInputProps("occurrence_id")} />
      <NumberInput label="How many" min={1} max={5000} required {...whole} {...form.getInputProps("units")} />
      <TextInput
        label="Code"
        description="Whoever types it buys from these. Without one, you give them away."
        styles={{ input: { textTransform: "uppercase" } }}
        {...form.getInputProps("code")}
      />
      <TextInput
        label="Until"
        description={`What is left then goes on sale to everybody. Empty: until you say so. Time in ${event.timezone}.`}
        type="datetime-local"
        {...form.getInputProps("ends_at")}
      />
    </Editor>
  );
}

export function ReleaseBlockForm({ sale, block, onDone }: { sale: Sale; block: Block; onDone(): Promise<void> }) {
  const form = useForm({
    initialValues: { units: block.free as number | "" },
    validate: { units: (units) => (units ? null : "Say how many.") },
  });

  async function send({ units }: typeof form.values): Promise<void> {
    await releaseBlock(sale.event.id, block.id, units === block.free ? null : Number(units));
    await onDone();
  }

  return (
    <Editor form={form} fields={["units"]} submitLabel="Put them on sale" onSend={send}>
      <Text>{block.free} of {block.units} are left. Everybody can buy what goes back; all of them end the block.</Text>
      <NumberInput label="How many" min={1} max={block.free} required data-autofocus {...whole} {...form.getInputProps("units")} />
    </Editor>
  );
}

export function GiveForm({ sale, block, onDone }: { sale: Sale; block: Block; onDone(): Promise<void> }) {
  const { event } = sale;
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { name: "", email: "", quantity: 1 as number | "", language: event.languages[0]! },
    validate: {
      name: (name) => (name.trim() ? null : "Say who gets them."),
      email: (email) => (/^[^@\s]+@[^@\s]+$/.test(email.trim()) ? null : "Type an e-mail address."),
      quantity: (quantity) => (quantity ? null : "Say how many."),
    },
  });

  async function send({ name, email, quantity, language }: typeof form.values): Promise<void> {
    const fields = { quantity: Number(quantity), language, guest: { name: name.trim(), email: email.trim() } };
    await giveTickets(event.id, block.id, fields, keyFor(fields));
    await onDone();
  }

  return (
    <Editor form={form} fields={Object.keys(form.values)} submitLabel="Give the tickets" onSend={send}>
      <TextInput label="Name" required data-autofocus {...form.getInputProps("name")} />
      <TextInput label="E-mail" type="email" description="The tickets are sent there at once." required {...form.getInputProps("email")} />
      <SimpleGrid cols={event.languages.length > 1 ? 2 : 1}>
        <NumberInput label="How many" min={1} max={Math.min(50, block.free)} required {...whole} {...form.getInputProps("quantity")} />
        {event.languages.length > 1 && (
          <Select label="Language" data={event.languages.map((tag) => ({ value: tag, label: languageName(tag) }))} allowDeselect={false} {...form.getInputProps("language")} />
        )}
      </SimpleGrid>
    </Editor>
  );
}

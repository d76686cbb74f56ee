// A heading over some tickets, and who sees what stands under it.

import { Select, SimpleGrid, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useRef } from "react";
import type { Event } from "../../api/types.ts";
import { toInstant } from "../../shared/time.ts";
import { toWall } from "../format.ts";
import { useIntention } from "../forms.ts";
import { addCategory, editCategory, getCatalogue, type Category } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { needsText, written } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";
import { AUDIENCES } from "./wording.ts";

const valuesOf = (category: Category | undefined, event: Event) => ({
  name: category?.name ?? {},
  description: category?.description ?? {},
  shown_to: category?.shown_to ?? ("everyone" as const),
  visible_from: toWall(category?.visible_from ?? null, event.timezone),
  visible_until: toWall(category?.visible_until ?? null, event.timezone),
});

export function CategoryForm({ sale, category, onDone }: { sale: Sale; category?: Category; onDone(): void }) {
  const { event } = sale;
  const keyFor = useIntention();
  const known = useRef(category);
  const form = useForm({ initialValues: valuesOf(category, event), validate: { name: needsText("Give it a name.") } });

  async function send(values: typeof form.values): Promise<void> {
    const fields = {
      ...values,
      name: written(values.name),
      description: written(values.description),
      visible_from: toInstant(values.visible_from, event.timezone),
      visible_until: toInstant(values.visible_until, event.timezone),
    };
    if (known.current) await editCategory(event.id, known.current.id, fields, known.current.version);
    else await addCategory(event.id, fields, keyFor(fields));
    await sale.refresh();
    onDone();
  }

  async function fresh() {
    const { categories } = await getCatalogue(event.id);
    known.current = categories.find((one) => one.id === category!.id) ?? category!;
    return valuesOf(known.current, event);
  }

  return (
    <Editor
      form={form}
      fields={Object.keys(form.values)}
      submitLabel={category ? "Save" : "Add the category"}
      onSend={send}
      {...(category && { onFresh: fresh })}
    >
      <TextsInput languages={event.languages} label="Name" isRequired hasFocus {...form.getInputProps("name")} />
      <TextsInput languages={event.languages} label="Description" isLong {...form.getInputProps("description")} />
      <Select
        label="Shown to"
        description="Everything under it follows."
        data={Object.entries(AUDIENCES).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps("shown_to")}
      />
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Shown from" type="datetime-local" {...form.getInputProps("visible_from")} />
        <TextInput label="Shown until" type="datetime-local" {...form.getInputProps("visible_until")} />
      </SimpleGrid>
    </Editor>
  );
}

// Another name for a limit that stands by itself.

import { useForm } from "@mantine/form";
import { useRef } from "react";
import type { Text } from "../../api/types.ts";
import { getCatalogue, renamePool, type Pool } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { needsText, written } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";

export function LimitName({ sale, pool, onDone }: { sale: Sale; pool: Pool; onDone(): void }) {
  const known = useRef(pool);
  const form = useForm({ initialValues: { name: pool.name }, validate: { name: needsText("Give it a name, such as Main hall.") } });

  async function send(): Promise<void> {
    await renamePool(sale.event.id, known.current, written(form.values.name));
    await sale.refresh();
    onDone();
  }

  async function fresh(): Promise<{ name: Text }> {
    known.current = (await getCatalogue(sale.event.id)).pools.find(({ id }) => id === pool.id) ?? pool;
    return { name: known.current.name };
  }

  return (
    <Editor form={form} fields={["name"]} submitLabel="Rename the limit" onSend={send} onFresh={fresh}>
      <TextsInput languages={sale.event.languages} label="Name" isRequired hasFocus {...form.getInputProps("name")} />
    </Editor>
  );
}

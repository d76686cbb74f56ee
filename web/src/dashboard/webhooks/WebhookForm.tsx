// An endpoint: where it is, what it is told.

import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { useIntention } from "../forms.ts";
import { TypeChoice } from "./TypeChoice.tsx";
import { addWebhook, editWebhook, getWebhook, WEBHOOKS, type Webhook, type WithSecret } from "./calls.ts";

interface Values {
  url: string;
  description: string;
  isAll: boolean;
  types: string[];
}

const valuesOf = (webhook: Webhook | undefined): Values => ({
  url: webhook?.url ?? "https://",
  description: webhook?.description ?? "",
  isAll: !webhook?.types.length,
  types: webhook?.types ?? [],
});

interface Props {
  webhook?: Webhook;
  onAdded(made: WithSecret): void;
  onEdited(): void;
}

export function WebhookForm({ webhook, onAdded, onEdited }: Props) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const known = useRef(webhook);
  const form = useForm<Values>({
    initialValues: valuesOf(webhook),
    validate: {
      url: (typed) => (/^https?:\/\/[^\s/]+/.test(typed.trim()) ? null : "Type an address like https://example.com/foyer."),
      types: (types, { isAll }) => (isAll || types.length ? null : "Choose at least one, or everything."),
    },
  });
  const { values } = form;

  async function send({ url, description, isAll, types }: Values): Promise<void> {
    const body = { url: url.trim(), description: description.trim(), types: isAll ? [] : types };
    const made = webhook ? null : await addWebhook({ ...body, event_ids: [] }, keyFor(body));
    if (known.current) await editWebhook(known.current, body);
    await queries.invalidateQueries({ queryKey: WEBHOOKS });
    if (made) onAdded(made);
    else onEdited();
  }

  async function fresh(): Promise<Values> {
    known.current = await getWebhook(webhook!.id);
    return valuesOf(known.current);
  }

  return (
    <Editor
      form={form}
      fields={["url", "description", "types"]}
      submitLabel={webhook ? "Save" : "Add the endpoint"}
      onSend={send}
      {...(webhook && { onFresh: fresh })}
    >
      <TextInput label="Address" description="Where we post to, by https." type="url" required data-autofocus {...form.getInputProps("url")} />
      <TextInput label="Note" description="For you, to tell them apart." maxLength={200} {...form.getInputProps("description")} />
      <TypeChoice
        isAll={values.isAll}
        types={values.types}
        error={form.errors["types"]}
        onChange={(isAll, types) => {
          form.setValues({ isAll, types });
          form.clearFieldError("types");
        }}
      />
    </Editor>
  );
}

// What new events begin with.

import { Select, SimpleGrid } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { sayDone } from "../catalogue/undo.tsx";
import { CURRENCIES, DATE_FORMATS, LANGUAGES, TIME_ZONES } from "../choices.ts";
import { getPreferences, PREFERENCES, savePreferences, suggested, type Preferences, type PreferencesFields } from "./calls.ts";

const valuesOf = ({ version: _, ...fields }: Preferences): PreferencesFields => fields;

export function PreferencesForm({ stored, mayEdit }: { stored: Preferences; mayEdit: boolean }) {
  const queries = useQueryClient();
  const version = useRef(stored.version);
  const form = useForm({ initialValues: valuesOf(suggested(stored)) });
  const field = (name: keyof PreferencesFields) => ({ ...form.getInputProps(name), disabled: !mayEdit, allowDeselect: false });

  async function send(values: PreferencesFields): Promise<void> {
    const saved = await savePreferences(values, version.current);
    version.current = saved.version;
    queries.setQueryData(PREFERENCES, saved);
    sayDone("Saved. New events begin like this.");
  }

  async function fresh(): Promise<PreferencesFields> {
    const theirs = await getPreferences();
    version.current = theirs.version;
    return valuesOf(theirs);
  }

  return (
    <Editor form={form} fields={Object.keys(form.values)} submitLabel="Save" isReadOnly={!mayEdit} onSend={send} onFresh={fresh}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label="Currency" data={CURRENCIES} searchable {...field("currency")} />
        <Select label="Time zone" data={TIME_ZONES} searchable {...field("timezone")} />
        <Select label="Language" description="That of the page; others can be added to it." data={LANGUAGES} searchable {...field("language")} />
        <Select label="Dates read" description="On pages, in mails and on tickets." data={DATE_FORMATS} {...field("date_format")} />
      </SimpleGrid>
    </Editor>
  );
}

// A passkey's name: for a new one, or another for one that I have.

import { Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Editor } from "../catalogue/Editor.tsx";

interface Props {
  name: string;
  isNew: boolean;
  onSend(name: string): Promise<void>;
}

export function PasskeyForm({ name, isNew, onSend }: Props) {
  const form = useForm({
    initialValues: { name },
    validate: { name: (typed) => (typed.trim() ? null : "Give it a name.") },
  });
  return (
    <Editor form={form} fields={["name"]} submitLabel={isNew ? "Make the passkey" : "Save"} onSend={(values) => onSend(values.name)}>
      {isNew && <Text>Your device asks for your finger, your face or its PIN. With the passkey you then sign in without a password.</Text>}
      <TextInput label="How will you know it?" maxLength={60} data-autofocus {...form.getInputProps("name")} />
    </Editor>
  );
}

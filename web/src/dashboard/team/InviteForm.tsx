// Asking somebody to join.

import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Editor } from "../catalogue/Editor.tsx";
import { useIntention } from "../forms.ts";
import { GrantFields } from "./GrantFields.tsx";
import { invite, type Grant, type Role } from "./calls.ts";

interface Values {
  email: string;
  grants: Grant[];
}

export function InviteForm({ roles, onDone }: { roles: Role[]; onDone(email: string): void }) {
  const keyFor = useIntention();
  const form = useForm<Values>({
    initialValues: { email: "", grants: [{ role: "organizer", place: "" }] },
    validate: { email: (typed) => (/\S@\S/.test(typed) ? null : "Type their e-mail address.") },
  });
  return (
    <Editor
      form={form}
      fields={["email", "grants"]}
      submitLabel="Send the invitation"
      onSend={async (values) => {
        await invite(values, keyFor(values));
        onDone(values.email);
      }}
    >
      <TextInput label="E-mail" type="email" autoComplete="off" data-autofocus {...form.getInputProps("email")} />
      <GrantFields
        grants={form.values.grants}
        roles={roles}
        error={form.errors["grants"]}
        onChange={(grants) => form.setFieldValue("grants", grants)}
      />
    </Editor>
  );
}

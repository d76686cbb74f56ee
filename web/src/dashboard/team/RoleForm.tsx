// A role of the account's own.

import { TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import type { components } from "../../api/schema.d.ts";
import { Editor } from "../catalogue/Editor.tsx";
import { useIntention } from "../forms.ts";
import { PermissionChoice } from "./PermissionChoice.tsx";
import { editRole, makeRole, type Role } from "./calls.ts";

type NewRole = components["schemas"]["NewRole"];

export function RoleForm({ role, onDone }: { role?: Role; onDone(): void }) {
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { name: role?.name ?? "", permissions: role?.permissions ?? ["events.read"] },
    validate: {
      name: (typed) => (typed.trim() ? null : "Give it a name."),
      permissions: (chosen) => (chosen.length ? null : "Choose at least one."),
    },
  });
  return (
    <Editor
      form={form}
      fields={["name", "permissions"]}
      submitLabel={role ? "Save" : "Make the role"}
      onSend={async (values) => {
        const body = values as NewRole;
        if (role) await editRole(role, body);
        else await makeRole(body, keyFor(values));
        onDone();
      }}
    >
      <TextInput label="Name" placeholder="Guest list" data-autofocus {...form.getInputProps("name")} />
      <PermissionChoice
        chosen={form.values.permissions}
        error={form.errors["permissions"]}
        onChange={(chosen) => form.setFieldValue("permissions", chosen)}
      />
    </Editor>
  );
}

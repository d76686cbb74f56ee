// Giving a member other roles.

import { Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Editor } from "../catalogue/Editor.tsx";
import { GrantFields } from "./GrantFields.tsx";
import { editMember, type Grant, type Member, type Role } from "./calls.ts";

export function MemberForm({ member, roles, onDone }: { member: Member; roles: Role[]; onDone(): void }) {
  const form = useForm<{ grants: Grant[] }>({ initialValues: { grants: member.grants } });
  return (
    <Editor
      form={form}
      fields={["grants"]}
      submitLabel="Save"
      onSend={async ({ grants }) => {
        await editMember(member, grants);
        onDone();
      }}
    >
      <Text c="dimmed">What you change counts from their next click on.</Text>
      <GrantFields
        grants={form.values.grants}
        roles={roles}
        error={form.errors["grants"]}
        onChange={(grants) => form.setFieldValue("grants", grants)}
      />
    </Editor>
  );
}

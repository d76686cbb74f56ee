// One's own e-mail address and password, to be changed.

import { Alert, Anchor, Badge, Button, Group, PasswordInput, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { useIntention } from "../forms.ts";
import { Panel } from "../Panel.tsx";
import { SESSIONS } from "../team/calls.ts";
import { Part } from "../team/TeamParts.tsx";
import { askConfirmation, askEmailChange, changePassword } from "./calls.ts";
import { longEnough, NewPassword } from "./NewPassword.tsx";
import { useSession } from "../session.ts";

const CURRENT_SAYS = "You can leave this out within a quarter of an hour of signing in.";

function EmailForm({ onDone }: { onDone(email: string): void }) {
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: { email: (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Enter an address like name@example.com.") },
  });
  return (
    <Editor
      form={form}
      fields={["email", "password"]}
      submitLabel="Send a link to the new address"
      onSend={async (values) => {
        await askEmailChange(values, keyFor(values));
        onDone(values.email);
      }}
    >
      <TextInput label="New e-mail address" type="email" autoComplete="email" data-autofocus {...form.getInputProps("email")} />
      <PasswordInput label="Your password" description={CURRENT_SAYS} autoComplete="current-password" {...form.getInputProps("password")} />
      <Text size="sm" c="dimmed">Nothing changes before you follow the link. The old address is told, too.</Text>
    </Editor>
  );
}

function PasswordForm({ onDone }: { onDone(): void }) {
  const form = useForm({ initialValues: { current: "", password: "" }, validate: { password: longEnough } });
  const send = async ({ current, password }: { current: string; password: string }): Promise<void> => {
    await changePassword({ current, password });
    onDone();
  };
  return (
    <Editor form={form} fields={["current", "password"]} submitLabel="Change the password" onSend={send}>
      <PasswordInput label="Present password" description={CURRENT_SAYS} autoComplete="current-password" data-autofocus {...form.getInputProps("current")} />
      <NewPassword label="New password" {...form.getInputProps("password")} />
      <Text size="sm" c="dimmed">You stay signed in here, and are signed out everywhere else.</Text>
      <Anchor href="#/forgotten" size="sm" underline="always">I do not know my password</Anchor>
    </Editor>
  );
}

export function OwnSignIn() {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const session = useSession();
  const [shown, setShown] = useState<"email" | "password" | null>(null);
  const member = session.data?.member;
  if (!member) return null;

  function done(message: string): void {
    setShown(null);
    void queries.invalidateQueries({ queryKey: SESSIONS });
    sayDone(message);
  }
  const confirm = () =>
    void askConfirmation(keyFor(member.email)).then(() => sayDone(`A link is on its way to ${member.email}.`)).catch(sayFailed);

  return (
    <Part title="How you sign in">
      <div>
        <Text fw={600}>{member.email}</Text>
        {member.is_email_confirmed && <Badge variant="light" mt={6}>Confirmed</Badge>}
      </div>
      {!member.is_email_confirmed && (
        <Alert title="Is this address yours?" variant="default">
          We have sent a link to {member.email}. Follow it, so that nobody else can claim the address.
          <Button variant="default" mt="sm" display="block" onClick={confirm}>Send the link again</Button>
        </Alert>
      )}
      <Group>
        <Button variant="default" onClick={() => setShown("email")}>Change the address</Button>
        <Button variant="default" onClick={() => setShown("password")}>Change the password</Button>
      </Group>
      <Panel opened={shown !== null} onClose={() => setShown(null)} title={shown === "email" ? "Another e-mail address" : "Another password"}>
        {shown === "email" && <EmailForm onDone={(email) => done(`A link is on its way to ${email}.`)} />}
        {shown === "password" && <PasswordForm onDone={() => done("You have a new password.")} />}
      </Panel>
    </Part>
  );
}

// Setting up an authenticator app: scan, type one code, done.

import { Code, Image, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { Editor } from "../catalogue/Editor.tsx";
import { addAuthenticator, type Setup } from "./calls.ts";

const inFours = (secret: string): string => secret.replace(/(.{4})(?=.)/g, "$1 ");

export function AuthenticatorForm({ setup, onDone }: { setup: Setup; onDone(): void }) {
  const form = useForm({
    initialValues: { code: "" },
    validate: { code: (typed) => (/^\s*\d{3}\s*\d{3}\s*$/.test(typed) ? null : "Type the six digits that the app shows.") },
  });
  return (
    <Editor
      form={form}
      fields={["code"]}
      submitLabel="Turn it on"
      onSend={async ({ code }) => {
        await addAuthenticator(setup.setup, code.replace(/\s/g, ""));
        onDone();
      }}
    >
      <Text>Open an authenticator app on your telephone, add an account there, and scan this:</Text>
      <Image
        src={setup.picture}
        alt="QR code for the authenticator app"
        w={220}
        h={220}
        mx="auto"
        bg="white"
        radius="md"
      />
      <div>
        <Text size="sm" c="dimmed">You cannot scan? Type this key into the app:</Text>
        <Code block fz="sm" style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{inFours(setup.secret)}</Code>
      </div>
      <TextInput
        label="Code that the app shows"
        description="With it we know that the app works before you need it."
        inputMode="numeric"
        autoComplete="one-time-code"
        data-autofocus
        {...form.getInputProps("code")}
      />
    </Editor>
  );
}

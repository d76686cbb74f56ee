// Asks for an e-mail address and has a link sent there. What it says afterwards is the same for every address.

import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { errorsOf, useIntention } from "../forms.ts";
import { Welcome } from "../Welcome.tsx";

interface Props {
  title: string;
  says: string;
  /** How long the link is good. */
  goodFor: string;
  onAsk(email: string, key: string): Promise<unknown>;
}

export function AskLink({ title, says, goodFor, onAsk }: Props) {
  const keyFor = useIntention();
  const [sentTo, setSentTo] = useState("");
  const form = useForm({
    initialValues: { email: "" },
    validate: { email: (value) => (value.includes("@") ? null : "Enter your e-mail address.") },
  });
  const send = form.onSubmit(async (values) => {
    try {
      await onAsk(values.email, keyFor(values));
      setSentTo(values.email);
    } catch (error) {
      form.setErrors(errorsOf(error, ["email"]));
    }
  });

  if (sentTo)
    return (
      <Welcome title="Look into your mail">
        <Stack role="status">
          <Text>
            If somebody signs in with <b>{sentTo}</b>, a link is on its way there. It is good once, for {goodFor}.
          </Text>
          <Text size="sm" c="dimmed">Nothing has come? Look into the spam folder, and whether the address is right.</Text>
          <Button variant="default" onClick={() => setSentTo("")}>Another address</Button>
          <Anchor href="#/signin" size="sm" ta="center" underline="always">Back to signing in</Anchor>
        </Stack>
      </Welcome>
    );
  return (
    <Welcome title={title}>
      <form onSubmit={send} noValidate>
        <Stack>
          <Text>{says}</Text>
          {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
          <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps("email")} />
          <Button type="submit" size="md" loading={form.submitting}>Send the link</Button>
          <Anchor href="#/signin" size="sm" ta="center" underline="always">Back to signing in</Anchor>
        </Stack>
      </form>
    </Welcome>
  );
}

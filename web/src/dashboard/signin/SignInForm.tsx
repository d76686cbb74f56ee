// How somebody signs in: with a password or a passkey, and the second factor if one is needed.

import { Alert, Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { signIn } from "../api.ts";
import { askForPasskey, enterWithPasskey, type Entry } from "../factors/calls.ts";
import { hasPasskeys, signWithPasskey } from "../factors/passkeys.ts";
import { sayWhy } from "../factors/saying.ts";
import { errorsOf, useIntention } from "../forms.ts";

interface Props {
  email?: string;
  onEntry(entry: Entry): void | Promise<void>;
  /** Other ways in. */
  children?: ReactNode;
}

export function SignInForm({ email = "", onEntry, children }: Props) {
  const [waiting, setWaiting] = useState(false);
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { email, password: "" },
    validate: {
      email: (value) => (value.includes("@") ? null : "Enter your e-mail address."),
      password: (value) => (value ? null : "Enter your password."),
    },
  });
  const send = form.onSubmit(async (values) => {
    try {
      await onEntry(await signIn(values, keyFor(values)));
    } catch (error) {
      form.setErrors(errorsOf(error, ["email", "password"]));
    }
  });

  async function enterByPasskey(): Promise<void> {
    setWaiting(true);
    try {
      const { challenge, site } = await askForPasskey();
      await onEntry(await enterWithPasskey(await signWithPasskey(challenge, [], site)));
    } catch (error) {
      form.setErrors({ form: sayWhy(error) });
    }
    setWaiting(false);
  }

  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps("email")} />
        <PasswordInput label="Password" autoComplete="current-password" data-autofocus={email ? true : undefined} {...form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting}>
          Sign in
        </Button>
        {hasPasskeys && (
          <Button variant="default" loading={waiting} onClick={() => void enterByPasskey()}>Use a passkey</Button>
        )}
        {children}
      </Stack>
    </form>
  );
}

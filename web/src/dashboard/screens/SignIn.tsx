// Signing in, also for the check-in page, which sends people here and wants them back.

import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { signIn } from "../api.ts";
import { errorsOf, useIntention } from "../forms.ts";
import { go, returnPath } from "../router.ts";
import { Welcome } from "../Welcome.tsx";

export default function SignIn({ query }: { query: URLSearchParams }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { email: "", password: "" },
    validate: {
      email: (value) => (value.includes("@") ? null : "Enter your e-mail address."),
      password: (value) => (value ? null : "Enter your password."),
    },
  });
  const back = returnPath(query);

  const send = form.onSubmit(async (values) => {
    try {
      queries.setQueryData(["session"], await signIn(values, keyFor(values)));
      if (back) location.assign(back);
      else go("/");
    } catch (error) {
      form.setErrors(errorsOf(error, ["email", "password"]));
    }
  });

  return (
    <Welcome title="Sign in">
      <form onSubmit={send} noValidate>
        <Stack>
          {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
          <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps("email")} />
          <PasswordInput label="Password" autoComplete="current-password" {...form.getInputProps("password")} />
          <Button type="submit" size="md" loading={form.submitting}>
            Sign in
          </Button>
          <Text size="sm" ta="center">
            New here? <Anchor href={`#/signup${back ? `?return=${encodeURIComponent(back)}` : ""}`} underline="always">Open an account</Anchor>
          </Text>
        </Stack>
      </form>
    </Welcome>
  );
}

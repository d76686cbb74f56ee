// Opening an account: the organization and its first member.

import { Alert, Anchor, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { signUp } from "../api.ts";
import { errorsOf, useIntention } from "../forms.ts";
import { go, returnPath } from "../router.ts";
import { Welcome } from "../Welcome.tsx";

const FIELDS = ["name", "your_name", "email", "password"];

export default function SignUp({ query }: { query: URLSearchParams }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const form = useForm({
    initialValues: { name: "", your_name: "", email: "", password: "" },
    validate: {
      name: (value) => (value.trim() ? null : "Enter the name your guests know you by."),
      your_name: (value) => (value.trim() ? null : "Enter your name."),
      email: (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Enter an address like name@example.com."),
      password: (value) => (value.length >= 10 ? null : "Use at least 10 characters."),
    },
  });

  const send = form.onSubmit(async (values) => {
    try {
      queries.setQueryData(["session"], await signUp(values, keyFor(values)));
      const back = returnPath(query);
      if (back) location.assign(back);
      else go("/");
    } catch (error) {
      form.setErrors(errorsOf(error, FIELDS));
    }
  });

  return (
    <Welcome title="Open an account">
      <form onSubmit={send} noValidate>
        <Stack>
          {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
          <TextInput
            label="Organization"
            description="Shown to your guests on every event."
            autoComplete="organization"
            {...form.getInputProps("name")}
          />
          <TextInput label="Your name" autoComplete="name" {...form.getInputProps("your_name")} />
          <TextInput label="E-mail" type="email" autoComplete="username" {...form.getInputProps("email")} />
          <PasswordInput
            label="Password"
            description="At least 10 characters."
            autoComplete="new-password"
            {...form.getInputProps("password")}
          />
          <Button type="submit" size="md" loading={form.submitting}>
            Open the account
          </Button>
          <Text size="sm" ta="center">
            Already a member? <Anchor href="#/signin" underline="always">Sign in</Anchor>
          </Text>
        </Stack>
      </form>
    </Welcome>
  );
}

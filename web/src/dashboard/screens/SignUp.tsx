// Opening an account: the organization and its first member.

import { Alert, Anchor, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery } from "@tanstack/react-query";
import { signUp } from "../api.ts";
import { SecondStep } from "../factors/SecondStep.tsx";
import { useEntry } from "../factors/useEntry.ts";
import { errorsOf, useIntention } from "../forms.ts";
import { returnPath } from "../router.ts";
import { getSignUp } from "../signin/calls.ts";
import { longEnough, NewPassword } from "../signin/NewPassword.tsx";
import { Welcome } from "../Welcome.tsx";

const FIELDS = ["name", "your_name", "email", "password"];

export default function SignUp({ query }: { query: URLSearchParams }) {
  const [needed, enter] = useEntry(returnPath(query));
  const keyFor = useIntention();
  const open = useQuery({ queryKey: ["sign-up"], queryFn: getSignUp, staleTime: Infinity });
  const form = useForm({
    initialValues: { name: "", your_name: "", email: "", password: "" },
    validate: {
      name: (value) => (value.trim() ? null : "Enter the name your guests know you by."),
      your_name: (value) => (value.trim() ? null : "Enter your name."),
      email: (value) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value) ? null : "Enter an address like name@example.com."),
      password: longEnough,
    },
  });

  const send = form.onSubmit(async (values) => {
    try {
      enter(await signUp(values, keyFor(values)));
    } catch (error) {
      form.setErrors(errorsOf(error, FIELDS));
    }
  });

  if (needed) return <Welcome title="Is it really you?"><SecondStep needed={needed} onIn={enter} /></Welcome>;
  if (open.data?.is_open === false)
    return (
      <Welcome title="By invitation only">
        <Stack>
          <Text>Nobody opens an account here by themselves. Ask a member of a team to invite you: the link comes by e-mail.</Text>
          <Button component="a" href="#/signin">Sign in</Button>
        </Stack>
      </Welcome>
    );
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
          <NewPassword label="Password" {...form.getInputProps("password")} />
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

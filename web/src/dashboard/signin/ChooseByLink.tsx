// A new password by a link: after forgetting the old one, or after somebody else has changed the address.

import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { errorsOf } from "../forms.ts";
import { longEnough, NewPassword } from "./NewPassword.tsx";

interface Props {
  email: string;
  says: string;
  label: string;
  onChoose(password: string): Promise<void>;
}

export function ChooseByLink({ email, says, label, onChoose }: Props) {
  const form = useForm({ initialValues: { password: "" }, validate: { password: longEnough } });
  const send = form.onSubmit(async ({ password }) => {
    try {
      await onChoose(password);
    } catch (error) {
      form.setErrors(errorsOf(error, ["password"]));
    }
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        <Text>{says}</Text>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
        <NewPassword label="New password" {...form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting}>{label}</Button>
      </Stack>
    </form>
  );
}

// Correcting a name and an e-mail address: shown as text until somebody wants to edit it.

import { Alert, Anchor, Badge, Button, Group, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { StaffOrder } from "../api/types.ts";
import { errorsOf } from "./forms.ts";

interface Person {
  name: string;
  email: string;
}

interface Props {
  /** Whose details: "the buyer", "the holder of ticket 2". */
  whose: string;
  person: Person;
  isVoid?: boolean;
  save: ((person: Person) => Promise<StaffOrder>) | null;
}

function Fields({ whose, person, save, onDone }: Props & { save: NonNullable<Props["save"]>; onDone(): void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: person,
    validate: {
      name: (value) => (value.trim() ? null : "Give a name."),
      email: (value) => (/.@./.test(value) ? null : "Give an e-mail address."),
    },
  });
  const send = form.onSubmit(async (values) => {
    try {
      const order = await save(values);
      queries.setQueryData(["order", order.id], order);
      void queries.invalidateQueries({ queryKey: ["orders", order.event.id] });
      onDone();
    } catch (error) {
      form.setErrors(errorsOf(error, ["name", "email"]));
    }
  });
  return (
    <form onSubmit={send} noValidate aria-label={`Details of ${whose}`}>
      <Stack gap="xs">
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="Name" required autoFocus {...form.getInputProps("name")} />
        <TextInput label="E-mail" type="email" required {...form.getInputProps("email")} />
        <Group gap="xs">
          <Button type="submit" size="sm" loading={form.submitting}>
            Save
          </Button>
          <Button variant="default" size="sm" onClick={onDone}>
            Leave it
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

export function PersonForm(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const { whose, person, isVoid, save } = props;
  if (isOpen && save) return <Fields {...props} save={save} onDone={() => setOpen(false)} />;
  return (
    <Group justify="space-between" align="start" wrap="nowrap" gap="xs">
      <div style={{ minWidth: 0, overflowWrap: "anywhere" }}>
        <Text fw={600} td={isVoid ? "line-through" : undefined}>
          {person.name}
        </Text>
        <Anchor href={`mailto:${person.email}`} size="sm" underline="always">
          {person.email}
        </Anchor>
        {isVoid && (
          <Badge color="red" display="block" mt={4} w="fit-content">
            Void
          </Badge>
        )}
      </div>
      {save && (
        <Button variant="default" size="compact-sm" style={{ flex: "none" }} aria-label={`Edit ${whose}`} onClick={() => setOpen(true)}>
          Edit
        </Button>
      )}
    </Group>
  );
}

// Correcting a name and an e-mail address: shown as text until somebody wants to edit it.

import { Anchor, Badge, Button, Group, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { StaffOrder } from "../api/types.ts";
import { getOrder } from "./api.ts";
import { Editor } from "./catalogue/Editor.tsx";

export interface Person {
  name: string;
  email: string;
}

/** Somebody's details as they are stored, and which version of them that is. */
export interface Stored extends Person {
  version: number;
}

interface Props {
  /** Whose details: "the buyer", "the holder of ticket 2". */
  whose: string;
  person: Stored;
  isVoid?: boolean;
  save: ((person: Person, version: number) => Promise<StaffOrder>) | null;
  /** Of the order as it is now. */
  storedIn(order: StaffOrder): Stored;
}

interface FieldsProps extends Props {
  orderId: string;
  save: NonNullable<Props["save"]>;
  onDone(): void;
}

function Fields({ orderId, whose, person, save, storedIn, onDone }: FieldsProps) {
  const queries = useQueryClient();
  const version = useRef(person.version); // the order is read again every few seconds: an edit is of what it began with
  const form = useForm<Person>({
    initialValues: { name: person.name, email: person.email },
    validate: {
      name: (value) => (value.trim() ? null : "Give a name."),
      email: (value) => (/.@./.test(value) ? null : "Give an e-mail address."),
    },
  });

  async function send(values: Person): Promise<void> {
    const order = await save(values, version.current);
    queries.setQueryData(["order", order.id], order);
    void queries.invalidateQueries({ queryKey: ["orders", order.event.id] });
    onDone();
  }

  async function fresh(): Promise<Person> {
    const order = await getOrder(orderId);
    queries.setQueryData(["order", orderId], order);
    const { name, email, version: newest } = storedIn(order);
    version.current = newest;
    return { name, email };
  }

  return (
    <Editor form={form} fields={["name", "email"]} name={`Details of ${whose}`} submitLabel="Save" onSend={send} onFresh={fresh} onLeave={onDone}>
      <TextInput label="Name" required autoFocus {...form.getInputProps("name")} />
      <TextInput label="E-mail" type="email" required {...form.getInputProps("email")} />
    </Editor>
  );
}

export function PersonForm(props: Props & { orderId: string }) {
  const [isOpen, setOpen] = useState(false);
  const { whose, person, isVoid, save } = props;
  if (isOpen && save) return <Fields {...props} save={save} onDone={() => setOpen(false)} />;
  return (
    <Group justify="space-between" align="start" wrap="nowrap" gap="xs">
      <div style={{ minWidth: 0 }}>
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

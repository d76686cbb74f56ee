// Noting money that came by bank, in cash or on account: part of it, all, or more.

import { Alert, Button, Group, Paper, Select, SimpleGrid, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { LATER } from "../eventValues.ts";
import type { Event, StaffOrder } from "../../api/types.ts";
import { toDecimal, toMinor } from "../../shared/money.ts";
import { toInstant } from "../../shared/time.ts";
import { sayProblem, useIntention } from "../forms.ts";
import { money, toWall } from "../format.ts";
import { notePayment, type Received } from "./calls.ts";

const WAYS = [
  { value: "bank", label: "Bank transfer" },
  { value: "cash", label: "Cash" },
  { value: "invoice", label: "On account" },
];

/** What follows from this amount, said before anything is sent. */
function meaningOf(order: StaffOrder, amount: number): string {
  const missing = order.missing_minor;
  const isComplete = order.state === "COMPLETED";
  if (isComplete && !missing) return "Nothing is missing: this is too much, and shown as to be handed back.";
  if (amount < missing) {
    const left = `${money(missing - amount, order)} will be missing.`;
    return isComplete ? `The order stays complete: ${left}` : `The order waits on: ${left}`;
  }
  const more = amount > missing ? ` ${money(amount - missing, order)} is too much and can be handed back.` : "";
  if (isComplete) return `The order stays complete, and nothing is missing any more.${more}`;
  const tickets = "The order is complete with it, and its tickets are sent.";
  return order.state === "EXPIRED" ? `If its places are still free: ${tickets}${more}` : tickets + more;
}

export function NotePayment({ order, event }: { order: StaffOrder; event: Event }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const missing = order.missing_minor;
  const [isOpen, setOpen] = useState(false);
  const [amount, setAmount] = useState(missing ? toDecimal(missing, order.exponent) : "");
  const [method, setMethod] = useState<Received["method"]>(LATER.find((one) => one === order.method) ?? "bank");
  const [when, setWhen] = useState(() => toWall(new Date().toISOString(), event.timezone));
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const minor = toMinor(amount, order.exponent);

  async function send(submitted: FormEvent) {
    submitted.preventDefault();
    const received_at = toInstant(when, event.timezone);
    if (!minor || !received_at) return;
    const body = { amount_minor: minor, method, received_at, note };
    setSending(true);
    try {
      const done = await notePayment(order.id, body, keyFor(body));
      queries.setQueryData(["order", order.id], done);
      void queries.invalidateQueries({ queryKey: ["orders", order.event.id] });
    } catch (error) {
      setProblem(error);
      setSending(false);
    }
  }

  if (!isOpen)
    return (
      <Group>
        <Button variant={order.state === "AWAITING_OFFLINE_PAYMENT" ? "filled" : "default"} onClick={() => setOpen(true)}>
          Note a payment…
        </Button>
      </Group>
    );
  return (
    <Paper withBorder radius="md" p="md" component="section" aria-labelledby="note-title">
      <form onSubmit={send}>
        <Stack gap="sm">
          <Title order={3} size="h5" id="note-title">What has come in?</Title>
          {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
          <SimpleGrid cols={{ base: 1, xs: 2 }}>
            <TextInput
              label={`Amount in ${order.currency}`}
              inputMode="decimal"
              required
              autoFocus
              value={amount}
              error={amount && minor === null ? `Enter an amount like ${toDecimal(order.total_minor, order.exponent)}.` : null}
              onChange={(change) => setAmount(change.currentTarget.value)}
            />
            <Select
              label="How"
              allowDeselect={false}
              data={WAYS}
              value={method}
              onChange={(value) => value && setMethod(value as Received["method"])}
              comboboxProps={{ withinPortal: true }}
            />
          </SimpleGrid>
          <TextInput label="When" type="datetime-local" required value={when} onChange={(change) => setWhen(change.currentTarget.value)} />
          <Textarea
            label="Note"
            description="Such as the number of the bank statement. Only members of your account see it."
            autosize
            maxLength={500}
            value={note}
            onChange={(change) => setNote(change.currentTarget.value)}
          />
          {Boolean(minor) && <Text size="sm" role="status">{meaningOf(order, minor!)}</Text>}
          <Group gap="xs">
            <Button type="submit" loading={isSending} disabled={!minor || !when}>Note it</Button>
            <Button variant="default" onClick={() => setOpen(false)}>Not now</Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

// An order that is paid in parts: what is paid, what falls due when, and what members can do about it.

import { Alert, Badge, Button, Group, Progress, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Event, StaffOrder } from "../../api/types.ts";
import { formatAt, toInstant } from "../../shared/time.ts";
import { getOrder } from "../api.ts";
import { Editor } from "../catalogue/Editor.tsx";
import { sayProblem } from "../forms.ts";
import { LOCALE, money, toWall } from "../format.ts";
import { extendPart, pausePlan, resumePlan } from "./calls.ts";

type Plan = NonNullable<StaffOrder["instalments"]>;
type Part = Plan["parts"][number];

const STATES: Record<Part["state"], [label: string, colour: string]> = {
  paid: ["paid", "teal"], open: ["to come", "gray"], due: ["due", "yellow"], overdue: ["overdue", "red"],
};

interface Props {
  order: StaffOrder;
  event: Event;
  mayEdit: boolean;
}

interface NewDayProps {
  orderId: string;
  part: Part;
  timezone: string;
  onOrder(order: StaffOrder): void;
  onDone(): void;
}

function NewDay({ orderId, part, timezone, onOrder, onDone }: NewDayProps) {
  const known = useRef(part); // the order is read again every few seconds: an edit is of what it began with
  const form = useForm({
    initialValues: { due_at: toWall(part.due_at, timezone) },
    validate: { due_at: (wall) => (toInstant(wall, timezone) ? null : "Say when it falls due.") },
  });

  async function send({ due_at }: { due_at: string }): Promise<void> {
    onOrder(await extendPart(orderId, known.current, toInstant(due_at, timezone)!));
    onDone();
  }

  async function fresh(): Promise<{ due_at: string }> {
    const order = await getOrder(orderId);
    known.current = order.instalments!.parts.find(({ number }) => number === part.number)!;
    return { due_at: toWall(known.current.due_at, timezone) };
  }

  return (
    <Editor form={form} fields={["due_at"]} name={`A new day for part ${part.number}`} submitLabel="Save" onSend={send} onFresh={fresh} onLeave={onDone}>
      <TextInput label={`Part ${part.number} falls due`} type="datetime-local" {...form.getInputProps("due_at")} />
    </Editor>
  );
}

export function OrderParts({ order, event, mayEdit }: Props) {
  const queries = useQueryClient();
  const [moved, setMoved] = useState(0);
  const [problem, setProblem] = useState<unknown>(null);
  const plan = order.instalments!;
  const isOpen = order.state === "PARTLY_PAID";
  const said = `${money(plan.paid_minor, order)} of ${money(order.total_minor, order)} paid`;

  const keep = (now: StaffOrder) => void queries.setQueryData(["order", order.id], now);

  async function act(work: () => Promise<StaffOrder>): Promise<void> {
    setProblem(null);
    try {
      keep(await work());
    } catch (error) {
      setProblem(error);
    }
  }

  return (
    <Stack gap="xs">
      {plan.state === "overdue" && isOpen && (
        <Alert color="red" title="A part was not paid in time">Give more time, or cancel the order below.</Alert>
      )}
      {plan.state === "paused" && <Alert color="yellow" title="This plan rests">Nothing is charged, and nothing becomes overdue.</Alert>}
      {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
      <div>
        <Progress value={(100 * plan.paid_minor) / order.total_minor} size="lg" radius="xl" aria-label={said} />
        <Text size="sm" mt={4} className="figures">{said}</Text>
      </div>
      <Stack gap="xs" component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label="Parts">
        {plan.parts.map((part) => {
          const [label, colour] = STATES[part.state];
          return (
            <li key={part.number}>
              <Group gap="xs" justify="space-between">
                <Text className="figures">{part.number}. {money(part.amount_minor, order)}</Text>
                <Badge color={colour} miw="max-content">{label}</Badge>
              </Group>
              <Text size="sm" c="dimmed">{formatAt(part.due_at, event.timezone, LOCALE, { dateStyle: "medium", timeStyle: "short" })}</Text>
              {mayEdit && isOpen && part.state !== "paid" && moved !== part.number && (
                <Button variant="subtle" size="compact-sm" px={0} onClick={() => setMoved(part.number)}>Change the day of part {part.number}…</Button>
              )}
              {moved === part.number && (
                <NewDay orderId={order.id} part={part} timezone={event.timezone} onOrder={keep} onDone={() => setMoved(0)} />
              )}
            </li>
          );
        })}
      </Stack>
      {isOpen && (
        <Text size="sm" c="dimmed">
          {plan.card ? `The card that is charged: ${plan.card.brand} •••• ${plan.card.last4}.` : "Its buyer has taken the card off and pays each part by hand."}
        </Text>
      )}
      {mayEdit && isOpen && (
        <Group gap="xs">
          {plan.state === "paused" ? (
            <Button variant="default" onClick={() => void act(() => resumePlan(order.id))}>Resume the plan</Button>
          ) : (
            <Button variant="default" onClick={() => void act(() => pausePlan(order.id))}>Pause the plan</Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

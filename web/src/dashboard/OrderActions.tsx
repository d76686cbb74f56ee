// Cancelling an order, or saying that it is paid: with a reason, and with words about what happens to money and seats.

import { Alert, Button, Group, Paper, Radio, Select, Stack, Text, Textarea, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { StaffOrder } from "../api/types.ts";
import { cancelOrder, completeOrder, type Reason } from "./api.ts";
import { sayProblem, useIntention } from "./forms.ts";
import { money } from "./format.ts";
import { REASONS } from "./reasons.ts";

type Act = "cancel" | "complete";

const OFFERED: Record<Act, Reason[]> = {
  cancel: ["buyer_asked", "duplicate", "event_changed", "fraud", "mistake", "other"],
  complete: ["payment_received", "payment_checked", "mistake", "other"],
};
const CANCELLABLE = ["RESERVED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "COMPLETED", "REVIEW"];
const COMPLETABLE = ["AWAITING_OFFLINE_PAYMENT", "REVIEW"];

const units = (order: StaffOrder) => order.lines.reduce((sum, line) => sum + line.quantity, 0);

function Consequences({ order, refund }: { order: StaffOrder; refund: string }) {
  const count = units(order);
  const seats = `${count} ${count === 1 ? "place is" : "places are"} on sale again at once`;
  const tickets = order.holders.length ? "Its tickets admit nobody any more, and " : "";
  const back = money(order.refundable_minor, order);
  return (
    <Text size="sm" role="status">
      {tickets + seats}.{" "}
      {order.refundable_minor === 0 && "There is no card payment to give back."}
      {order.refundable_minor > 0 && refund === "full" && `${back} go back the way they were paid; banks take up to ten days.`}
      {order.refundable_minor > 0 && refund === "none" && `You keep ${back}.`} This cannot be undone.
    </Text>
  );
}

function ActForm({ order, act, onDone }: { order: StaffOrder; act: Act; onDone(): void }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [reason, setReason] = useState<Reason | null>(null);
  const [note, setNote] = useState("");
  const [refund, setRefund] = useState<"full" | "none">(order.refundable_minor ? "full" : "none");
  const [problem, setProblem] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (!reason) return;
    const why = { reason, note };
    setSending(true);
    try {
      const done =
        act === "cancel"
          ? await cancelOrder(order.id, { ...why, refund }, keyFor({ act, ...why, refund }))
          : await completeOrder(order.id, why, keyFor({ act, ...why }));
      queries.setQueryData(["order", order.id], done);
      void queries.invalidateQueries({ queryKey: ["orders", order.event.id] });
      onDone();
    } catch (error) {
      setProblem(error);
      setSending(false);
    }
  }

  const isCancel = act === "cancel";
  return (
    <Paper withBorder radius="md" p="md" component="section" aria-labelledby="act-title">
      <form onSubmit={send}>
        <Stack gap="sm">
          <Title order={2} size="h5" id="act-title">
            {isCancel ? "Cancel this order?" : "Is this order paid?"}
          </Title>
          {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
          <Select
            label="Reason"
            required
            autoFocus
            allowDeselect={false}
            data={OFFERED[act].map((value) => ({ value, label: REASONS[value] }))}
            value={reason}
            onChange={(value) => setReason(value as Reason)}
            comboboxProps={{ withinPortal: true }}
          />
          <Textarea
            label="Note"
            description="Only members of your account see it."
            autosize
            maxLength={500}
            value={note}
            onChange={(change) => setNote(change.currentTarget.value)}
          />
          {isCancel && order.refundable_minor > 0 && (
            <Radio.Group label="The money" value={refund} onChange={(value) => setRefund(value as "full" | "none")}>
              <Stack gap="xs" mt="xs">
                <Radio value="full" label={`Refund ${money(order.refundable_minor, order)}`} />
                <Radio value="none" label="Keep it" />
              </Stack>
            </Radio.Group>
          )}
          {isCancel && <Consequences order={order} refund={refund} />}
          {!isCancel && <Text size="sm">Its tickets are made and sent to the buyer at once.</Text>}
          <Group gap="xs">
            <Button type="submit" color={isCancel ? "red.8" : undefined} loading={isSending} disabled={!reason}>
              {isCancel ? "Cancel the order" : "It is paid"}
            </Button>
            <Button variant="default" onClick={onDone}>
              {isCancel ? "Keep the order" : "Not yet"}
            </Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

export function OrderActions({ order }: { order: StaffOrder }) {
  const [act, setAct] = useState<Act | null>(null);
  const mayCancel = CANCELLABLE.includes(order.state);
  const mayComplete = COMPLETABLE.includes(order.state);
  if (act && (act === "cancel" ? mayCancel : mayComplete))
    return <ActForm order={order} act={act} onDone={() => setAct(null)} />;
  if (!mayCancel && !mayComplete) return null;
  return (
    <Group gap="xs">
      {mayComplete && <Button onClick={() => setAct("complete")}>Mark as paid…</Button>}
      {mayCancel && (
        <Button variant="default" onClick={() => setAct("cancel")}>
          Cancel the order…
        </Button>
      )}
    </Group>
  );
}

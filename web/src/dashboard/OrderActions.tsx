// Cancelling an order, or saying that it is paid: with a reason, and with words about what happens to money and seats.

import { Alert, Button, Group, Paper, Radio, Select, Stack, Text, Textarea, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { StaffOrder } from "../api/types.ts";
import { cancelOrder, completeOrder, type Reason } from "./api.ts";
import { sayProblem, useIntention } from "./forms.ts";
import { money } from "./format.ts";
import { REASONS } from "./reasons.ts";
import { RefundForm } from "./RefundForm.tsx";

type Act = "cancel" | "complete" | "refund";
type Refund = "full" | "agreed" | "none";

const OFFERED: Record<Exclude<Act, "refund">, Reason[]> = {
  cancel: ["buyer_asked", "duplicate", "event_changed", "not_paid", "fraud", "mistake", "other"],
  complete: ["payment_received", "payment_checked", "mistake", "other"],
};
/** Of an order that needs a look: nearly always why it is let pass, or sent back. */
const USUAL_IN_REVIEW: Record<Exclude<Act, "refund">, Reason> = { cancel: "fraud", complete: "payment_checked" };
const CANCELLABLE = ["RESERVED", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "PARTLY_PAID", "COMPLETED", "REVIEW"];
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
      {order.refundable_minor > 0 && refund === "none" && `You keep ${back}.`}
      {refund === "agreed" && `What was agreed for parts that are not paid: you keep ${money(order.instalments?.kept_minor ?? 0, order)}.`} This cannot be undone.
    </Text>
  );
}

function ActForm({ order, act, onDone }: { order: StaffOrder; act: Exclude<Act, "refund">; onDone(): void }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [reason, setReason] = useState<Reason | null>(order.state === "REVIEW" ? USUAL_IN_REVIEW[act] : null);
  const [note, setNote] = useState("");
  const [refund, setRefund] = useState<Refund>(order.refundable_minor ? "full" : "none");
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
  const kept = Math.min(order.instalments?.kept_minor ?? 0, order.refundable_minor);
  return (
    <Paper withBorder radius="md" p="md" component="section" aria-labelledby="act-title">
      <form onSubmit={send}>
        <Stack gap="sm">
          <Title order={2} size="h5" id="act-title">
            {isCancel ? "Cancel this order?" : order.state === "REVIEW" ? "Approve this order?" : "Is this order paid?"}
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
            <Radio.Group label="The money" value={refund} onChange={(value) => setRefund(value as Refund)}>
              <Stack gap="xs" mt="xs">
                <Radio value="full" label={`Refund ${money(order.refundable_minor, order)}`} />
                {order.instalments && kept > 0 && (
                  <Radio value="agreed" label={`Refund ${money(order.refundable_minor - kept, order)}, keep ${money(kept, order)} as agreed`} />
                )}
                <Radio value="none" label="Keep it" />
              </Stack>
            </Radio.Group>
          )}
          {isCancel && <Consequences order={order} refund={refund} />}
          {!isCancel && <Text size="sm">Its tickets are made and sent to the buyer at once.</Text>}
          <Group gap="xs">
            <Button type="submit" color={isCancel ? "red.8" : undefined} loading={isSending} disabled={!reason}>
              {isCancel ? "Cancel the order" : order.state === "REVIEW" ? "Approve it" : "It is paid"}
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
  // Free tickets can be given back one by one, too.
  const mayRefund = (order.refundable_minor > 0 && order.state !== "PARTLY_PAID") || (order.state === "COMPLETED" && order.holders.some(({ state }) => state === "VALID"));
  if (act === "refund" && mayRefund) return <RefundForm order={order} onDone={() => setAct(null)} />;
  if (act && act !== "refund" && (act === "cancel" ? mayCancel : mayComplete))
    return <ActForm order={order} act={act} onDone={() => setAct(null)} />;
  if (!mayCancel && !mayComplete && !mayRefund) return null;
  const isReview = order.state === "REVIEW";
  return (
    <Group gap="xs">
      {mayComplete && (
        <Button variant={isReview ? "filled" : "default"} onClick={() => setAct("complete")}>
          {isReview ? "Approve…" : "Mark as paid…"}
        </Button>
      )}
      {mayRefund && (
        <Button variant="default" onClick={() => setAct("refund")}>
          Refund…
        </Button>
      )}
      {mayCancel && (
        <Button variant="default" onClick={() => setAct("cancel")}>
          {isReview ? "Reject…" : "Cancel the order…"}
        </Button>
      )}
    </Group>
  );
}

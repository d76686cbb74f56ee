// Giving money back: all of it, chosen tickets or an amount; what it does is shown to the minor unit before it is done.

import { Alert, Button, Checkbox, Group, Paper, Select, SegmentedControl, Skeleton, Stack, Table, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { StaffOrder } from "../api/types.ts";
import { toMinor } from "../shared/money.ts";
import { pick } from "../shared/text.ts";
import { sayProblem, useIntention } from "./forms.ts";
import { LANGUAGE, money } from "./format.ts";
import { listRefunds, previewRefund, refundOrder, REFUND_REASONS, type RefundPreview, type RefundReason, type What } from "./refunds.ts";

// What one commit of the API holds.
const MOST_AT_ONCE = 40;

type Mode = "tickets" | "everything" | "amount";

function wish(mode: Mode, tickets: number[], amount: number | null, keeps: boolean): What | null {
  const none = { everything: false, tickets: [], units: {}, amount_minor: null, cancel: null };
  if (mode === "everything") return { ...none, everything: true, cancel: !keeps };
  if (mode === "tickets") return tickets.length && tickets.length <= MOST_AT_ONCE ? { ...none, tickets, cancel: !keeps } : null;
  return amount ? { ...none, amount_minor: amount } : null;
}

function Outcome({ shown, order }: { shown: RefundPreview; order: StaffOrder }) {
  const byHand = shown.payments.filter(({ provider }) => provider === "offline").reduce((sum, one) => sum + one.amount_minor, 0);
  return (
    <Stack gap="xs" role="status">
      <Table className="figures" aria-label="What goes back">
        <Table.Tbody>
          {shown.lines.map((line) => (
            <Table.Tr key={line.line}>
              <Table.Td>{line.quantity > 0 && `${line.quantity} × `}{pick(line.name, LANGUAGE)}</Table.Td>
              <Table.Td ta="end">{money(line.total_minor, shown)}</Table.Td>
            </Table.Tr>
          ))}
          {shown.order_fee_minor + shown.order_tax_minor > 0 && (
            <Table.Tr>
              <Table.Td>Of the fees on the whole order</Table.Td>
              <Table.Td ta="end">{money(shown.order_fee_minor + shown.order_tax_minor, shown)}</Table.Td>
            </Table.Tr>
          )}
          <Table.Tr>
            <Table.Th>Goes back</Table.Th>
            <Table.Th ta="end">{money(shown.amount_minor, shown)}</Table.Th>
          </Table.Tr>
          {shown.taxes.map((tax) => (
            <Table.Tr key={tax.id}>
              <Table.Td c="dimmed">contains {pick(tax.name, LANGUAGE)} {tax.rate} %</Table.Td>
              <Table.Td ta="end" c="dimmed">{money(tax.amount_minor, shown)}</Table.Td>
            </Table.Tr>
          ))}
          {shown.platform_fee_minor > 0 && (
            <Table.Tr>
              <Table.Td c="dimmed">the platform returns of its fee</Table.Td>
              <Table.Td ta="end" c="dimmed">{money(shown.platform_fee_minor, shown)}</Table.Td>
            </Table.Tr>
          )}
        </Table.Tbody>
      </Table>
      <Text size="sm">
        {shown.cancels_order && "The whole order is cancelled with this. "}
        {shown.tickets.length > 0 && `${shown.tickets.length === 1 ? "Ticket" : "Tickets"} ${shown.tickets.join(", ")} ${shown.tickets.length === 1 ? "admits" : "admit"} nobody any more, and the places are on sale again. `}
        {byHand > 0 && `Hand ${money(byHand, order)} back by yourself: this only notes it. `}
        {shown.amount_minor > byHand && "Banks take up to ten days. "}
        The buyer is told by e-mail. This cannot be undone.
      </Text>
    </Stack>
  );
}

export function RefundForm({ order, onDone }: { order: StaffOrder; onDone(): void }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const valid = order.holders.filter(({ state }) => state === "VALID");
  const [mode, setMode] = useState<Mode>(valid.length ? "tickets" : "everything");
  const [tickets, setTickets] = useState<number[]>([]);
  const [typed, setTyped] = useState("");
  const [keeps, setKeeps] = useState(order.state !== "COMPLETED");
  const [reason, setReason] = useState<RefundReason | null>(null);
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const refunds = useQuery({ queryKey: ["refunds", order.id], queryFn: () => listRefunds(order.id) });
  const what = wish(mode, tickets, toMinor(typed, order.exponent), keeps);
  const preview = useQuery({
    queryKey: ["refund-preview", order.id, refunds.data?.decided, what],
    queryFn: ({ signal }) => previewRefund(order.id, what!, signal),
    enabled: what !== null && refunds.isSuccess,
    retry: false,
  });

  async function send(event: FormEvent) {
    event.preventDefault();
    if (!what || !reason || !refunds.data) return;
    setSending(true);
    setProblem(null);
    const body = { ...what, reason, note, decided: refunds.data.decided };
    try {
      queries.setQueryData(["refunds", order.id], await refundOrder(order.id, body, keyFor(body)));
      void queries.invalidateQueries({ queryKey: ["order", order.id] });
      void queries.invalidateQueries({ queryKey: ["orders", order.event.id] });
      onDone();
    } catch (error) {
      setProblem(error);
      setSending(false);
      void refunds.refetch();
    }
  }

  const modes = [
    ...(valid.length ? [{ value: "tickets", label: "Tickets" }] : []),
    { value: "everything", label: "Everything" },
    { value: "amount", label: "An amount" },
  ];
  return (
    <Paper withBorder radius="md" p="md" component="section" aria-labelledby="refund-title">
      <form onSubmit={send}>
        <Stack gap="sm">
          <Title order={2} size="h5" id="refund-title">Refund</Title>
          <SegmentedControl aria-label="What goes back" data={modes} value={mode} onChange={(value) => setMode(value as Mode)} />
          {mode === "tickets" && (
            <Checkbox.Group
              label="Which tickets"
              description={valid.length > MOST_AT_ONCE && `At most ${MOST_AT_ONCE} at once; the rest with another refund.`}
              error={tickets.length > MOST_AT_ONCE && `These are ${tickets.length}: choose at most ${MOST_AT_ONCE}.`}
              value={tickets.map(String)} onChange={(chosen) => setTickets(chosen.map(Number))}>
              <Stack gap="xs" mt="xs">
                {valid.map((holder) => (
                  <Checkbox key={holder.number} value={String(holder.number)} label={`${holder.number}. ${pick(holder.product_name, LANGUAGE)}, ${holder.holder_name}`} />
                ))}
              </Stack>
            </Checkbox.Group>
          )}
          {mode === "amount" && (
            <TextInput
              label={`Amount in ${order.currency}`}
              description={refunds.data && `At most ${money(refunds.data.left_minor, order)}. The tickets stay as they are.`}
              inputMode="decimal"
              value={typed}
              error={typed && toMinor(typed, order.exponent) === null ? "This is no amount of this currency." : null}
              onChange={(change) => setTyped(change.currentTarget.value)}
            />
          )}
          {mode !== "amount" && order.state === "COMPLETED" && (
            <Checkbox label="Only the money: tickets stay valid" checked={keeps} onChange={(change) => setKeeps(change.currentTarget.checked)} />
          )}
          <Select
            label="Reason"
            required
            allowDeselect={false}
            data={Object.entries(REFUND_REASONS).map(([value, label]) => ({ value, label }))}
            value={reason}
            onChange={(value) => setReason(value as RefundReason)}
          />
          <Textarea label="Note" description="Only members of your account see it." autosize maxLength={500} value={note} onChange={(change) => setNote(change.currentTarget.value)} />
          {what && preview.isPending && <Skeleton height={80} />}
          {preview.error && <Alert color="red" role="alert">{sayProblem(preview.error)}</Alert>}
          {what && preview.data && <Outcome shown={preview.data} order={order} />}
          {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
          <Group gap="xs">
            <Button type="submit" color="red.8" loading={isSending} disabled={!reason || !what || !preview.data}>
              {preview.data && what ? `Refund ${money(preview.data.amount_minor, order)}` : "Refund"}
            </Button>
            <Button variant="default" onClick={onDone}>Leave it as it is</Button>
          </Group>
        </Stack>
      </form>
    </Paper>
  );
}

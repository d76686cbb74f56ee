// An order's money: what came in and how, what is missing, what is too much, and noting what came by hand.

import { Alert, Badge, Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { LATER } from "../eventValues.ts";
import type { Event, StaffOrder } from "../../api/types.ts";
import { formatMoment } from "../../shared/time.ts";
import { sayProblem, useIntention } from "../forms.ts";
import { LOCALE, money } from "../format.ts";
import { correctPayment, handBack } from "./calls.ts";
import { NotePayment } from "./NotePayment.tsx";
import { OrderDisputes } from "./OrderDisputes.tsx";
import { OrderParts } from "./OrderParts.tsx";
import { OBJECTIONS } from "./words.ts";

type Payment = StaffOrder["payments"][number];

interface Props {
  order: StaffOrder;
  event: Event;
  mayEdit: boolean;
}

const METHODS: Record<string, string> = {
  card: "Card", paypal: "PayPal", bitcoin: "Bitcoin", bank: "Bank transfer", cash: "Cash", invoice: "On account", klarna: "Klarna",
  sepa_debit: "SEPA debit", us_bank_account: "US bank account",
};
const STATES: Record<Payment["state"], string> = {
  REQUESTED: "begun", OPEN: "begun", PROCESSING: "under way", SUCCEEDED: "paid", CANCELLED: "not paid",
};

/** What the provider tells of a card: enough to judge, nothing that names it. */
function Risk({ payment }: { payment: Payment }) {
  if (!payment.risk && !payment.country) return null;
  const score = payment.risk_score === null ? "" : ` (${payment.risk_score} of 100)`;
  const parts = [payment.country && `from ${payment.country}`, payment.risk && `risk ${payment.risk.replace("_", " ")}${score}`];
  return (
    <Text size="sm" c="dimmed">
      {parts.filter(Boolean).join(" · ")}
    </Text>
  );
}

function Row({ order, event, mayEdit, payment }: Props & { payment: Payment }) {
  const queries = useQueryClient();
  const [isAsked, setAsked] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);
  const isByHand = payment.provider === "offline";
  const isTakenOff = isByHand && payment.state === "CANCELLED";

  async function takeOff(): Promise<void> {
    try {
      queries.setQueryData(["order", order.id], await correctPayment(order.id, payment.id));
    } catch (error) {
      setProblem(error);
    }
    setAsked(false);
  }

  return (
    <li>
      <Group gap="xs" justify="space-between">
        <Text className="figures" td={isTakenOff ? "line-through" : undefined}>
          {money(payment.amount_minor, order)} · {METHODS[payment.method] ?? (payment.method || "Online")}
        </Text>
        <Badge color={payment.state === "SUCCEEDED" ? "teal" : "gray"} miw="max-content">
          {isTakenOff ? "taken off" : STATES[payment.state]}
        </Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {formatMoment(payment.received_at ?? payment.created_at, event.timezone, LOCALE)}
        {payment.provider_reference && ` · ${payment.provider_reference}`}
      </Text>
      <Risk payment={payment} />
      {payment.note && <Text size="sm">“{payment.note}”</Text>}
      {problem !== null && <Alert color="red" role="alert" mt="xs">{sayProblem(problem)}</Alert>}
      {mayEdit && isByHand && !isTakenOff && !isAsked && (
        <Button variant="subtle" size="compact-sm" px={0} onClick={() => setAsked(true)}>
          Take {money(payment.amount_minor, order)} off again…
        </Button>
      )}
      {isAsked && (
        <Group gap="xs" mt="xs" role="group" aria-label="Take this payment off again?">
          <Text size="sm">The books keep both entries. The order stays as it is.</Text>
          <Button size="compact-sm" color="red.8" onClick={() => void takeOff()}>Take it off</Button>
          <Button size="compact-sm" variant="default" onClick={() => setAsked(false)}>Keep it</Button>
        </Group>
      )}
    </li>
  );
}

function PartPaid({ order }: { order: StaffOrder }) {
  const paid = order.total_minor - order.missing_minor;
  const said = `${money(paid, order)} of ${money(order.total_minor, order)} paid`;
  return (
    <div>
      <Progress value={(100 * paid) / order.total_minor} size="lg" radius="xl" aria-label={said} />
      <Group justify="space-between" mt={4}>
        <Text size="sm" className="figures">{said}</Text>
        <Text size="sm" fw={600} className="figures">{money(order.missing_minor, order)} missing</Text>
      </Group>
    </div>
  );
}

function NotOwed({ order, mayEdit }: { order: StaffOrder; mayEdit: boolean }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [problem, setProblem] = useState<unknown>(null);
  const [isAsked, setAsked] = useState(false);
  const sum = money(order.not_owed_minor, order);

  async function act(): Promise<void> {
    try {
      queries.setQueryData(["order", order.id], await handBack(order.id, keyFor({ sum, refunded: order.refunded_minor })));
      void queries.invalidateQueries({ queryKey: ["refunds", order.id] });
    } catch (error) {
      setProblem(error);
    }
    setAsked(false);
  }

  return (
    <Alert color="yellow" title={`${sum} to hand back`}>
      <Text size="sm">
        {order.state === "COMPLETED" ? "More has come in than the order costs." : "This money came in for an order that is over."}
      </Text>
      {problem !== null && <Text size="sm" role="alert" fw={600}>{sayProblem(problem)}</Text>}
      {mayEdit && !isAsked && <Button size="compact-sm" variant="default" mt="xs" onClick={() => setAsked(true)}>Hand it back…</Button>}
      {isAsked && (
        <Stack gap="xs" mt="xs" role="group" aria-label="Hand it back?">
          <Text size="sm">What came by card goes back to it. Cash and transfers you hand back yourself: this notes that you have.</Text>
          <Group gap="xs">
            <Button size="compact-sm" onClick={() => void act()}>It goes back</Button>
            <Button size="compact-sm" variant="default" onClick={() => setAsked(false)}>Not now</Button>
          </Group>
        </Stack>
      )}
    </Alert>
  );
}

export function OrderMoney(props: Props) {
  const { order, event, mayEdit } = props;
  const takesMore = ["AWAITING_OFFLINE_PAYMENT", "EXPIRED"].includes(order.state) && order.total_minor > 0;
  const isLateOrMore = order.state === "COMPLETED" && LATER.some((one) => one === order.method) && order.total_minor > 0;
  return (
    <Stack gap="sm">
      {order.review.length > 0 && (
        <Alert color={order.state === "REVIEW" ? "red" : "gray"} title={order.state === "REVIEW" ? "Why it needs a look" : "Why it needed a look"}>
          {order.review.map((reason) => OBJECTIONS[reason]).join(" ")}
          {order.state === "REVIEW" && " No ticket is made before somebody has decided."}
        </Alert>
      )}
      {order.instalments && <OrderParts {...props} />}
      {order.missing_minor > 0 && order.state !== "EXPIRED" && <PartPaid order={order} />}
      {order.pay_by && order.state === "AWAITING_OFFLINE_PAYMENT" && (
        <Text size="sm">Due by {formatMoment(order.pay_by, event.timezone, LOCALE)}, with the reference {order.reference}.</Text>
      )}
      {order.not_owed_minor > 0 && (
        <NotOwed order={order} mayEdit={mayEdit} />
      )}
      {order.payments.length === 0 && <Text c="dimmed">No payment: {order.total_minor ? "not paid yet" : "free"}.</Text>}
      <Stack gap="sm" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {order.payments.map((payment) => (
          <Row key={payment.id} {...props} payment={payment} />
        ))}
      </Stack>
      {mayEdit && (takesMore || isLateOrMore) && <NotePayment key={`${order.noted_minor} ${order.missing_minor}`} order={order} event={event} />}
      <OrderDisputes {...props} />
    </Stack>
  );
}

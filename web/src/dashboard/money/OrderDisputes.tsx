// Banks that ask for an order's money back: until when to answer, what they are told, and what became of it.

import { Alert, Badge, Button, Collapse, Group, Paper, Stack, Text, Textarea, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Event, StaffOrder } from "../../api/types.ts";
import { formatMoment } from "../../shared/time.ts";
import { sayProblem } from "../forms.ts";
import { LOCALE, money } from "../format.ts";
import { getEvidence, handIn, revalidate } from "./calls.ts";
import { DISPUTE_STATES } from "./words.ts";

type Dispute = StaffOrder["disputes"][number];

interface Props {
  order: StaffOrder;
  event: Event;
  mayEdit: boolean;
}

const NAMES: Record<string, string> = {
  customer_name: "Buyer",
  customer_email_address: "E-mail",
  billing_address: "Billing address",
  product_description: "What was bought",
  service_date: "Date of the event",
  access_activity_log: "What happened",
  refund_policy_disclosure: "Refund policy",
  cancellation_policy_disclosure: "Terms",
};

function Evidence({ order, dispute }: { order: StaffOrder; dispute: Dispute }) {
  const query = useQuery({ queryKey: ["evidence", dispute.id], queryFn: () => getEvidence(order.id, dispute.id) });
  const told = Object.entries(query.data?.evidence ?? {}).filter(([name]) => NAMES[name]);
  return (
    <dl style={{ margin: 0 }}>
      {told.map(([name, value]) => (
        <div key={name} style={{ marginBottom: 8 }}>
          <Text component="dt" size="sm" c="dimmed">{NAMES[name]}</Text>
          <Text component="dd" size="sm" m={0} style={{ whiteSpace: "pre-line" }}>{value}</Text>
        </div>
      ))}
    </dl>
  );
}

function Answer({ order, dispute }: { order: StaffOrder; dispute: Dispute }) {
  const queries = useQueryClient();
  const [text, setText] = useState(dispute.answer);
  const [isShown, setShown] = useState(false);
  const [isSure, setSure] = useState(false);
  const [busy, setBusy] = useState("");
  const [problem, setProblem] = useState<unknown>(null);

  async function send(submit: boolean): Promise<void> {
    setBusy(submit ? "submit" : "draft");
    setProblem(null);
    try {
      queries.setQueryData(["order", order.id], await handIn(order.id, dispute.id, { text, submit }));
    } catch (error) {
      setProblem(error);
    }
    setBusy("");
    setSure(false);
  }

  return (
    <Stack gap="xs" mt="xs">
      <Textarea
        label="Your words to the bank"
        description="You can answer once. What we know of the order goes with it."
        autosize
        minRows={3}
        maxLength={10_000}
        value={text}
        onChange={(change) => setText(change.currentTarget.value)}
      />
      <Button variant="subtle" size="compact-sm" w="fit-content" px={0} aria-expanded={isShown} onClick={() => setShown(!isShown)}>
        {isShown ? "Hide what goes with it" : "See what goes with it"}
      </Button>
      <Collapse expanded={isShown}>{isShown && <Evidence order={order} dispute={dispute} />}</Collapse>
      {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
      {isSure ? (
        <Group gap="xs" role="group" aria-label="Send the answer?">
          <Text size="sm">Once it is sent, nothing can be changed.</Text>
          <Button size="compact-sm" loading={busy === "submit"} onClick={() => void send(true)}>Send it to the bank</Button>
          <Button size="compact-sm" variant="default" onClick={() => setSure(false)}>Not yet</Button>
        </Group>
      ) : (
        <Group gap="xs">
          <Button size="compact-sm" onClick={() => setSure(true)}>Answer the bank…</Button>
          <Button size="compact-sm" variant="default" loading={busy === "draft"} onClick={() => void send(false)}>Save as a draft</Button>
        </Group>
      )}
    </Stack>
  );
}

function Card({ order, event, mayEdit, dispute }: Props & { dispute: Dispute }) {
  const [label, colour] = DISPUTE_STATES[dispute.state];
  const isLost = dispute.state === "LOST";
  return (
    <Paper withBorder radius="md" p="md">
      <Group justify="space-between" gap="xs">
        <Text fw={600} className="figures">{money(dispute.amount_minor, dispute)} disputed</Text>
        <Badge color={colour} miw="max-content">{label}</Badge>
      </Group>
      <Text size="sm" c="dimmed">
        The bank says: {dispute.reason.replaceAll("_", " ")}.
        {dispute.withdrawn_minor > 0 && ` ${money(dispute.withdrawn_minor, dispute)} ${isLost ? "are lost" : "left your balance"}, costs included.`}
      </Text>
      {dispute.state === "NEEDS_ANSWER" && dispute.answer_by && (
        <Text size="sm" fw={600}>Answer by {formatMoment(dispute.answer_by, event.timezone, LOCALE)}, or the money is lost.</Text>
      )}
      {dispute.answered_at && (
        <Text size="sm">Answered {formatMoment(dispute.answered_at, event.timezone, LOCALE)}{dispute.answer && `: “${dispute.answer}”`}</Text>
      )}
      {mayEdit && dispute.state === "NEEDS_ANSWER" && <Answer order={order} dispute={dispute} />}
    </Paper>
  );
}

function Tickets({ order }: { order: StaffOrder }) {
  const queries = useQueryClient();
  const [problem, setProblem] = useState<unknown>(null);
  const count = order.holders.filter((holder) => holder.is_disputed).length;
  const act = () =>
    revalidate(order.id).then((done) => queries.setQueryData(["order", order.id], done), (error: unknown) => setProblem(error));
  return (
    <Stack gap="xs">
      <Text size="sm">{count === 1 ? "One ticket is" : `${count} tickets are`} void because of the dispute.</Text>
      {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
      <Button variant="default" size="compact-sm" w="fit-content" onClick={() => void act()}>Let them admit again</Button>
    </Stack>
  );
}

export function OrderDisputes(props: Props) {
  const { order, mayEdit } = props;
  if (!order.disputes.length) return null;
  return (
    <Stack gap="sm" component="section" aria-labelledby="disputes-title">
      <Title order={3} size="h5" id="disputes-title">Disputes</Title>
      {order.disputes.map((dispute) => (
        <Card key={dispute.id} {...props} dispute={dispute} />
      ))}
      {mayEdit && order.state === "COMPLETED" && order.holders.some((holder) => holder.is_disputed) && <Tickets order={order} />}
    </Stack>
  );
}

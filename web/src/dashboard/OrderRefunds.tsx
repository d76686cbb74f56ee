// What of an order's money has gone back, and what to do about a refund that failed.

import { Alert, Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Event, StaffOrder } from "../api/types.ts";
import { formatMoment } from "../shared/time.ts";
import { sayProblem, useIntention } from "./forms.ts";
import { LANGUAGE, LOCALE, money } from "./format.ts";
import { REFUND_STATES, listRefunds, reasonText, retryRefund, type Refund } from "./refunds.ts";

function Retry({ order, refund }: { order: StaffOrder; refund: Refund }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const [problem, setProblem] = useState<unknown>(null);
  const [busy, setBusy] = useState("");

  async function act(how: "again" | "by hand"): Promise<void> {
    setBusy(how);
    setProblem(null);
    try {
      const found = await retryRefund(order.id, refund.id, how === "by hand", keyFor({ id: refund.id, how }));
      queries.setQueryData(["refunds", order.id], found);
      void queries.invalidateQueries({ queryKey: ["order", order.id] });
    } catch (error) {
      setProblem(error);
    } finally {
      setBusy("");
    }
  }
  return (
    <Stack gap="xs" mt={4}>
      <Text size="sm">
        The money is back with you{refund.failure && ` (${refund.failure.replaceAll("_", " ")})`}. Try once more, or hand it
        back by other means and say so here.
      </Text>
      {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
      <Group gap="xs">
        <Button size="compact-sm" loading={busy === "again"} onClick={() => void act("again")}>Try again</Button>
        <Button size="compact-sm" variant="default" loading={busy === "by hand"} onClick={() => void act("by hand")}>
          It was handed back
        </Button>
      </Group>
    </Stack>
  );
}

function Row({ order, event, refund, mayEdit }: { order: StaffOrder; event: Event; refund: Refund; mayEdit: boolean }) {
  const [label, colour] = REFUND_STATES[refund.state];
  const tickets = refund.tickets.length ? ` · ticket ${refund.tickets.join(", ")}` : "";
  return (
    <li>
      <Group gap="xs" justify="space-between">
        <Text className="figures" fw={600}>{money(refund.amount_minor, refund)}</Text>
        <Badge color={colour}>{refund.provider === "offline" && refund.state === "SUCCEEDED" ? "Handed back" : label}</Badge>
      </Group>
      <Text size="sm" c="dimmed">
        {reasonText(refund.reason)}{tickets} · {formatMoment(refund.created_at, event.timezone, LOCALE)}
      </Text>
      {refund.taxes.map((tax) => (
        <Text key={tax.id} size="sm" c="dimmed" className="figures">
          contains {money(tax.amount_minor, refund)} {tax.name[LANGUAGE] ?? Object.values(tax.name)[0]} {tax.rate} %
        </Text>
      ))}
      {refund.note && <Text size="sm" style={{ whiteSpace: "pre-line" }}>“{refund.note}”</Text>}
      {refund.can_retry && mayEdit && <Retry order={order} refund={refund} />}
    </li>
  );
}

export function OrderRefunds({ order, event, mayEdit }: { order: StaffOrder; event: Event; mayEdit: boolean }) {
  const query = useQuery({
    queryKey: ["refunds", order.id],
    queryFn: () => listRefunds(order.id),
    refetchInterval: 5_000,
    enabled: order.payments.length > 0,
  });
  const found = query.data;
  if (!found || (!found.items.length && !found.has_open_dispute)) return null;
  return (
    <div>
      <Title order={2} size="h5" mb="xs">
        Refunds
      </Title>
      {found.has_open_dispute && (
        <Alert color="yellow" mb="xs">The buyer’s bank has taken a payment back and has not decided yet: nothing can be refunded meanwhile.</Alert>
      )}
      <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: "none" }} aria-label="Refunds">
        {found.items.map((refund) => (
          <Row key={refund.id} order={order} event={event} refund={refund} mayEdit={mayEdit} />
        ))}
      </Stack>
    </div>
  );
}

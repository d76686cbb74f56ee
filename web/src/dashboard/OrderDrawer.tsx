// One order in full: what was bought, how it was paid, and everything that happened to it.

import { Anchor, Group, Skeleton, Stack, Table, Text, Timeline, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Event, StaffOrder } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { formatMoment } from "../shared/time.ts";
import { getOrder } from "./api.ts";
import { Failed } from "./Failed.tsx";
import { LANGUAGE, money, words } from "./format.ts";
import { Panel } from "./Panel.tsx";
import { StateBadge } from "./StateBadge.tsx";

const REFRESH_MS = 5_000;

function Lines({ order }: { order: StaffOrder }) {
  return (
    <Table aria-label="Lines" className="figures">
      <Table.Tbody>
        {order.lines.map((line) => (
          <Table.Tr key={line.product_id}>
            <Table.Td>
              {line.quantity} × {pick(line.name, LANGUAGE)}
            </Table.Td>
            <Table.Td ta="end">{money(line.total_minor, order)}</Table.Td>
          </Table.Tr>
        ))}
        <Table.Tr>
          <Table.Th>Total</Table.Th>
          <Table.Th ta="end">{money(order.total_minor, order)}</Table.Th>
        </Table.Tr>
        {order.refunded_minor > 0 && (
          <Table.Tr>
            <Table.Td>Refunded</Table.Td>
            <Table.Td ta="end">−{money(order.refunded_minor, order)}</Table.Td>
          </Table.Tr>
        )}
      </Table.Tbody>
    </Table>
  );
}

function Payments({ order }: { order: StaffOrder }) {
  if (!order.payments.length) return <Text c="dimmed">No payment: {order.total_minor ? "not paid yet" : "free"}.</Text>;
  return (
    <Stack gap="xs">
      {order.payments.map((payment) => (
        <div key={payment.id}>
          <Text className="figures">
            {money(payment.amount_minor, order)} · {payment.state.toLowerCase()}
          </Text>
          <Text size="sm" c="dimmed" style={{ overflowWrap: "anywhere" }}>
            {payment.provider} {payment.provider_reference}
          </Text>
        </div>
      ))}
    </Stack>
  );
}

function Content({ order, event }: { order: StaffOrder; event: Event }) {
  return (
    <Stack gap="lg">
      <div>
        <Text fw={600}>{order.buyer?.name ?? "The buyer has not given a name yet"}</Text>
        {order.buyer && (
          <Anchor href={`mailto:${order.buyer.email}`} underline="always">
            {order.buyer.email}
          </Anchor>
        )}
      </div>
      <Lines order={order} />
      <div>
        <Title order={2} size="h5" mb="xs">
          Payment
        </Title>
        <Payments order={order} />
      </div>
      <div>
        <Title order={2} size="h5" mb="sm">
          What happened
        </Title>
        <Timeline active={order.facts.length} bulletSize={14} lineWidth={2}>
          {order.facts.map((fact) => (
            <Timeline.Item key={fact.id} title={words(fact.name)}>
              <Text size="sm" c="dimmed" className="figures">
                {formatMoment(fact.at, event.timezone, LANGUAGE)}
                {fact.by && ` · ${fact.by}`}
              </Text>
            </Timeline.Item>
          ))}
        </Timeline>
      </div>
    </Stack>
  );
}

export function OrderDrawer({ event, orderId, onClose }: { event: Event; orderId: string | null; onClose(): void }) {
  const query = useQuery({
    queryKey: ["order", orderId],
    queryFn: () => getOrder(orderId!),
    enabled: orderId !== null,
    refetchInterval: REFRESH_MS,
  });
  const title = (
    <Group gap="sm">
      <span>Order {query.data?.reference}</span>
      {query.data && <StateBadge state={query.data.state} />}
    </Group>
  );
  return (
    <Panel opened={orderId !== null} onClose={onClose} title={title}>
      {query.isPending && <Skeleton height={240} />}
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.data && <Content order={query.data} event={event} />}
    </Panel>
  );
}

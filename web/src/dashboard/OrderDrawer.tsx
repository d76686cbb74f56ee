// One order in full: who bought what, how it was paid, everything that happened to it, and what can be done about it.

import { Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Event, StaffOrder } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { editBuyer, editHolder, getOrder, getSession } from "./api.ts";
import { Failed } from "./Failed.tsx";
import { LANGUAGE, money } from "./format.ts";
import { OrderActions } from "./OrderActions.tsx";
import { OrderStory } from "./OrderStory.tsx";
import { Panel } from "./Panel.tsx";
import { PersonForm } from "./PersonForm.tsx";
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

function Holders({ order, mayEdit }: { order: StaffOrder; mayEdit: boolean }) {
  return (
    <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {order.holders.map((holder) => (
        <li key={holder.number}>
          <Text size="sm" c="dimmed">
            {holder.number}. {pick(holder.product_name, LANGUAGE)}
          </Text>
          <PersonForm
            whose={`the holder of ticket ${holder.number}`}
            person={{ name: holder.holder_name, email: holder.holder_email }}
            isVoid={holder.state === "VOID"}
            save={mayEdit ? (person) => editHolder(order.id, holder.number, person) : null}
          />
        </li>
      ))}
    </Stack>
  );
}

function Content({ order, event, mayEdit }: { order: StaffOrder; event: Event; mayEdit: boolean }) {
  return (
    <Stack gap="lg">
      {order.buyer ? (
        <PersonForm
          whose="the buyer"
          person={order.buyer}
          save={mayEdit ? (person) => editBuyer(order.id, person) : null}
        />
      ) : (
        <Text fw={600}>The buyer has not given a name yet</Text>
      )}
      <Lines order={order} />
      {order.holders.length > 0 && (
        <div>
          <Title order={2} size="h5" mb="xs">
            Tickets
          </Title>
          <Holders order={order} mayEdit={mayEdit} />
        </div>
      )}
      <div>
        <Title order={2} size="h5" mb="xs">
          Payment
        </Title>
        <Payments order={order} />
      </div>
      {mayEdit && <OrderActions order={order} />}
      <div>
        <Title order={2} size="h5" mb="sm">
          What happened
        </Title>
        <OrderStory order={order} event={event} />
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
  const session = useQuery({ queryKey: ["session"], queryFn: getSession, staleTime: 60_000 });
  const mayEdit = ["owner", "admin"].includes(session.data?.member.role ?? "");
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
      {query.data && <Content key={query.data.id} order={query.data} event={event} mayEdit={mayEdit} />}
    </Panel>
  );
}

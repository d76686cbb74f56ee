// One order in full: who bought what, how it was paid, everything that happened to it, and what can be done about it.

import { Group, Skeleton, Stack, Table, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Event, StaffOrder } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { editBuyer, editHolder, getOrder } from "./api.ts";
import { Failed } from "./Failed.tsx";
import { LANGUAGE, money } from "./format.ts";
import { OrderInvoices } from "./invoices/OrderInvoices.tsx";
import { may } from "./may.ts";
import { OrderMoney } from "./money/OrderMoney.tsx";
import { OrderActions } from "./OrderActions.tsx";
import { OrderRefunds } from "./OrderRefunds.tsx";
import { OrderStory } from "./OrderStory.tsx";
import { Panel } from "./Panel.tsx";
import { PersonForm, type Stored } from "./PersonForm.tsx";
import { StateBadge } from "./StateBadge.tsx";
import { useSession } from "./session.ts";

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

const personOf = ({ holder_name, holder_email, version }: StaffOrder["holders"][number]): Stored => ({
  name: holder_name,
  email: holder_email,
  version,
});

const buyerOf = ({ buyer, version }: StaffOrder): Stored => ({ ...buyer!, version });

function Holders({ order, mayEdit }: { order: StaffOrder; mayEdit: boolean }) {
  return (
    <Stack gap="md" component="ul" p={0} m={0} style={{ listStyle: "none" }}>
      {order.holders.map((holder) => (
        <li key={holder.number}>
          <Text size="sm" c="dimmed">
            {holder.number}. {pick(holder.product_name, LANGUAGE)}
          </Text>
          <PersonForm
            orderId={order.id}
            whose={`the holder of ticket ${holder.number}`}
            person={personOf(holder)}
            isVoid={holder.state === "VOID"}
            save={mayEdit ? (person, version) => editHolder(order.id, holder.number, person, version) : null}
            storedIn={({ holders }) => personOf(holders.find(({ number }) => number === holder.number)!)}
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
          orderId={order.id}
          whose="the buyer"
          person={buyerOf(order)}
          save={mayEdit ? (person, version) => editBuyer(order.id, person, version) : null}
          storedIn={buyerOf}
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
        <OrderMoney order={order} event={event} mayEdit={mayEdit} />
      </div>
      <OrderRefunds order={order} event={event} mayEdit={mayEdit} />
      <OrderInvoices orderId={order.id} refreshOn={`${order.state} ${order.refunded_minor}`} />
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
  const session = useSession();
  const mayEdit = may(session.data, "orders.edit", event.id, event.organizer_id);
  const title = (
    <Group gap="sm">
      <span>Order {query.data?.reference}</span>
      {query.data && <StateBadge state={query.data.state} />}
    </Group>
  );
  return (
    <Panel opened={orderId !== null} onClose={onClose} title={title}>
      {query.isPending && <Skeleton height={240} />}
      <Failed of={query} />
      {query.data && <Content key={query.data.id} order={query.data} event={event} mayEdit={mayEdit} />}
    </Panel>
  );
}

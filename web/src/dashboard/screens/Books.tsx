// The books of a month: what came in, what went out, what is left, and the tax in it.

import { Alert, Anchor, Group, List, Paper, Skeleton, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Entries } from "../finance/Entries.tsx";
import { TaxTable } from "../finance/TaxTable.tsx";
import { Waterfall } from "../finance/Waterfall.tsx";
import { getBooks, listReviews, listUnmatched, type Sums } from "../finance/calls.ts";
import { Failed } from "../Failed.tsx";
import { money } from "../format.ts";

const thisMonth = (): string => new Date().toISOString().slice(0, 7);
const FIRST = "2000-01";

function Unmatched() {
  const query = useQuery({ queryKey: ["finance", "unmatched"], queryFn: listUnmatched });
  const found = query.data?.items ?? [];
  if (!found.length) return null;
  return (
    <Alert color="red" title="Money that the books do not explain" mb="lg">
      Stripe has booked {found.map((one) => money(one.amount_minor, one)).join(", ")} on your account, and no order here
      asked for it. Look at {found.map((one) => one.reference).join(", ")} in Stripe’s dashboard.
    </Alert>
  );
}

function Reviews() {
  const query = useQuery({ queryKey: ["reviews"], queryFn: listReviews });
  const found = query.data?.items ?? [];
  if (!found.length) return null;
  return (
    <Alert variant="default" title={found.length === 1 ? "An order needs a look" : "Orders need a look"} mb="lg">
      Their money is here, and no ticket is made before somebody has decided.
      <List mt="xs" spacing={4}>
        {found.map((order) => (
          <List.Item key={order.id}>
            <Anchor href={`#/events/${order.event_id}/orders/${order.id}`} className="figures" underline="always">{order.reference}</Anchor>
            {" "}{money(order.total_minor, order)}, {order.buyer_name}
          </List.Item>
        ))}
      </List>
      {query.data?.next && <Text mt="xs">These are the newest; there are more.</Text>}
    </Alert>
  );
}

function Currency({ sums }: { sums: Sums }) {
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-label={sums.currency}>
      <Group justify="space-between" align="baseline" mb="md">
        <Title order={2} size="h3">{sums.currency}</Title>
        <Text size="sm" c="dimmed">
          {sums.payments} {sums.payments === 1 ? "payment" : "payments"}
          {sums.payouts_minor !== 0 && ` · ${money(-sums.payouts_minor, sums)} sent to your bank`}
        </Text>
      </Group>
      <Waterfall sums={sums} />
      <Title order={3} size="h5" mt="lg" mb="xs">Tax</Title>
      <TaxTable sums={sums} />
    </Paper>
  );
}

function Month({ month }: { month: string }) {
  const query = useQuery({ queryKey: ["finance", "summary", month], queryFn: () => getBooks(month) });
  if (query.isPending) return <Skeleton height={260} radius="lg" />;
  if (!query.data) return <Failed of={query} />;
  if (!query.data.currencies.length)
    return (
      <Paper withBorder radius="lg" p="xl">
        <Text fw={600}>No money has moved in this month.</Text>
        <Text c="dimmed" mt={4}>
          Each payment, fee, refund, dispute and payout stands here from the moment it happens, with the tax it contains.
        </Text>
      </Paper>
    );
  return (
    <Stack gap="lg">
      {query.data.currencies.map((sums) => <Currency key={sums.currency} sums={sums} />)}
      <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="entries">
        <Title order={2} size="h3" id="entries" mb="xs">Every movement</Title>
        <Entries month={month} />
      </Paper>
    </Stack>
  );
}

export default function Books() {
  const [month, setMonth] = useState(thisMonth);
  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Group justify="space-between" align="flex-end" mt="xs" mb="lg">
        <div>
          <Title order={1} size="h2">Books</Title>
          <Text c="dimmed" mt={4}>What came in and went out, to the cent.</Text>
        </div>
        <TextInput
          type="month"
          label="Month (UTC)"
          value={month}
          min={FIRST}
          max={thisMonth()}
          onChange={(event) => event.currentTarget.value && setMonth(event.currentTarget.value)}
        />
      </Group>
      <Unmatched />
      <Reviews />
      <Month month={month} />
    </>
  );
}

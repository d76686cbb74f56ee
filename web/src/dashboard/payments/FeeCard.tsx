// What the platform takes, in a sentence and with an example worked out.

import { Paper, Table, Text, Title } from "@mantine/core";
import { exponentOf } from "../../shared/currencies.ts";
import { money } from "../format.ts";
import type { Share } from "./calls.ts";

function said({ plan, is_exempt }: Share): string {
  const fixed = Object.entries(plan.fixed).filter(([, amount]) => amount > 0);
  const share = Number(plan.percent) ? `${plan.percent} % of the total` : "";
  const amount = fixed.map(([currency, minor]) => money(minor, { currency, exponent: exponentOf(currency) })).join(" or ");
  if (is_exempt || (!share && !amount)) return "This box office takes nothing of your orders.";
  const bounds = [
    ...Object.entries(plan.least).map(([currency, minor]) => `at least ${money(minor, { currency, exponent: exponentOf(currency) })}`),
    ...Object.entries(plan.most).map(([currency, minor]) => `at most ${money(minor, { currency, exponent: exponentOf(currency) })}`),
  ];
  const takes = [[share, amount].filter(Boolean).join(" and "), ...bounds].join(", ");
  return `This box office takes ${takes} of each paid order. ${plan.is_passed_on ? "Buyers pay it on top of your price." : "It comes out of what you receive."}`;
}

export function FeeCard({ share, isConnected }: { share: Share; isConnected: boolean }) {
  const { example } = share;
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="fees">
      <Title order={2} size="h3" id="fees">What it costs</Title>
      <Text mt="xs">{said(share)}</Text>
      {share.is_own && <Text size="sm" c="dimmed">That was agreed for your account.</Text>}
      {!isConnected && share.example.fee_minor > 0 && (
        <Text size="sm" c="dimmed">It begins when you are paid on a Stripe account of your own.</Text>
      )}
      <Table mt="md" maw={420} className="figures">
        <Table.Caption style={{ captionSide: "top", textAlign: "start" }}>An order of {money(example.price_minor, example)}</Table.Caption>
        <Table.Tbody>
          <Table.Tr><Table.Th scope="row" fw={400}>The buyer pays</Table.Th><Table.Td ta="end">{money(example.buyer_pays_minor, example)}</Table.Td></Table.Tr>
          <Table.Tr><Table.Th scope="row" fw={400}>This box office takes</Table.Th><Table.Td ta="end">{money(example.fee_minor, example)}</Table.Td></Table.Tr>
          <Table.Tr><Table.Th scope="row">You receive</Table.Th><Table.Td ta="end" fw={650}>{money(example.organizer_gets_minor, example)}</Table.Td></Table.Tr>
        </Table.Tbody>
      </Table>
      <Text size="sm" c="dimmed" mt="xs">Stripe's own price for each card payment is taken off as well; it depends on your country and the card.</Text>
    </Paper>
  );
}

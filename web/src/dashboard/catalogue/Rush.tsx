// Getting ready for the minute in which everybody wants a ticket.

import { Button, Group, Paper, Stack, Text, Title, VisuallyHidden } from "@mantine/core";
import { useState } from "react";
import { resizePool, type Pool } from "./calls.ts";
import { sayDone, sayFailed } from "./undo.tsx";
import type { Sale } from "./useSale.ts";
import { countOf, nameOfPool } from "./wording.ts";

const MOST = 64;

function RushRow({ sale, pool }: { sale: Sale; pool: Pool }) {
  const [isBusy, setBusy] = useState(false);
  const name = nameOfPool(pool, sale.products);
  // More parts than units would leave some empty from the start.
  const next = Math.min(MOST, pool.shards * 2, Math.max(1, pool.capacity));

  async function spread(): Promise<void> {
    setBusy(true);
    try {
      await resizePool(sale.event.id, pool, pool.capacity, next);
      await sale.refresh();
      sayDone(`${name} is counted in ${next} parts now.`);
    } catch (error) {
      await sale.refresh();
      sayFailed(error);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Group justify="space-between" component="li" wrap="nowrap">
      <Text>
        {name} <Text span c="dimmed" className="figures">· {countOf(pool.shards, "part", "parts")}</Text>
      </Text>
      {next > pool.shards && !sale.isReadOnly && (
        <Button variant="default" loading={isBusy} onClick={() => void spread()} miw="max-content">
          Count in {next} parts<VisuallyHidden>: {name}</VisuallyHidden>
        </Button>
      )}
    </Group>
  );
}

export function Rush({ sale }: { sale: Sale }) {
  const pools = sale.catalogue.pools.filter((pool) => pool.kind !== "promo" && pool.kind !== "block");
  if (!pools.length) return null;
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h3">Prepare for a rush</Title>
      <Text c="dimmed" maw={640}>
        What is left of each limit is counted in several parts, so that many people can buy at the same moment without
        waiting for each other. By itself there is one part for 25 tickets, 64 at most. If you expect thousands of people
        in the first minute, double the parts of small limits beforehand. It never sells more than there is. Parts can
        only become more.
      </Text>
      <Paper withBorder radius="lg" p="md">
        <Stack component="ul" p={0} m={0} gap="sm" style={{ listStyle: "none" }}>
          {pools.map((pool) => <RushRow key={pool.id} sale={sale} pool={pool} />)}
        </Stack>
      </Paper>
    </Stack>
  );
}

// Limits that hold for more than one ticket, and what helps in a rush.

import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { pick } from "../../shared/text.ts";
import type { Pool } from "../catalogue/calls.ts";
import { Bar, Capacity } from "../catalogue/Capacity.tsx";
import { LimitForm } from "../catalogue/LimitForm.tsx";
import { PartRow } from "../catalogue/PartRow.tsx";
import { Releases } from "../catalogue/Releases.tsx";
import { Rush } from "../catalogue/Rush.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { nameOfPool } from "../catalogue/wording.ts";
import { LANGUAGE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

interface RowProps {
  sale: Sale;
  pool: Pool;
  onPlan(): void;
}

function LimitRow({ sale, pool, onPlan }: RowProps) {
  const name = nameOfPool(pool, sale.products);
  const users = sale.products.filter((product) => product.pool_ids.includes(pool.id)).map((product) => pick(product.name, LANGUAGE));
  const words = {
    event: "Every ticket counts against it",
    shared: users.length ? `Shared by ${users.join(", ")}` : "Nothing counts against it yet: choose it in a ticket’s form",
  }[pool.kind as string];
  return (
    <PartRow
      name={name}
      words={words}
      badges={pool.free === 0 && <Badge color="red" miw="max-content">Full</Badge>}
      items={[{ label: "Plan a change…", onClick: onPlan }]}
      isReadOnly={sale.isReadOnly}
    >
      <Stack gap="xs" mt="xs">
        {!(sale.isSeries && pool.scope === "occurrence") && <Bar name={name} capacity={pool.capacity} free={pool.free} />}
        <Capacity sale={sale} pool={pool} name={name} />
      </Stack>
    </PartRow>
  );
}

function LimitsOf({ sale }: { sale: Sale }) {
  const [open, setOpen] = useState<Pool | "new" | null>(null);
  const close = () => setOpen(null);
  const { pools } = sale.catalogue;
  const own = pools.filter((pool) => pool.kind === "product" || pool.kind === "tier");
  const limits = pools.filter((pool) => pool.kind === "shared" || pool.kind === "event");
  return (
    <Stack gap="xl">
      <Stack gap="sm" component="section">
        <Group justify="space-between">
          <Title order={2} size="h3">Limits</Title>
          {!sale.isReadOnly && <Button onClick={() => setOpen("new")}>Add a limit</Button>}
        </Group>
        {limits.length === 0 && (
          <Text c="dimmed" maw={640}>
            Each ticket has a number of its own. If several share one room, or the law allows so many people in the house,
            add a limit that holds for them together.
          </Text>
        )}
        <ul className="rows-list" aria-label="Limits">
          {limits.map((pool) => <li key={pool.id}><LimitRow sale={sale} pool={pool} onPlan={() => setOpen(pool)} /></li>)}
        </ul>
      </Stack>
      {own.length > 0 && (
        <Stack gap="sm" component="section">
          <Title order={2} size="h3">Of each ticket</Title>
          <ul className="rows-list" aria-label="Of each ticket">
            {own.map((pool) => <li key={pool.id}><LimitRow sale={sale} pool={pool} onPlan={() => setOpen(pool)} /></li>)}
          </ul>
        </Stack>
      )}
      <Rush sale={sale} />
      <Panel opened={Boolean(open)} onClose={close} title={open && open !== "new" ? nameOfPool(open, sale.products) : "Add a limit"}>
        {open === "new" && <LimitForm sale={sale} onDone={close} />}
        {open && open !== "new" && <Releases sale={sale} pool={open} />}
      </Panel>
    </Stack>
  );
}

export default function Limits({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="limits">
      {(sale) => <LimitsOf sale={sale} />}
    </SaleFrame>
  );
}

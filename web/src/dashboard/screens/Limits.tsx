// Limits that hold for more than one ticket, and what helps in a rush.

import { Badge, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { pick } from "../../shared/text.ts";
import { addPool, removePool, type Pool } from "../catalogue/calls.ts";
import { Bar, Capacity } from "../catalogue/Capacity.tsx";
import { LimitForm } from "../catalogue/LimitForm.tsx";
import { LimitName } from "../catalogue/LimitName.tsx";
import { PartRow } from "../catalogue/PartRow.tsx";
import type { Item } from "../catalogue/RowMenu.tsx";
import { Releases } from "../catalogue/Releases.tsx";
import { Rush } from "../catalogue/Rush.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { removing } from "../catalogue/undo.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { nameOfPool } from "../catalogue/wording.ts";
import { LANGUAGE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

type Open = { kind: "new" } | { kind: "plan" | "name"; pool: Pool };

interface RowProps {
  sale: Sale;
  pool: Pool;
  onOpen(open: Open): void;
}

/** What can be done with a limit; those of one ticket are named and removed with it. */
function itemsOf({ sale, pool, onOpen }: RowProps): Item[] {
  const { event } = sale;
  const plan = { label: "Plan a change…", onClick: () => onOpen({ kind: "plan", pool }) };
  if (pool.kind !== "shared" && pool.kind !== "event") return [plan];
  const { name, kind, capacity, scope } = pool;
  const again = () => addPool(event.id, { name, kind, capacity, scope }, newKey());
  const remove = () => removing(nameOfPool(pool, sale.products), sale, () => removePool(event.id, pool.id), again);
  return [plan, { label: "Rename…", onClick: () => onOpen({ kind: "name", pool }) }, { label: "Remove", onClick: () => void remove() }];
}

function LimitRow(props: RowProps) {
  const { sale, pool } = props;
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
      items={itemsOf(props)}
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
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const { pools } = sale.catalogue;
  const own = pools.filter((pool) => pool.kind === "product" || pool.kind === "tier");
  const limits = pools.filter((pool) => pool.kind === "shared" || pool.kind === "event");
  return (
    <Stack gap="xl">
      <Stack gap="sm" component="section">
        <Group justify="space-between">
          <Title order={2} size="h3">Limits</Title>
          {!sale.isReadOnly && <Button onClick={() => setOpen({ kind: "new" })}>Add a limit</Button>}
        </Group>
        {limits.length === 0 && (
          <Text c="dimmed" maw={640}>
            Each ticket has a number of its own. If several share one room, or the law allows so many people in the house,
            add a limit that holds for them together.
          </Text>
        )}
        <ul className="rows-list" aria-label="Limits">
          {limits.map((pool) => <li key={pool.id}><LimitRow sale={sale} pool={pool} onOpen={setOpen} /></li>)}
        </ul>
      </Stack>
      {own.length > 0 && (
        <Stack gap="sm" component="section">
          <Title order={2} size="h3">Of each ticket</Title>
          <ul className="rows-list" aria-label="Of each ticket">
            {own.map((pool) => <li key={pool.id}><LimitRow sale={sale} pool={pool} onOpen={setOpen} /></li>)}
          </ul>
        </Stack>
      )}
      <Rush sale={sale} />
      <Panel opened={Boolean(open)} onClose={close} title={open && open.kind !== "new" ? nameOfPool(open.pool, sale.products) : "Add a limit"}>
        {open?.kind === "new" && <LimitForm sale={sale} onDone={close} />}
        {open?.kind === "name" && <LimitName sale={sale} pool={open.pool} onDone={close} />}
        {open?.kind === "plan" && <Releases sale={sale} pool={open.pool} />}
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

// Tickets that are kept apart: for a group with a code, or to give away.

import { Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatMoment } from "../../shared/time.ts";
import { BlockForm, GiveForm, ReleaseBlockForm } from "../catalogue/BlockForms.tsx";
import { Bar } from "../catalogue/Capacity.tsx";
import { listBlocks, type Block } from "../catalogue/calls.ts";
import { PartRow } from "../catalogue/PartRow.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { sayDone } from "../catalogue/undo.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { namesOf } from "../catalogue/wording.ts";
import { Failed } from "../Failed.tsx";
import { LOCALE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

type Open = { kind: "new" } | { kind: "give" | "release"; block: Block };

const DONE = { new: "They are kept apart.", give: "The tickets are on their way.", release: "They are on sale again." };

function wordsOf(block: Block, { event, products }: Sale): string {
  const moment = (at: string) => formatMoment(at, event.timezone, LOCALE);
  return [
    namesOf([block.product_id], products),
    `${block.units - block.free} of ${block.units} taken`,
    block.code ? `for whoever knows ${block.code}` : "to give away",
    block.ends_at && `until ${moment(block.ends_at)}`,
  ].filter(Boolean).join(" · ");
}

function BlockRow({ sale, block, onOpen }: { sale: Sale; block: Block; onOpen(open: Open): void }) {
  const isHeld = block.state === "HELD";
  const isEmpty = block.free === 0;
  return (
    <PartRow
      name={block.name}
      words={wordsOf(block, sale)}
      badges={!isHeld && <Badge color="gray" miw="max-content">Released</Badge>}
      isReadOnly={sale.isReadOnly || !isHeld}
      items={[
        !block.code && { label: "Give tickets…", onClick: () => onOpen({ kind: "give", block }), isDisabled: isEmpty },
        { label: "Put back on sale…", onClick: () => onOpen({ kind: "release", block }), isDisabled: isEmpty },
      ]}
    >
      {isHeld && <Bar name={block.name} capacity={block.units} free={block.free} />}
    </PartRow>
  );
}

function Nothing({ onAdd }: { onAdd?: () => void }) {
  return (
    <Paper withBorder radius="lg" p="lg" maw={640}>
      <Text fw={600}>Tickets that nobody else can buy</Text>
      <Text c="dimmed" mt={4}>
        A block takes some tickets out of the sale: for a school class with a code, for sponsors, for the press. What is left
        goes back on sale on the day that you set, or when you say so.
      </Text>
      {onAdd && <Button mt="md" onClick={onAdd}>Keep tickets apart</Button>}
    </Paper>
  );
}

function BlocksOf({ sale }: { sale: Sale }) {
  const [open, setOpen] = useState<Open | null>(null);
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["blocks", sale.event.id], queryFn: () => listBlocks(sale.event.id, null), refetchInterval: 10_000 });
  const blocks = query.data?.items ?? [];
  const canAdd = !sale.isReadOnly && sale.products.length > 0;
  const add = () => setOpen({ kind: "new" });

  async function done(): Promise<void> {
    await Promise.all([queries.invalidateQueries({ queryKey: ["blocks", sale.event.id] }), sale.refresh()]);
    sayDone(DONE[open!.kind]);
    setOpen(null);
  }

  const title = !open || open.kind === "new" ? "Keep tickets apart" : open.block.name;
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h3">Blocks</Title>
        {canAdd && blocks.length > 0 && <Button onClick={add}>Keep tickets apart</Button>}
      </Group>
      <Failed of={query} />
      {query.isPending && <Skeleton height={80} radius="lg" />}
      {query.data && blocks.length === 0 && <Nothing {...(canAdd && { onAdd: add })} />}
      <ul className="rows-list" aria-label="Blocks">
        {blocks.map((block) => <li key={block.id}><BlockRow sale={sale} block={block} onOpen={setOpen} /></li>)}
      </ul>
      <Panel opened={Boolean(open)} onClose={() => setOpen(null)} title={title}>
        {open?.kind === "new" && <BlockForm sale={sale} onDone={done} />}
        {open?.kind === "give" && <GiveForm sale={sale} block={open.block} onDone={done} />}
        {open?.kind === "release" && <ReleaseBlockForm sale={sale} block={open.block} onDone={done} />}
      </Panel>
    </Stack>
  );
}

export default function Blocks({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="blocks">
      {(sale) => <BlocksOf sale={sale} />}
    </SaleFrame>
  );
}

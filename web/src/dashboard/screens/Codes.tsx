// Promo and access codes: what they do, how often they were used, whether they are valid now.

import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { formatMoment } from "../../shared/time.ts";
import { addCode, editCode, listCodes, removeCode, type Code } from "../catalogue/calls.ts";
import { CodeForm } from "../catalogue/CodeForm.tsx";
import { stateOf } from "../catalogue/codeValues.ts";
import { PartRow } from "../catalogue/PartRow.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { offerUndo, sayDone, sayFailed } from "../catalogue/undo.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { countOf, discountOf, namesOf } from "../catalogue/wording.ts";
import { Failed } from "../Failed.tsx";
import { LOCALE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

function wordsOf(code: Code, { event, products, catalogue }: Sale): string {
  const moment = (at: string) => formatMoment(at, event.timezone, LOCALE);
  return [
    discountOf(code) + (code.product_ids.length ? ` ${namesOf(code.product_ids, products)}` : ""),
    code.unlocks.length && `opens ${namesOf(code.unlocks, [...catalogue.categories, ...products])}`,
    code.starts_at && `from ${moment(code.starts_at)}`,
    code.ends_at && `until ${moment(code.ends_at)}`,
  ].filter(Boolean).join(" · ");
}

const usesOf = (code: Code) =>
  code.max_uses ? `${code.uses} of ${countOf(code.max_uses, "use", "uses")}` : "Any number of uses";

function CodeRow({ sale, code, onEdit }: { sale: Sale; code: Code; onEdit(): void }) {
  const { event } = sale;
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["codes", event.id] });
  const [state, colour] = stateOf(code);
  const { uses, version: _version, ...fields } = code;
  const isUsed = Boolean(uses);

  async function trying(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      await refresh();
    } catch (error) {
      sayFailed(error);
    }
  }

  const pause = (is_paused: boolean) =>
    trying(async () => {
      const after = await editCode(event.id, code.code, { is_paused }, code.version);
      if (is_paused) offerUndo(`${code.code} is paused.`, () => editCode(event.id, code.code, { is_paused: false }, after.version).then(refresh));
    });
  const remove = () =>
    trying(async () => {
      await removeCode(event.id, code.code);
      offerUndo(`${code.code} is removed.`, () => addCode(event.id, fields, newKey()).then(refresh));
    });
  const copy = () =>
    trying(async () => {
      await navigator.clipboard.writeText(`${event.page_url}#code=${encodeURIComponent(code.code)}`);
      sayDone("The link is copied. It fills in the code.");
    });

  return (
    <PartRow
      name={code.code}
      words={wordsOf(code, sale)}
      badges={<Badge color={colour} miw="max-content">{state}</Badge>}
      isReadOnly={sale.isReadOnly}
      onEdit={onEdit}
      items={[
        event.page_url !== null && { label: "Copy a link with it", onClick: () => void copy() },
        { label: code.is_paused ? "Resume" : "Pause", onClick: () => void pause(!code.is_paused) },
        { label: isUsed ? "Used already: pause it instead" : "Remove", onClick: () => void remove(), isDisabled: isUsed },
      ]}
    >
      <Text size="sm" c="dimmed" className="figures">{usesOf(code)}</Text>
    </PartRow>
  );
}

function Nothing({ onAdd }: { onAdd?: () => void }) {
  return (
    <Paper withBorder radius="lg" p="lg" maw={640}>
      <Text fw={600}>A code for friends, members, partners</Text>
      <Text c="dimmed" mt={4}>
        A code takes something off, or opens a ticket that nobody else sees, or both. It can count its uses exactly, and be
        valid for some days only. Buyers type it, or follow a link that holds it.
      </Text>
      {onAdd && <Button mt="md" onClick={onAdd}>Add a code</Button>}
    </Paper>
  );
}

function CodesOf({ sale }: { sale: Sale }) {
  const [open, setOpen] = useState<{ code?: Code } | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["codes", sale.event.id],
    queryFn: ({ pageParam }) => listCodes(sale.event.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 10_000,
  });
  const codes = query.data?.pages.flatMap((page) => page.items) ?? [];
  const add = () => setOpen({});
  const close = () => setOpen(null);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h3">Codes</Title>
        {!sale.isReadOnly && codes.length > 0 && <Button onClick={add}>Add a code</Button>}
      </Group>
      <Failed of={query} />
      {query.isPending && <Skeleton height={80} radius="lg" />}
      {query.data && codes.length === 0 && <Nothing {...(!sale.isReadOnly && { onAdd: add })} />}
      <ul className="rows-list" aria-label="Codes">
        {codes.map((code) => (
          <li key={code.code}>
            <CodeRow sale={sale} code={code} onEdit={() => setOpen({ code })} />
          </li>
        ))}
      </ul>
      {query.hasNextPage && <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
      <Panel opened={Boolean(open)} onClose={close} title={open?.code?.code ?? "Add a code"}>
        {open && <CodeForm sale={sale} {...(open.code && { code: open.code })} onDone={close} />}
      </Panel>
    </Stack>
  );
}

export default function Codes({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="codes">
      {(sale) => <CodesOf sale={sale} />}
    </SaleFrame>
  );
}

// Taxes and fees, and what the buyer pays in the end.

import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { pick } from "../../shared/text.ts";
import { addFee, addTax, removeFee, removeTax, type Fee, type Tax } from "../catalogue/calls.ts";
import { FeeForm } from "../catalogue/FeeForm.tsx";
import { PartRow } from "../catalogue/PartRow.tsx";
import { PricePreview } from "../catalogue/PricePreview.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { TaxForm } from "../catalogue/TaxForm.tsx";
import { removing } from "../catalogue/undo.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { amountIn, countOf, namesOf } from "../catalogue/wording.ts";
import { LANGUAGE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

type Open = { kind: "tax"; tax?: Tax } | { kind: "fee"; fee?: Fee };

const nameOf = (thing: { name: Record<string, string> }) => pick(thing.name, LANGUAGE);

function taxWords(tax: Tax, sale: Sale): string {
  const users = sale.products.filter((product) => product.tax_ids.includes(tax.id)).length;
  return [
    `${Number(tax.rate)} %, ${tax.is_inclusive ? "part of the price" : "added to the price"}`,
    tax.is_compound && "on the taxes before it, too",
    `on ${countOf(users, "ticket", "tickets")}`,
    tax.is_default && "new tickets have it",
  ].filter(Boolean).join(" · ");
}

function feeWords(fee: Fee, sale: Sale): string {
  const amounts = Object.entries(fee.amounts).map(([currency, minor]) => amountIn(minor, currency)).join(" or ");
  const share = Number(fee.percent) ? `${Number(fee.percent)} %` : "";
  return [
    `${[amounts, share].filter(Boolean).join(" + ")} ${fee.per === "ticket" ? "for each ticket" : "once for an order"}`,
    fee.product_ids.length && `only for ${namesOf(fee.product_ids, sale.products)}`,
    fee.tax_ids.length && `with ${namesOf(fee.tax_ids, sale.catalogue.taxes)}`,
  ].filter(Boolean).join(" · ");
}

function Taxes({ sale, onOpen }: { sale: Sale; onOpen(open: Open): void }) {
  const { event, catalogue, isReadOnly } = sale;
  return (
    <Stack gap="sm" component="section">
      <Group justify="space-between">
        <Title order={2} size="h3">Taxes</Title>
        {!isReadOnly && <Button variant="default" onClick={() => onOpen({ kind: "tax" })}>Add a tax</Button>}
      </Group>
      {catalogue.taxes.length === 0 && (
        <Text c="dimmed" maw={640}>No taxes. If your prices hold VAT, add it here: buyers see it on their order and invoice, and you in your reports.</Text>
      )}
      {catalogue.taxes.map((tax) => {
        const { id, position: _p, version: _v, ...fields } = tax;
        return (
          <PartRow
            key={id}
            name={nameOf(tax)}
            words={taxWords(tax, sale)}
            isReadOnly={isReadOnly}
            onEdit={() => onOpen({ kind: "tax", tax })}
            items={[{ label: "Remove", onClick: () => void removing(nameOf(tax), sale, () => removeTax(event.id, id), () => addTax(event.id, fields, newKey())) }]}
          />
        );
      })}
    </Stack>
  );
}

function Fees({ sale, onOpen }: { sale: Sale; onOpen(open: Open): void }) {
  const { event, catalogue, isReadOnly } = sale;
  return (
    <Stack gap="sm" component="section">
      <Group justify="space-between">
        <Title order={2} size="h3">Fees</Title>
        {!isReadOnly && <Button variant="default" onClick={() => onOpen({ kind: "fee" })}>Add a fee</Button>}
      </Group>
      {catalogue.fees.length === 0 && (
        <Text c="dimmed" maw={640}>No fees. A fee that you take beside the price is shown to buyers as part of it from the first page on.</Text>
      )}
      {catalogue.fees.map((fee) => {
        const { id, position: _p, version: _v, ...fields } = fee;
        return (
          <PartRow
            key={id}
            name={nameOf(fee)}
            words={feeWords(fee, sale)}
            isReadOnly={isReadOnly}
            onEdit={() => onOpen({ kind: "fee", fee })}
            items={[{ label: "Remove", onClick: () => void removing(nameOf(fee), sale, () => removeFee(event.id, id), () => addFee(event.id, fields, newKey())) }]}
          />
        );
      })}
    </Stack>
  );
}

function PricesOf({ sale }: { sale: Sale }) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const title = open?.kind === "tax" ? (open.tax ? nameOf(open.tax) : "Add a tax") : open?.fee ? nameOf(open.fee) : "Add a fee";
  return (
    <Stack gap="xl">
      <PricePreview sale={sale} />
      <Taxes sale={sale} onOpen={setOpen} />
      <Fees sale={sale} onOpen={setOpen} />
      <Panel opened={Boolean(open)} onClose={close} title={title}>
        {open?.kind === "tax" && <TaxForm sale={sale} {...(open.tax && { tax: open.tax })} onDone={close} />}
        {open?.kind === "fee" && <FeeForm sale={sale} {...(open.fee && { fee: open.fee })} onDone={close} />}
      </Panel>
    </Stack>
  );
}

export default function Prices({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="prices">
      {(sale) => <PricesOf sale={sale} />}
    </SaleFrame>
  );
}

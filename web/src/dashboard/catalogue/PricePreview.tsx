// What a ticket costs the buyer, in one sentence and by its parts, before it is on sale too.

import { Paper, Select, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { Product } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { LANGUAGE, money } from "../format.ts";
import { wantedLine } from "./basket.ts";
import { quote, type Schemas } from "./calls.ts";
import type { Sale } from "./useSale.ts";

type Quote = Schemas["QuoteOut"];

/** "25.00 price (incl. 3.99 VAT) + 1.13 booking fee". */
export function partsOf(quoted: Quote): string {
  const said = (minor: number) => money(minor, quoted);
  const share = (one: Schemas["ShareOut"]) => `${said(one.amount_minor)} ${pick(one.name, LANGUAGE)}`;
  const included = quoted.taxes.filter((tax) => tax.is_included);
  const added = [...quoted.fees, ...quoted.taxes.filter((tax) => !tax.is_included)];
  const of = included.length ? ` (incl. ${included.map(share).join(", ")})` : "";
  return [`${said(quoted.subtotal_minor)} price${of}`, ...added.map(share)].join(" + ");
}

function Price({ sale, product }: { sale: Sale; product: Product }) {
  const line = wantedLine(product, sale);
  const { data, error } = useQuery({
    queryKey: ["quote", sale.event.id, line],
    queryFn: () => quote(sale.event.id, { lines: [line], language: LANGUAGE, code: "", currency: null, email: null }),
  });
  if (error) return <Text c="dimmed">It has no price just now: its prices have ended, or have yet to begin.</Text>;
  if (!data) return <Text c="dimmed">…</Text>;
  const what = line.quantity > 1 ? `${line.quantity} × ${pick(product.name, LANGUAGE)}` : pick(product.name, LANGUAGE);
  return (
    <>
      <Text>
        {what} at {money(data.lines[0]!.unit_price_minor, data)} costs the buyer <b>{money(data.total_minor, data)}</b>.
      </Text>
      <Text size="sm" c="dimmed">{partsOf(data)}</Text>
    </>
  );
}

export function PricePreview({ sale }: { sale: Sale }) {
  const [chosen, setChosen] = useState<string | null>(null);
  const sold = sale.products.filter((product) => product.kind !== "donation");
  const product = sold.find((one) => one.id === chosen) ?? sold.find((one) => one.price_minor > 0) ?? sold[0];
  if (!product) return null;
  return (
    <Paper withBorder radius="lg" p="md">
      <Stack gap="xs">
        {sold.length > 1 ? (
          <Select
            label="What the buyer pays for"
            data={sold.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
            value={product.id}
            onChange={setChosen}
            allowDeselect={false}
            maw={320}
          />
        ) : (
          <Text fw={600}>What the buyer pays</Text>
        )}
        <div role="status"><Price sale={sale} product={product} /></div>
      </Stack>
    </Paper>
  );
}

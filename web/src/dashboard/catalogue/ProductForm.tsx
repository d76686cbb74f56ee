// Putting something on sale, and changing it: name, price and number first, everything else below.

import { NumberInput, SimpleGrid, Switch, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import type { Product } from "../../api/types.ts";
import { toDecimal, toMinor } from "../../shared/money.ts";
import { createProduct, listProducts } from "../api.ts";
import { useIntention } from "../forms.ts";
import { editProduct, getCatalogue, resizePool } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { fieldsOf, newProduct, ownPool, suggestions, valuesOf, type ProductValues } from "./productValues.ts";
import { ProductSections, sectionOf } from "./ProductSections.tsx";
import { needsText, written } from "./texts.ts";
import { TextsInput } from "./TextsInput.tsx";
import type { Sale } from "./useSale.ts";

type Check<T> = (value: T, values: ProductValues) => string | null;

const STAYS = "A limit can be raised and lowered, but not taken away.";

function validation({ event, catalogue }: Sale, product: Product | undefined) {
  const isAmount = (typed: string) => toMinor(typed, event.exponent) !== null;
  const amount = `Type an amount like ${toDecimal(2500, event.exponent)}, or 0 when it is free.`;
  const needsLimit = (values: ProductValues) => !product && values.kind === "ticket" && !values.pool_ids.length;
  const own = product && ownPool(product, catalogue);
  const limited = new Set(product?.tiers.filter((tier) => tier.pool_id).map((tier) => tier.id));
  return {
    name: needsText("Give it a name."),
    price_minor: ((typed, values) => (values.tiers.length || isAmount(typed) ? null : amount)) as Check<string>,
    capacity: ((count, values) => {
      if (count !== "") return null;
      return own ? STAYS : needsLimit(values) ? "Say how many there are." : null;
    }) as Check<number | "">,
    max_per_order: ((most, values) => (most < values.min_per_order ? "This is below the least." : null)) as Check<number>,
    suggested_minor: (typed: string) => (suggestions(typed, event) ? null : `Type amounts like ${toDecimal(500, event.exponent)}; ${toDecimal(1000, event.exponent)}`),
    tiers: {
      name: (name: Record<string, string>) => (Object.keys(written(name)).length ? null : "Give this price a name."),
      price: (typed: string) => (isAmount(typed) ? null : amount),
      capacity: (count: number | "", values: ProductValues, path: string) =>
        count === "" && limited.has(values.tiers[Number(path.split(".")[1])]!.id ?? "") ? STAYS : null,
      sale_ends_at: (until: string, values: ProductValues, path: string) => {
        const tier = values.tiers[Number(path.split(".")[1])]!;
        return until && tier.sale_starts_at && until <= tier.sale_starts_at ? "This must be later than its start." : null;
      },
    },
    sale_ends_at: ((until, values) =>
      until && values.sale_starts_at && until <= values.sale_starts_at ? "This must be later than the start." : null) as Check<string>,
  };
}

interface Props {
  sale: Sale;
  product?: Product;
  onDone(): void;
}

export function ProductForm({ sale, product, onDone }: Props) {
  const { event, catalogue } = sale;
  const queries = useQueryClient();
  const keyFor = useIntention();
  const known = useRef(product);
  const seen = useRef(catalogue);
  const [opened, setOpened] = useState<string[]>([]);
  const form = useForm<ProductValues>({
    initialValues: product ? valuesOf(product, event, catalogue) : newProduct(catalogue),
    validate: validation(sale, product),
  });
  const { kind, tiers } = form.values;

  /** Numbers are the limits' own: raised or lowered there, whatever is sold meanwhile. */
  async function resize(before: Product, values: ProductValues): Promise<void> {
    const own = ownPool(before, seen.current);
    await resizeTo(own?.id, values.capacity);
    for (const tier of before.tiers) await resizeTo(tier.pool_id, values.tiers.find((one) => one.id === tier.id)?.capacity);
  }

  async function resizeTo(poolId: string | null | undefined, wanted: number | "" | undefined): Promise<void> {
    const pool = seen.current.pools.find(({ id }) => id === poolId);
    if (!pool || typeof wanted !== "number" || wanted === pool.capacity) return;
    const resized = await resizePool(event.id, pool, wanted);
    seen.current = { ...seen.current, pools: seen.current.pools.map((one) => (one.id === pool.id ? resized : one)) };
  }

  async function send(values: ProductValues): Promise<void> {
    const fields = fieldsOf(values, event);
    const before = known.current;
    if (before) {
      await resize(before, values);
      const { kind: _kind, capacity: _capacity, scope: _scope, ...edits } = fields;
      await editProduct(event.id, before.id, edits, before.version);
    } else await createProduct(event.id, fields, keyFor(fields));
    await sale.refresh();
    onDone();
  }

  async function fresh(): Promise<ProductValues> {
    const [products, read] = await Promise.all([listProducts(event.id), getCatalogue(event.id)]);
    await queries.invalidateQueries({ queryKey: ["products", event.id] });
    known.current = products.items.find((one) => one.id === product!.id) ?? product!;
    seen.current = read;
    return valuesOf(known.current, event, read);
  }

  const price = kind === "donation" ? `Least amount in ${event.currency}` : `Price in ${event.currency}`;
  return (
    <Editor
      form={form}
      fields={Object.keys(form.values)}
      submitLabel={product ? "Save" : kind === "ticket" ? "Add the tickets" : "Add it"}
      onSend={send}
      {...(product && { onFresh: fresh })}
      onErrors={(names) => setOpened((before) => [...new Set([...before, ...names.flatMap(sectionOf)])])}
    >
      <TextsInput languages={event.languages} label="Name" isRequired hasFocus {...form.getInputProps("name")} />
      <SimpleGrid cols={2}>
        {tiers.length === 0 && <TextInput label={price} inputMode="decimal" required {...form.getInputProps("price_minor")} />}
        <NumberInput
          label={sale.isSeries ? "How many on each date" : "How many"}
          required={kind === "ticket"}
          placeholder="No limit"
          min={0}
          max={1_000_000}
          allowDecimal={false}
          allowNegative={false}
          disabled={Boolean(product && !ownPool(product, catalogue))}
          {...form.getInputProps("capacity")}
        />
      </SimpleGrid>
      <ProductSections form={form} sale={sale} product={product} opened={opened} onOpen={setOpened} />
      {product && <Switch label="Pause the sale" {...form.getInputProps("is_paused", { type: "checkbox" })} />}
    </Editor>
  );
}

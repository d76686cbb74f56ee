// What differs on one date: its time, its prices, what is not sold on it, how many there are.

import { Divider, MultiSelect, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { toDecimal, toMinor } from "../../shared/money.ts";
import { pick } from "../../shared/text.ts";
import { toInstant } from "../../shared/time.ts";
import { LANGUAGE, money, toWall } from "../format.ts";
import { editDate, listDates, type DateOut } from "./calls.ts";
import { Capacity } from "./Capacity.tsx";
import { Editor } from "./Editor.tsx";
import type { Sale } from "./useSale.ts";
import { nameOfPool } from "./wording.ts";

interface Values {
  starts_at: string;
  ends_at: string;
  hidden: string[];
  prices: Record<string, string>;
}

/** What has a price of its own: each tier, or the product where there are none. */
function priced({ products }: Sale): { id: string; name: string; minor: number }[] {
  return products.flatMap((product) => {
    const name = pick(product.name, LANGUAGE);
    if (!product.tiers.length) return [{ id: product.id, name, minor: product.price_minor }];
    return product.tiers.map((tier) => ({ id: tier.id, name: `${name}, ${pick(tier.name, LANGUAGE)}`, minor: tier.price_minor }));
  });
}

function valuesOf(day: DateOut, { event }: Sale): Values {
  const own = Object.entries(day.prices).map(([id, prices]) => [id, prices[event.currency] === undefined ? "" : toDecimal(prices[event.currency]!, event.exponent)]);
  return {
    starts_at: toWall(day.starts_at, event.timezone),
    ends_at: toWall(day.ends_at, event.timezone),
    hidden: day.hidden,
    prices: Object.fromEntries(own),
  };
}

export function DateForm({ sale, day, onDone }: { sale: Sale; day: DateOut; onDone(): void }) {
  const { event, products } = sale;
  const queries = useQueryClient();
  const known = useRef(day);
  const form = useForm<Values>({
    initialValues: valuesOf(day, sale),
    validate: {
      starts_at: (wall) => (wall ? null : "Say when it starts."),
      ends_at: (wall, all) => (wall > all.starts_at ? null : "It must end after it starts."),
      prices: (typed) => (Object.values(typed).every((amount) => !amount.trim() || toMinor(amount, event.exponent) !== null) ? null : "One of the prices is no amount."),
    },
  });
  const refresh = () => queries.invalidateQueries({ queryKey: ["dates", event.id] });

  async function send(values: Values): Promise<void> {
    const typed = Object.entries(values.prices).map(([id, amount]) => [id, toMinor(amount, event.exponent)] as const);
    // What the day's price is in other currencies stays as it was.
    const own = typed.filter(([, minor]) => minor !== null).map(([id, minor]) => [id, { ...known.current.prices[id], [event.currency]: minor! }]);
    const edits = {
      starts_at: toInstant(values.starts_at, event.timezone)!,
      ends_at: toInstant(values.ends_at, event.timezone)!,
      hidden: values.hidden,
      prices: Object.fromEntries(own),
    };
    await editDate(event.id, day.id, edits, known.current.version);
    await refresh();
    onDone();
  }

  async function fresh(): Promise<Values> {
    let cursor: string | null = null;
    do {
      const page: { items: DateOut[]; next: string | null } = await listDates(event.id, cursor);
      known.current = page.items.find((one) => one.id === day.id) ?? known.current;
      cursor = page.items.some((one) => one.id === day.id) ? null : page.next;
    } while (cursor);
    return valuesOf(known.current, sale);
  }

  const counted = day.pools.filter((pool) => pool.scope === "occurrence");
  return (
    <Stack>
      <Editor form={form} fields={Object.keys(form.values)} submitLabel="Save" onSend={send} onFresh={fresh}>
        <TextInput label="Starts" type="datetime-local" required {...form.getInputProps("starts_at")} />
        <TextInput label="Ends" type="datetime-local" required {...form.getInputProps("ends_at")} />
        <MultiSelect
          label="Not sold on this date"
          placeholder={form.values.hidden.length ? "" : "Everything is sold"}
          data={products.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
          {...form.getInputProps("hidden")}
        />
        <Text fw={600}>Prices on this date</Text>
        {form.errors["prices"] && <Text c="red" size="sm" role="alert">{form.errors["prices"]}</Text>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          {priced(sale).map(({ id, name, minor }) => (
            <TextInput key={id} label={`${name} in ${event.currency}`} placeholder={money(minor, event)} inputMode="decimal" {...form.getInputProps(`prices.${id}`)} value={form.values.prices[id] ?? ""} error={undefined} />
          ))}
        </SimpleGrid>
      </Editor>
      {counted.length > 0 && (
        <>
          <Divider />
          <Text fw={600}>How many on this date</Text>
          {counted.map((pool) => (
            <div key={pool.id}>
              <Text size="sm">{nameOfPool(pool, sale.products)}</Text>
              <Capacity sale={sale} pool={pool} name={nameOfPool(pool, sale.products)} occurrenceId={day.id} onDone={refresh} />
            </div>
          ))}
        </>
      )}
    </Stack>
  );
}

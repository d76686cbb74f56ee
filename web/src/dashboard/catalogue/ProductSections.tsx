// What most tickets leave as it is, in sections that say in a line what holds now.

import { Accordion, MultiSelect, NumberInput, SegmentedControl, Select, SimpleGrid, Stack, Switch, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { ReactNode } from "react";
import type { Product } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { LANGUAGE } from "../format.ts";
import { AmountsInput } from "./AmountsInput.tsx";
import type { ProductValues } from "./productValues.ts";
import { TextsInput } from "./TextsInput.tsx";
import { TierList } from "./TierList.tsx";
import type { Sale } from "./useSale.ts";
import { AUDIENCES, countOf } from "./wording.ts";

interface Props {
  form: UseFormReturnType<ProductValues>;
  sale: Sale;
  product: Product | undefined;
}

const SECTIONS: Record<string, string[]> = {
  kind: ["kind", "suggested_minor"],
  words: ["description", "terms", "category_id"],
  prices: ["tiers", "tier_mode", "other_prices_minor", "tax_ids"],
  when: ["sale_starts_at", "sale_ends_at"],
  who: ["shown_to", "visible_from", "visible_until", "code_from", "members_from"],
  limits: ["min_per_order", "max_per_order", "max_per_buyer", "requires", "max_per_required", "pool_ids", "has_waitlist"],
};

/** Which section a field lies in, so that an error in a closed one opens it. */
export const sectionOf = (field: string): string[] =>
  Object.keys(SECTIONS).filter((section) => SECTIONS[section]!.includes(field.split(".")[0]!));

function Section({ value, title, summary, children }: { value: string; title: string; summary: string; children: ReactNode }) {
  return (
    <Accordion.Item value={value}>
      <Accordion.Control>
        <Text fw={600}>{title}</Text>
        <Text size="sm" c="dimmed">{summary}</Text>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack>{children}</Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

const KINDS = { ticket: "A ticket that is checked at the door", add_on: "Something beside the tickets", donation: "Buyers say what they give" };

function Kind({ form, sale: { event } }: Props) {
  const { kind } = form.values;
  return (
    <Section value="kind" title="Kind" summary={KINDS[kind]}>
      <SegmentedControl
        aria-label="Kind"
        data={[
          { value: "ticket", label: "Ticket" },
          { value: "add_on", label: "Add-on" },
          { value: "donation", label: "Donation" },
        ]}
        {...form.getInputProps("kind")}
      />
      {kind === "donation" && (
        <TextInput
          label={`Suggested amounts in ${event.currency}`}
          description="With a semicolon between them. Buyers may type another."
          placeholder="5; 10; 25"
          {...form.getInputProps("suggested_minor")}
        />
      )}
    </Section>
  );
}

function Words({ form, sale }: Props) {
  const { languages } = sale.event;
  const { description, terms, category_id } = form.values;
  const category = sale.catalogue.categories.find((one) => one.id === category_id);
  const parts = [pick(description, LANGUAGE) && "description", pick(terms, LANGUAGE) && "terms of its own"].filter(Boolean);
  const summary = [category && `Under ${pick(category.name, LANGUAGE)}`, parts.length && `With ${parts.join(" and ")}`];
  return (
    <Section value="words" title="Description" summary={summary.filter(Boolean).join(" · ") || "None"}>
      <TextsInput languages={languages} label="Description" isLong {...form.getInputProps("description")} />
      <TextsInput
        languages={languages}
        label="Terms of this ticket"
        description="Such as “Only with a student card”. Shown before the buyer pays."
        isLong
        {...form.getInputProps("terms")}
      />
      {sale.catalogue.categories.length > 0 && (
        <Select
          label="Category"
          data={[
            { value: "", label: "None" },
            ...sale.catalogue.categories.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) })),
          ]}
          allowDeselect={false}
          {...form.getInputProps("category_id")}
        />
      )}
    </Section>
  );
}

function Prices({ form, sale: { event, catalogue } }: Props) {
  const { tiers, tax_ids, kind } = form.values;
  const taxes = catalogue.taxes.filter((tax) => tax_ids.includes(tax.id)).map((tax) => pick(tax.name, LANGUAGE));
  const summary = [
    tiers.length ? `${tiers.length} prices` : "One price",
    taxes.length ? taxes.join(", ") : catalogue.taxes.length ? "no taxes" : "",
  ];
  return (
    <Section value="prices" title="More prices and taxes" summary={summary.filter(Boolean).join(" · ")}>
      {kind !== "donation" && <TierList form={form} event={event} />}
      {!tiers.length && (
        <AmountsInput label="Price" currencies={event.extra_currencies} {...form.getInputProps("other_prices_minor")} />
      )}
      {catalogue.taxes.length > 0 && (
        <MultiSelect
          label="Taxes"
          placeholder={tax_ids.length ? "" : "None"}
          data={catalogue.taxes.map((tax) => ({ value: tax.id, label: pick(tax.name, LANGUAGE) }))}
          {...form.getInputProps("tax_ids")}
        />
      )}
    </Section>
  );
}

function When({ form, sale: { event } }: Props) {
  const { sale_starts_at: from, sale_ends_at: until } = form.values;
  const said = (wall: string) => wall.replace("T", " ");
  const summary = [from && `from ${said(from)}`, until && `until ${said(until)}`].filter(Boolean).join(" ");
  return (
    <Section value="when" title="When it is sold" summary={summary || "As soon as the event is published, until it ends"}>
      <Text size="sm" c="dimmed">Times in {event.timezone}.</Text>
      <TextInput label="On sale from" description="Empty: as soon as the event is published." type="datetime-local" {...form.getInputProps("sale_starts_at")} />
      <TextInput label="On sale until" description="Empty: until the event ends." type="datetime-local" {...form.getInputProps("sale_ends_at")} />
    </Section>
  );
}

function Who({ form }: Props) {
  const { shown_to, sale_starts_at, code_from, members_from } = form.values;
  const presales = [code_from && "presale with a code", members_from && "presale for members"].filter(Boolean);
  return (
    <Section value="who" title="Who can buy it" summary={[AUDIENCES[shown_to], ...presales].join(" · ")}>
      <Select
        label="Shown to"
        data={Object.entries(AUDIENCES).map(([value, label]) => ({ value, label }))}
        allowDeselect={false}
        {...form.getInputProps("shown_to")}
      />
      {shown_to === "code" && <Text size="sm" c="dimmed">Make a code that unlocks it under “Codes”.</Text>}
      {shown_to === "members" && <Text size="sm" c="dimmed">After saving, say who the members are in the ticket’s menu.</Text>}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TextInput label="Shown from" type="datetime-local" {...form.getInputProps("visible_from")} />
        <TextInput label="Shown until" type="datetime-local" {...form.getInputProps("visible_until")} />
      </SimpleGrid>
      {sale_starts_at && (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label="With a code from" description="Before everybody else." type="datetime-local" {...form.getInputProps("code_from")} />
          <TextInput label="For members from" description="Before everybody else." type="datetime-local" {...form.getInputProps("members_from")} />
        </SimpleGrid>
      )}
      {!sale_starts_at && <Text size="sm" c="dimmed">For a presale, first say when it is on sale for everybody.</Text>}
    </Section>
  );
}

function Limits({ form, sale, product }: Props) {
  const { min_per_order: least, max_per_order: most, max_per_buyer, requires, pool_ids, has_waitlist } = form.values;
  const whole = { allowDecimal: false, allowNegative: false };
  const others = sale.products.filter((one) => one.id !== product?.id);
  const shared = sale.catalogue.pools.filter((pool) => pool.kind === "shared");
  const summary = [
    `${least} to ${most} in an order`,
    max_per_buyer && `${max_per_buyer} for a buyer`,
    requires.length && "only with something else",
    pool_ids.length && countOf(pool_ids.length, "shared limit", "shared limits"),
    !has_waitlist && "no waiting list",
  ];
  return (
    <Section value="limits" title="Limits" summary={summary.filter(Boolean).join(" · ")}>
      <SimpleGrid cols={2}>
        <NumberInput label="Least per order" min={1} max={100} {...whole} {...form.getInputProps("min_per_order")} />
        <NumberInput label="Most per order" min={1} max={100} {...whole} {...form.getInputProps("max_per_order")} />
      </SimpleGrid>
      <NumberInput
        label="Most per buyer"
        description="Over all orders of an e-mail address. 0: no limit."
        min={0}
        max={1000}
        {...whole}
        {...form.getInputProps("max_per_buyer")}
      />
      {others.length > 0 && (
        <MultiSelect
          label="Only together with"
          placeholder={requires.length ? "" : "Sold by itself"}
          data={others.map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
          {...form.getInputProps("requires")}
        />
      )}
      {requires.length > 0 && (
        <NumberInput label="How many for each of those" description="0: any number." min={0} max={100} {...whole} {...form.getInputProps("max_per_required")} />
      )}
      {shared.length > 0 && (
        <MultiSelect
          label="Shared limits"
          description="It counts against these as well. They cannot change once it has sold."
          data={shared.map((pool) => ({ value: pool.id, label: pick(pool.name, LANGUAGE) }))}
          {...form.getInputProps("pool_ids")}
        />
      )}
      <Switch label="Waiting list when it is sold out" {...form.getInputProps("has_waitlist", { type: "checkbox" })} />
    </Section>
  );
}

export function ProductSections({ opened, onOpen, ...props }: Props & { opened: string[]; onOpen(opened: string[]): void }) {
  return (
    <Accordion multiple variant="separated" radius="md" value={opened} onChange={onOpen} order={3}>
      {!props.product && <Kind {...props} />}
      {props.product?.kind === "donation" && <Kind {...props} />}
      <Prices {...props} />
      <Words {...props} />
      <When {...props} />
      <Who {...props} />
      <Limits {...props} />
    </Accordion>
  );
}

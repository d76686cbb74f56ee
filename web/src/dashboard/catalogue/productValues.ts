// A product as its form holds it: amounts as they are typed, wall times; there and back.

import type { Event, Product, Text } from "../../api/types.ts";
import { exponentOf } from "../../shared/currencies.ts";
import { toDecimal, toMinor } from "../../shared/money.ts";
import { toInstant } from "../../shared/time.ts";
import { toWall } from "../format.ts";
import type { Catalogue, Schemas } from "./calls.ts";
import { written } from "./texts.ts";

type Amounts = Record<string, string>;

export interface TierValues {
  id: string | null;
  name: Text;
  price: string;
  others: Amounts;
  capacity: number | "";
  sale_starts_at: string;
  sale_ends_at: string;
}

export interface ProductValues {
  kind: Product["kind"];
  name: Text;
  description: Text;
  terms: Text;
  price_minor: string;
  other_prices_minor: Amounts;
  capacity: number | "";
  tiers: TierValues[];
  tier_mode: Product["tier_mode"];
  suggested_minor: string;
  category_id: string;
  tax_ids: string[];
  pool_ids: string[];
  shown_to: Product["shown_to"];
  visible_from: string;
  visible_until: string;
  sale_starts_at: string;
  sale_ends_at: string;
  code_from: string;
  members_from: string;
  min_per_order: number;
  max_per_order: number;
  max_per_buyer: number;
  requires: string[];
  max_per_required: number;
  has_waitlist: boolean;
  is_paused: boolean;
}

const MOMENTS = ["visible_from", "visible_until", "sale_starts_at", "sale_ends_at", "code_from", "members_from"] as const;
const SAME = [
  "kind", "tier_mode", "category_id", "tax_ids", "shown_to", "min_per_order", "max_per_order", "max_per_buyer", "requires",
  "max_per_required", "has_waitlist", "is_paused",
] as const;

export function typedAmounts(minor: Record<string, number>): Amounts {
  return Object.fromEntries(Object.entries(minor).map(([code, amount]) => [code, toDecimal(amount, exponentOf(code))]));
}

/** The amounts that were typed, in minor units; an empty field stands for none. */
export function minorAmounts(typed: Amounts): Record<string, number> {
  const read = Object.entries(typed).map(([code, amount]) => [code, toMinor(amount, exponentOf(code))] as const);
  return Object.fromEntries(read.filter((pair): pair is [string, number] => pair[1] !== null));
}

export const ownPool = (product: Product, { pools }: Catalogue) =>
  pools.find((pool) => pool.kind === "product" && product.pool_ids.includes(pool.id));

export function newTier(languages: string[], name = ""): TierValues {
  return { id: null, name: { [languages[0]!]: name }, price: "", others: {}, capacity: "", sale_starts_at: "", sale_ends_at: "" };
}

export function newProduct(catalogue: Catalogue): ProductValues {
  return {
    kind: "ticket",
    name: {},
    description: {},
    terms: {},
    price_minor: "",
    other_prices_minor: {},
    capacity: 100,
    tiers: [],
    tier_mode: "sequence",
    suggested_minor: "",
    category_id: "",
    tax_ids: catalogue.taxes.filter((tax) => tax.is_default).map((tax) => tax.id),
    pool_ids: [],
    shown_to: "everyone",
    visible_from: "",
    visible_until: "",
    sale_starts_at: "",
    sale_ends_at: "",
    code_from: "",
    members_from: "",
    min_per_order: 1,
    max_per_order: 10,
    max_per_buyer: 0,
    requires: [],
    max_per_required: 0,
    has_waitlist: true,
    is_paused: false,
  };
}

export function valuesOf(product: Product, event: Event, catalogue: Catalogue): ProductValues {
  const wall = (instant: string | null) => toWall(instant, event.timezone);
  const own = ownPool(product, catalogue);
  const { name, description, terms } = product;
  return {
    ...(Object.fromEntries(SAME.map((field) => [field, product[field]])) as Pick<ProductValues, (typeof SAME)[number]>),
    ...(Object.fromEntries(MOMENTS.map((field) => [field, wall(product[field])])) as Record<(typeof MOMENTS)[number], string>),
    name,
    description,
    terms,
    price_minor: toDecimal(product.price_minor, event.exponent),
    other_prices_minor: typedAmounts(product.other_prices_minor),
    capacity: own?.capacity ?? "",
    pool_ids: product.pool_ids.filter((id) => id !== own?.id),
    suggested_minor: product.suggested_minor.map((minor) => toDecimal(minor, event.exponent)).join("; "),
    tiers: product.tiers.map((tier) => ({
      id: tier.id,
      name: tier.name,
      price: toDecimal(tier.price_minor, event.exponent),
      others: typedAmounts(tier.other_prices_minor),
      capacity: tier.capacity ?? "",
      sale_starts_at: wall(tier.sale_starts_at),
      sale_ends_at: wall(tier.sale_ends_at),
    })),
  };
}

/** "5; 10; 20,50" → minor units; null when one of them is no amount. */
export function suggestions(typed: string, event: Event): number[] | null {
  const parts = typed.split(/[;\n]/).map((part) => part.trim()).filter(Boolean);
  const amounts = parts.map((part) => toMinor(part, event.exponent));
  return amounts.includes(null) ? null : (amounts as number[]);
}

export type ProductEdits = Schemas["NewProduct"];

export function fieldsOf(values: ProductValues, event: Event): ProductEdits {
  const instant = (wall: string) => toInstant(wall, event.timezone);
  const isDonation = values.kind === "donation";
  return {
    ...(Object.fromEntries(SAME.map((field) => [field, values[field]])) as Pick<ProductValues, (typeof SAME)[number]>),
    ...(Object.fromEntries(MOMENTS.map((field) => [field, instant(values[field])])) as Record<(typeof MOMENTS)[number], string | null>),
    name: written(values.name),
    description: written(values.description),
    terms: written(values.terms),
    // With tiers the price is theirs; the product's own is what the first of them costs.
    price_minor: toMinor(values.tiers[0]?.price ?? values.price_minor, event.exponent) ?? 0,
    other_prices_minor: minorAmounts(values.other_prices_minor),
    capacity: values.capacity === "" ? null : values.capacity,
    scope: "occurrence",
    pool_ids: values.pool_ids,
    suggested_minor: isDonation ? (suggestions(values.suggested_minor, event) ?? []) : [],
    tiers: isDonation
      ? []
      : values.tiers.map((tier) => ({
          id: tier.id,
          name: written(tier.name),
          price_minor: toMinor(tier.price, event.exponent) ?? 0,
          other_prices_minor: minorAmounts(tier.others),
          capacity: tier.capacity === "" ? null : tier.capacity,
          sale_starts_at: instant(tier.sale_starts_at),
          sale_ends_at: instant(tier.sale_ends_at),
        })),
  };
}

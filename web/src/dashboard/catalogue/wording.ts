// The words for what the API calls by short names.

import type { Event, Product } from "../../api/types.ts";
import { exponentOf } from "../../shared/currencies.ts";
import { pick } from "../../shared/text.ts";
import { LANGUAGE, money } from "../format.ts";
import type { Audience, Code, Pool } from "./calls.ts";

export const AUDIENCES: Record<Audience, string> = {
  everyone: "Everyone",
  code: "Only with a code",
  members: "Only members",
  nobody: "Nobody for now",
};

export const countOf = (count: number, one: string, other: string): string => `${count} ${count === 1 ? one : other}`;

export const amountIn = (minor: number, currency: string): string =>
  money(minor, { currency, exponent: exponentOf(currency) });

export function namesOf(ids: string[], things: { id: string; name: Record<string, string> }[]): string {
  return things.filter((thing) => ids.includes(thing.id)).map((thing) => pick(thing.name, LANGUAGE)).join(", ");
}

/** "12.50", "from 10.00 to 25.00", "Free", "Donation". */
export function priceOf(product: Product, event: Event): string {
  if (product.kind === "donation") return product.price_minor ? `from ${money(product.price_minor, event)}` : "Any amount";
  const prices = product.tiers.length ? product.tiers.map((tier) => tier.price_minor) : [product.price_minor];
  const [least, most] = [Math.min(...prices), Math.max(...prices)];
  const said = (minor: number) => (minor ? money(minor, event) : "Free");
  return least === most ? said(least) : `${said(least)} – ${said(most)}`;
}

export function discountOf(code: Code): string {
  if (code.discount === "percent") return `${Number(code.percent)} % off`;
  if (code.discount === "none") return "No discount";
  const amounts = Object.entries(code.amounts).map(([currency, minor]) => amountIn(minor, currency));
  return `${amounts.join(" or ")} off ${code.scope === "unit" ? "each" : "the order"}`;
}

/** What keeps a product from being bought by everybody now; nothing for most. */
export function badgesOf(product: Product, now = new Date()): [label: string, colour: string][] {
  const instant = now.toISOString();
  const badges: [string, string][] = [];
  if (product.is_paused) badges.push(["Paused", "yellow"]);
  if (product.free === 0) badges.push(["Sold out", "red"]);
  if (product.shown_to !== "everyone") badges.push([AUDIENCES[product.shown_to], product.shown_to === "nobody" ? "gray" : "blue"]);
  if (product.visible_from && instant < product.visible_from) badges.push(["Not shown yet", "gray"]);
  if (product.visible_until && instant >= product.visible_until) badges.push(["Not shown any more", "gray"]);
  if (product.sale_starts_at && instant < product.sale_starts_at) badges.push(["Sale not open yet", "gray"]);
  if (product.sale_ends_at && instant >= product.sale_ends_at) badges.push(["Sale over", "gray"]);
  if (product.kind !== "ticket") badges.push([product.kind === "donation" ? "Donation" : "Add-on", "foyer"]);
  return badges;
}

/** A limit by what it limits. */
export function nameOfPool(pool: Pool, products: Product[]): string {
  if (pool.kind === "event") return pick(pool.name, LANGUAGE) || "Everything";
  const own = products.find((product) => product.pool_ids.includes(pool.id) || product.tiers.some((tier) => tier.pool_id === pool.id));
  if (pool.kind === "shared" || !own) return pick(pool.name, LANGUAGE);
  const tier = own.tiers.find((one) => one.pool_id === pool.id);
  return [pick(own.name, LANGUAGE), tier && pick(tier.name, LANGUAGE)].filter(Boolean).join(", ");
}

// The basket: what is wanted of each price that can be chosen, kept within what the products allow.

import type { PublicEvent, PublicProduct, Text } from "../api/types.ts";
import type { Price, WantedLine } from "./shapes.ts";

/** `amount_minor` is what a buyer gives, of a donation. */
export interface Line {
  quantity: number;
  amount_minor?: number;
}

/** Slot → line. */
export type Basket = Record<string, Line>;

/** A price with a stepper of its own: a product's only or present one, or each that it lets buyers choose from. */
export interface Slot {
  id: string;
  product: PublicProduct;
  price: Price;
}

/** The price to name first: what is on sale, else what comes next, else what was last. */
export const currentPrice = ({ prices }: PublicProduct): Price =>
  prices.find((price) => price.state === "on_sale") ?? prices.find((price) => price.state === "not_yet") ?? prices.at(-1)!;

export const hasChoice = (product: PublicProduct): boolean => product.tier_mode === "choice" && product.prices.length > 1;

export function slotsOf(product: PublicProduct): Slot[] {
  if (hasChoice(product)) return product.prices.map((price) => ({ id: `${product.id}/${price.tier_id}`, product, price }));
  return [{ id: product.id, product, price: currentPrice(product) }];
}

const allSlots = (products: PublicProduct[]): Slot[] => products.flatMap(slotsOf);

/** How many of a product are in the basket, whatever their price. */
export const unitsOf = (basket: Basket, productId: string): number =>
  Object.entries(basket).reduce((sum, [slot, line]) => sum + (slot.split("/")[0] === productId ? line.quantity : 0), 0);

/** How many of an add-on the rest of the basket allows. */
function allowedByOthers(product: PublicProduct, basket: Basket): number {
  if (!product.requires.length) return Infinity;
  const needed = product.requires.reduce((sum, id) => sum + unitsOf(basket, id), 0);
  return needed && product.max_per_required ? product.max_per_required * needed : needed && Infinity;
}

/** Whether it can be bought at all, leaving aside what else is in the basket. */
export const isOnSale = ({ product, price }: Slot): boolean => product.state === "on_sale" && price.state === "on_sale";

/** The most that the basket may hold at this price now. */
export function ceiling(slot: Slot, basket: Basket): number {
  const { product, price } = slot;
  if (!isOnSale(slot)) return 0;
  const others = unitsOf(basket, product.id) - (basket[slot.id]?.quantity ?? 0);
  const all = Math.min(product.max_per_order, product.left ?? Infinity, allowedByOthers(product, basket)) - others;
  const most = Math.max(0, Math.min(all, price.left ?? Infinity));
  return most + others < product.min_per_order ? 0 : most;
}

/** The quantity after one step up or down: nothing lies between none and the smallest allowed number. */
export function step(slot: Slot, basket: Basket, by: 1 | -1): number {
  const quantity = basket[slot.id]?.quantity ?? 0;
  const others = unitsOf(basket, slot.product.id) - quantity;
  const least = slot.product.min_per_order - others;
  if (by === 1) return Math.min(ceiling(slot, basket), Math.max(least, quantity + 1));
  return quantity - 1 < least ? 0 : quantity - 1;
}

function put(basket: Basket, slotId: string, line: Line): Basket {
  const { [slotId]: _, ...rest } = basket;
  return line.quantity > 0 ? { ...rest, [slotId]: line } : rest;
}

/** The basket with one line changed, and what depends on it cut to what is then allowed. */
export const choose = (basket: Basket, products: PublicProduct[], slotId: string, line: Line): Basket =>
  fit(put(basket, slotId, line), products);

/** What is left of a basket when availability, or another line, has changed under it. */
export function fit(basket: Basket, products: PublicProduct[]): Basket {
  let fitted: Basket = {};
  for (const slot of allSlots(products)) {
    const line = basket[slot.id];
    const isTooLittle = slot.product.kind === "donation" && (line?.amount_minor ?? 0) < slot.price.price_minor;
    if (line && !isTooLittle) fitted = put(fitted, slot.id, line);
  }
  // An add-on depends on other lines, and they may be add-ons themselves: until nothing changes any more.
  for (let before: Basket = {}; !isSame(before, fitted); ) {
    before = fitted;
    for (const slot of allSlots(products)) {
      const line = fitted[slot.id];
      if (line) fitted = put(fitted, slot.id, { ...line, quantity: Math.min(line.quantity, ceiling(slot, fitted)) });
    }
  }
  return fitted;
}

export const count = (basket: Basket): number => Object.values(basket).reduce((sum, line) => sum + line.quantity, 0);

export const isSame = (a: Basket, b: Basket): boolean =>
  Object.keys(a).length === Object.keys(b).length &&
  Object.entries(a).every(([id, line]) => b[id]?.quantity === line.quantity && b[id]?.amount_minor === line.amount_minor);

/** What a line costs, all in, as the API has told it. */
function lineTotal({ price }: Slot, line: Line): number {
  if (line.amount_minor !== undefined) return line.amount_minor * line.quantity;
  return price.totals_minor[line.quantity - 1] ?? price.total_minor * line.quantity;
}

export const total = (basket: Basket, products: PublicProduct[]): number =>
  allSlots(products).reduce((sum, slot) => sum + (basket[slot.id] ? lineTotal(slot, basket[slot.id]!) : 0), 0);

/** Whether only the API can say what the basket costs: a discount, a fee on the whole order, a charge on a gift. */
export function needsQuote(basket: Basket, event: PublicEvent, code: string): boolean {
  if (!count(basket)) return false;
  const isGiftCharged = event.products.some(
    (product) => product.kind === "donation" && basket[product.id] && product.total_minor !== product.price_minor,
  );
  return Boolean(code) || event.order_fees.length > 0 || isGiftCharged;
}

/** The lines as they are ordered: at the prices that were shown, so that a buyer pays those or is told. */
export function linesOf(basket: Basket, event: PublicEvent, occurrenceId: string): WantedLine[] {
  return allSlots(event.products).flatMap(({ id, product, price }) => {
    const line = basket[id];
    if (!line) return [];
    return [{
      product_id: product.id,
      quantity: line.quantity,
      tier_id: price.tier_id ?? "",
      occurrence_id: occurrenceId,
      amount_minor: line.amount_minor ?? null,
    }];
  });
}

/** What changed under a choice: a price (minor units), or how many there may be. */
export interface Change {
  name: Text;
  what: "price" | "quantity";
  before: number;
  after: number;
}

/** What to tell somebody whose chosen tickets were looked at again. */
export function changesOf(wanted: Basket, before: PublicProduct[], after: PublicProduct[]): Change[] {
  const fitted = fit(wanted, after);
  const fresh = new Map(allSlots(after).map((slot) => [slot.id, slot]));
  return allSlots(before).flatMap((slot): Change[] => {
    const line = wanted[slot.id];
    if (!line) return [];
    const name = hasChoice(slot.product) ? slot.price.name : slot.product.name;
    const kept = fitted[slot.id]?.quantity ?? 0;
    if (kept < line.quantity) return [{ name, what: "quantity", before: line.quantity, after: kept }];
    const [was, is] = [slot.price.total_minor, fresh.get(slot.id)!.price.total_minor];
    return was === is ? [] : [{ name, what: "price", before: was, after: is }];
  });
}

// What is said of prices and of what is left of them.

import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, plural, t } from "../i18n/translate.ts";
import { formatMoney } from "../shared/money.ts";
import { pick } from "../shared/text.ts";
import { formatMoment } from "../shared/time.ts";
import type { Change, Slot } from "./basket.ts";
import type { Price } from "./shapes.ts";

type Purse = { currency: string; exponent: number };

export const amount = (minor: number, { currency, exponent }: Purse): string =>
  formatMoney(minor, currency, exponent, language());

export const price = (minor: number, purse: Purse): string => (minor === 0 ? t("Free") : amount(minor, purse));

/** What fees and taxes add to a price, as a note beside the price with everything in it. */
export function addedNote({ price_minor, total_minor }: Price, purse: Purse): string | null {
  return total_minor > price_minor ? t("incl. {amount} fees and taxes", { amount: amount(total_minor - price_minor, purse) }) : null;
}

interface OnSale {
  state: Price["state"];
  left: number | null;
  sale_starts_at: string | null;
}

export function availability({ state, left, sale_starts_at }: OnSale, timezone: string): string | null {
  if (state === "sold_out") return t("Sold out");
  if (state === "ended") return t("Sales have ended");
  if (state === "not_yet")
    return sale_starts_at ? t("On sale from {at}", { at: formatMoment(sale_starts_at, timezone, language()) }) : t("Not on sale yet");
  return left === null ? null : plural(left, "{count} left", "{count} left");
}

/** Of prices that follow each other: which this is, how long it holds, and what comes then. */
export function sequenceNote({ product, price: current }: Slot, event: PublicEvent): string {
  const parts = [pick(current.name, language())];
  const next = product.prices[product.prices.indexOf(current) + 1];
  if (current.state === "on_sale") {
    if (current.left !== null) parts.push(plural(current.left, "{count} left at this price", "{count} left at this price"));
    if (current.sale_ends_at) parts.push(t("until {at}", { at: formatMoment(current.sale_ends_at, event.timezone, language()) }));
    if (next && next.total_minor !== current.total_minor) parts.push(t("then {price}", { price: price(next.total_minor, event) }));
  }
  return parts.filter(Boolean).join(", ");
}

/** What an add-on needs beside it. */
export function needsNote(product: PublicProduct, event: PublicEvent): string | null {
  const names = event.products.filter(({ id }) => product.requires.includes(id)).map(({ name }) => pick(name, language()));
  if (!names.length) return null;
  const needs = t("Only with {names}", { names: new Intl.ListFormat(language(), { type: "disjunction" }).format(names) });
  const most = product.max_per_required;
  return most ? `${needs}, ${plural(most, "{count} each at most", "{count} each at most")}` : needs;
}

export function sayChange({ name, what, before, after }: Change, purse: Purse): string {
  const values = { name: pick(name, language()) };
  if (what === "price")
    return t("{name} now costs {after} instead of {before}.", { ...values, before: price(before, purse), after: price(after, purse) });
  if (after === 0) return t("{name} is not available any more.", values);
  return t("Of {name}, only {after} can be had now, not {before}.", { ...values, before, after });
}

/** The fees on the whole order, told before anything is chosen. */
export function orderFeesNote(event: PublicEvent): string | null {
  const parts = event.order_fees.map(({ name, percent, amount_minor }) => {
    const much = [amount_minor > 0 && amount(amount_minor, event), Number(percent) > 0 && `${percent} %`].filter(Boolean);
    return `${pick(name, language())} ${much.join(" + ")}`;
  });
  return parts.length ? t("Per order: {fees}", { fees: parts.join(", ") }) : null;
}

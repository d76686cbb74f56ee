// Amounts and moments as the dashboard shows them.

import { formatMoney } from "../shared/money.ts";

export const LANGUAGE = "en";

export const money = (minor: number, unit: { currency: string; exponent: number }): string =>
  formatMoney(minor, unit.currency, unit.exponent, LANGUAGE);

/** "2026-12-04T19:00:00Z" in Europe/Berlin → "2026-12-04T20:00", as a date-and-time field wants it. */
export function toWall(instant: string | null, timezone: string): string {
  if (!instant) return "";
  const format = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone, dateStyle: "short", timeStyle: "short" });
  return format.format(new Date(instant)).replace(" ", "T");
}

export const words = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

// Amounts and moments as the dashboard shows them.

import { formatMoney } from "../shared/money.ts";
import { formatAt } from "../shared/time.ts";

export const LANGUAGE = "en";

/** The dashboard's language with the reader's region: dates read "1 Jun" in Hamburg and "Jun 1" in Boston. */
const { region } = new Intl.Locale(new Intl.DateTimeFormat().resolvedOptions().locale).maximize();
export const LOCALE = new Intl.Locale(LANGUAGE, region ? { region } : {}).toString();

export const money = (minor: number, unit: { currency: string; exponent: number }): string =>
  formatMoney(minor, unit.currency, unit.exponent, LANGUAGE);

/** "2026-12-04T19:00:00Z" in Europe/Berlin → "2026-12-04T20:00", as a date-and-time field wants it. */
export function toWall(instant: string | null, timezone: string): string {
  if (!instant) return "";
  return formatAt(instant, timezone, "sv-SE", { dateStyle: "short", timeStyle: "short" }).replace(" ", "T");
}

export const words = (name: string): string =>
  name.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`);

// How entries of the log read: who, what, and the values before and after.

import type { Entry, Flaw } from "./calls.ts";
import { LOCALE } from "../format.ts";

const DOERS: Record<Entry["who"], string> = {
  member: "A former member",
  key: "A program",
  operator: "The platform's operator",
  buyer: "A buyer",
  system: "Foyer",
};

export const doerName = ({ name, who }: Entry): string => (who === "operator" ? DOERS.operator : name || DOERS[who]);

const plain = (name: string): string => name.replaceAll("_", " ");

/** "order.awaits_approval" → "Order awaits approval". */
export function typeText(type: string): string {
  const text = plain(type.replace(".", " "));
  return text[0]!.toUpperCase() + text.slice(1);
}

/** "Event evt_7k2m…" → "Event"; the id is shown apart. */
export const rowText = (row: string): string => row.split(" ")[0]!.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();

export const fieldText = plain;

export function valueText(value: unknown): string {
  if (value === null || value === undefined || value === "") return "nothing";
  if (value === true || value === false) return value ? "yes" : "no";
  if (Array.isArray(value)) return value.length ? value.map(valueText).join(", ") : "none";
  if (typeof value === "object")
    return Object.entries(value).map(([name, held]) => `${plain(name)}: ${valueText(held)}`).join(" · ") || "none";
  const text = String(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? at(text) : text;
}

export const at = (instant: string): string =>
  new Date(instant).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "medium" });

const DAMAGES: Record<Flaw["damage"], string> = {
  edited: "A change was edited after it was sealed",
  removed: "A change was removed",
  added: "A change was slipped in later",
  link_edited: "A seal was edited",
  link_missing: "A seal was removed",
};

export const damageText = ({ damage, subject, link }: Flaw): string =>
  `${DAMAGES[damage]}${subject ? `: ${subject}` : ""} (seal ${link})`;

/** What one looks for most; the noun alone finds everything about it. */
export const TYPES = [
  ["account", "Account and settings"],
  ["organizer", "Organizers"],
  ["member", "Members and sign-ins"],
  ["role", "Roles"],
  ["key", "API keys"],
  ["event", "Events"],
  ["catalogue", "Tickets, prices, questions"],
  ["pool", "Limits"],
  ["code", "Codes"],
  ["order", "Orders"],
  ["payment", "Payments"],
  ["refund", "Refunds"],
  ["invoice", "Invoices"],
  ["webhook", "Webhooks"],
].map(([value, label]) => ({ value: value!, label: label! }));

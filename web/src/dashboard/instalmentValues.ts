// Paying in parts as an event's form holds it: days and dates as they are typed; there and back.

import type { Event } from "../api/types.ts";
import { exponentOf } from "../shared/currencies.ts";
import { toDecimal, toMinor } from "../shared/money.ts";
import type { EventFields } from "./api.ts";

export interface InstalmentValues {
  isOn: boolean;
  deposit_percent: number;
  /** "90, 60": days before the start. */
  due_days_before: string;
  /** "2031-05-01, 2031-06-01" */
  due_on: string;
  minimum: string;
  paid_days_before: number;
  grace_days: number;
  when_overdue: "ask" | "cancel";
  kept_percent: number;
}

export function instalmentsOf(event?: Event): InstalmentValues {
  const terms = event?.instalments;
  return {
    isOn: Boolean(terms),
    deposit_percent: terms?.deposit_percent ?? 25,
    due_days_before: (terms?.due_days_before ?? [90, 60]).join(", "),
    due_on: (terms?.due_on ?? []).join(", "),
    minimum: terms?.minimum_minor ? toDecimal(terms.minimum_minor, exponentOf(event!.currency)) : "",
    paid_days_before: terms?.paid_days_before ?? 14,
    grace_days: terms?.grace_days ?? 7,
    when_overdue: terms?.when_overdue ?? "ask",
    kept_percent: terms?.kept_percent ?? 0,
  };
}

const typed = (text: string): string[] => text.split(/[\s,;]+/).filter(Boolean);

/** What is typed and is no number or amount is sent as one that the API refuses, with its sentence. */
export function instalmentFields(values: InstalmentValues, currency: string): EventFields["instalments"] {
  const { isOn, minimum, due_days_before, due_on, ...plain } = values;
  if (!isOn) return null;
  return {
    ...plain,
    due_on: typed(due_on),
    due_days_before: typed(due_days_before).map((days) => (/^\d+$/.test(days) ? Number(days) : -1)),
    minimum_minor: minimum.trim() ? (toMinor(minimum, exponentOf(currency)) ?? -1) : 0,
  };
}

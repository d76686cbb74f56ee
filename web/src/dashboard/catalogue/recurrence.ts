// The dates that a rule names, as wall times of the event: the same that the server will make, shown before it does.

import type { Schemas } from "./calls.ts";

export interface Rule {
  starts_at: string; // "2031-06-01T20:00"
  frequency: Schemas["NewDates"]["frequency"];
  interval: number;
  /** 0 is Monday; for weeks only. */
  weekdays: number[];
  count: number | null;
  until: string | null; // "2031-12-31", included
}

export const MOST_AT_ONCE = 1000;
const DAY_MS = 86_400_000;

const weekday = (day: Date) => (day.getUTCDay() + 6) % 7;
const plus = (day: Date, days: number) => new Date(day.getTime() + days * DAY_MS);
const textOf = (day: Date) => day.toISOString().slice(0, 10);

function* months(first: Date, interval: number): Generator<Date> {
  for (let number = first.getUTCFullYear() * 12 + first.getUTCMonth(); ; number += interval) {
    const day = new Date(Date.UTC(Math.floor(number / 12), number % 12, first.getUTCDate()));
    if (day.getUTCMonth() === number % 12) yield day; // months without such a day are left out
  }
}

function* days(first: Date, { frequency, interval, weekdays }: Rule): Generator<Date> {
  if (frequency === "monthly") return yield* months(first, interval);
  const step = frequency === "daily" ? interval : 7 * interval;
  const chosen = frequency === "weekly" ? [...new Set(weekdays)].sort() : [];
  const start = chosen.length ? plus(first, -weekday(first)) : first;
  for (let week = start; ; week = plus(week, step))
    for (const day of chosen.length ? chosen.map((one) => plus(week, one)) : [week]) if (day >= first) yield day;
}

/** Wall times, one more than may be made at once when there are too many; empty while the rule is incomplete. */
export function datesOf(rule: Rule): string[] {
  const first = new Date(`${rule.starts_at.slice(0, 10)}T00:00Z`);
  const isBounded = (rule.count ?? 0) > 0 || rule.until;
  if (Number.isNaN(first.getTime()) || !isBounded || !(rule.interval > 0)) return [];
  const found: string[] = [];
  for (const day of days(first, rule)) {
    const isOver = (rule.count && found.length >= rule.count) || (rule.until && textOf(day) > rule.until);
    if (isOver || found.length > MOST_AT_ONCE) return found;
    found.push(`${textOf(day)}${rule.starts_at.slice(10)}`);
  }
  return found;
}

// An event as its form holds it: wall times, words by language; there and back, and two people's edits put together.

import type { UseFormReturnType } from "@mantine/form";
import type { Event } from "../api/types.ts";
import { toInstant } from "../shared/time.ts";
import type { EventFields } from "./api.ts";
import { LANGUAGE, toWall } from "./format.ts";
import { instalmentFields, instalmentsOf, type InstalmentValues } from "./instalmentValues.ts";
import { toHtml, toText } from "./plainText.ts";
import { policyFields, policyOf, type PolicyValues } from "./policyValues.ts";

export interface Words {
  title: string;
  description: string;
  entry_requirements: string;
  terms: string;
  bank_instructions: string;
  cash_instructions: string;
  invoice_instructions: string;
  bank_terms: string;
  cash_terms: string;
  invoice_terms: string;
}

/** The ways to pay later, in the order of the form. */
export const LATER = ["bank", "cash", "invoice"] as const;
export type LaterMethod = (typeof LATER)[number];

export interface Deadline {
  days: number;
  /** "" for no reminder. */
  reminder_days: number | "";
  grace_hours: number;
}

export interface Place {
  kind: "none" | "venue" | "online" | "hybrid";
  name: string;
  address: string;
  postal_code: string;
  city: string;
  region: string;
  country: string;
  latitude: number | "";
  longitude: number | "";
  maps_url: string;
  online_url: string;
  online_instructions: string;
}

export interface Values {
  languages: string[];
  words: Record<string, Words>;
  category: Event["category"];
  starts_at: string;
  ends_at: string;
  timezone: string;
  date_format: Event["date_format"];
  location: Place;
  visibility: Event["visibility"];
  password: string;
  hasNoPassword: boolean;
  orders_close_at: string;
  age_limit: number | "";
  must_confirm_entry: boolean;
  currency: string;
  extra_currencies: string[];
  hold_minutes: number;
  payment_methods: Event["payment_methods"];
  offline: Record<LaterMethod, Deadline>;
  needs_approval: boolean;
  has_auto_buy: boolean;
  instalments: InstalmentValues;
  details_per: Event["details_per"];
  billing: Event["billing"];
  policy: PolicyValues;
}

export type Form = UseFormReturnType<Values>;

const HTML: (keyof Words)[] = ["description", "terms"];
const OWN = ["title", "description", "entry_requirements", "terms"] as const;

export function wordsOf(event: Event | undefined, language: string): Words {
  const words = {} as Words;
  for (const name of OWN) {
    const text = event?.[name][language] ?? "";
    words[name] = HTML.includes(name) ? toText(text) : text;
  }
  for (const method of LATER) {
    words[`${method}_instructions`] = event?.offline[method]?.instructions[language] ?? "";
    words[`${method}_terms`] = event?.offline[method]?.terms[language] ?? "";
  }
  return words;
}

export const NOWHERE: Omit<Place, "kind"> = {
  name: "",
  address: "",
  postal_code: "",
  city: "",
  region: "",
  country: "",
  latitude: "",
  longitude: "",
  maps_url: "",
  online_url: "",
  online_instructions: "",
};

function placeOf(event: Event | undefined): Place {
  if (!event) return { kind: "venue", ...NOWHERE };
  const { location } = event;
  if (!location) return { kind: "none", ...NOWHERE };
  return { ...location, latitude: location.latitude ?? "", longitude: location.longitude ?? "" };
}

/** What events of this account begin with. */
export type Usual = Pick<Event, "payment_methods" | "timezone" | "currency" | "languages" | "date_format">;

export function valuesOf(event?: Event, usual?: Usual): Values {
  const timezone = event?.timezone ?? usual?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const languages = event ? [...new Set([...event.languages, ...Object.keys(event.title)])] : (usual?.languages ?? [LANGUAGE]);
  return {
    languages,
    words: Object.fromEntries(languages.map((language) => [language, wordsOf(event, language)])),
    category: event?.category ?? "other",
    starts_at: toWall(event?.starts_at ?? null, timezone),
    ends_at: toWall(event?.ends_at ?? null, timezone),
    timezone,
    location: placeOf(event),
    visibility: event?.visibility ?? "public",
    password: "",
    hasNoPassword: false,
    orders_close_at: toWall(event?.orders_close_at ?? null, timezone),
    age_limit: event?.age_limit ?? "",
    must_confirm_entry: event?.must_confirm_entry ?? false,
    date_format: event?.date_format ?? usual?.date_format ?? "day_first",
    currency: event?.currency ?? usual?.currency ?? "EUR",
    extra_currencies: event?.extra_currencies ?? [],
    hold_minutes: event?.hold_minutes ?? 15,
    payment_methods: event?.payment_methods ?? usual?.payment_methods ?? ["card"],
    offline: { bank: deadlineOf(event, "bank"), cash: deadlineOf(event, "cash"), invoice: deadlineOf(event, "invoice") },
    needs_approval: event?.needs_approval ?? false,
    has_auto_buy: event?.has_auto_buy ?? false,
    instalments: instalmentsOf(event),
    details_per: event?.details_per ?? "order",
    billing: event?.billing ?? "none",
    policy: policyOf(event),
  };
}

const USUAL: Deadline = { days: 7, reminder_days: "", grace_hours: 0 };

function deadlineOf(event: Event | undefined, method: LaterMethod): Deadline {
  const { days, reminder_days, grace_hours } = { ...USUAL, ...event?.offline[method] };
  return { days, reminder_days: reminder_days ?? "", grace_hours };
}

/** What is said of the ways to pay later; also of one that is not offered any more: orders still wait for its money. */
function offlineOf(values: Values): EventFields["offline"] {
  const all = LATER.map((method) => {
    const { days, reminder_days, grace_hours } = values.offline[method];
    const said = { instructions: texts(values, `${method}_instructions`), terms: texts(values, `${method}_terms`) };
    const isKnown =
      Object.keys({ ...said.instructions, ...said.terms }).length > 0 || !isSame(values.offline[method], USUAL);
    const terms = { ...said, days, reminder_days: reminder_days === "" ? null : reminder_days, grace_hours };
    return [method, terms, isKnown || values.payment_methods.includes(method)] as const;
  });
  return Object.fromEntries(all.flatMap(([method, terms, isSaid]) => (isSaid ? [[method, terms]] : [])));
}

function texts(values: Values, name: keyof Words): Record<string, string> {
  const written = values.languages.map((language) => [language, values.words[language]![name].trim()] as const);
  const made = written.map(([language, text]) => [language, HTML.includes(name) ? toHtml(text) : text] as const);
  return Object.fromEntries(made.filter(([, text]) => text));
}

const orNull = (coordinate: number | "") => (coordinate === "" ? null : coordinate);

/** Without what belongs to another kind of place, which the form keeps in case of a change of mind. */
function locationOf({ kind, ...place }: Place): EventFields["location"] {
  if (kind === "none") return null;
  const { online_url, online_instructions } = place;
  const kept = kind === "online" ? { ...NOWHERE, online_url, online_instructions } : place;
  const streamed = kind === "venue" ? { online_url: "", online_instructions: "" } : {};
  return { ...kept, ...streamed, kind, latitude: orNull(kept.latitude), longitude: orNull(kept.longitude) };
}

export function fieldsOf(values: Values): EventFields {
  const { words: _words, hasNoPassword, password, ...plain } = values;
  return {
    ...plain,
    title: texts(values, "title"),
    description: texts(values, "description"),
    entry_requirements: texts(values, "entry_requirements"),
    terms: texts(values, "terms"),
    offline: offlineOf(values),
    policy: policyFields(values.policy),
    instalments: instalmentFields(values.instalments, values.currency),
    starts_at: toInstant(values.starts_at, values.timezone) ?? "",
    ends_at: toInstant(values.ends_at, values.timezone) ?? "",
    orders_close_at: toInstant(values.orders_close_at, values.timezone),
    age_limit: values.age_limit === "" ? null : values.age_limit,
    location: locationOf(values.location),
    ...(password && { password }),
    ...(!password && hasNoPassword && { password: null }),
  };
}

const isSame = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);
const isGroup = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** What I changed since `base`, over what they saved; `clashes` are the fields that both of us changed. */
export function merged<T extends object>(base: T, mine: T, theirs: T, clashes: string[] = []): T {
  const result = { ...theirs };
  for (const name of Object.keys(mine) as (keyof T & string)[]) {
    const [was, typed, saved] = [base[name], mine[name], theirs[name]];
    if (isSame(was, typed)) continue;
    if (isGroup(was) && isGroup(typed) && isGroup(saved)) {
      result[name] = merged(was, typed, saved, clashes) as T[typeof name];
      continue;
    }
    result[name] = typed;
    if (!isSame(was, saved) && !isSame(typed, saved)) clashes.push(name);
  }
  return result;
}

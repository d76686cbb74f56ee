// An event as its form holds it: wall times, words by language; there and back, and two people's edits put together.

import type { Event } from "../api/types.ts";
import { toInstant } from "../shared/time.ts";
import type { EventFields } from "./api.ts";
import { LANGUAGE, toWall } from "./format.ts";
import { toHtml, toText } from "./plainText.ts";

export interface Words {
  title: string;
  description: string;
  entry_requirements: string;
  terms: string;
  offline_instructions: string;
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
  offline_days: number;
  needs_approval: boolean;
  details_per: Event["details_per"];
  billing: Event["billing"];
}

const HTML: (keyof Words)[] = ["description", "terms"];
const WORDS: (keyof Words)[] = ["title", "description", "entry_requirements", "terms", "offline_instructions"];

export function wordsOf(event: Event | undefined, language: string): Words {
  const words = {} as Words;
  for (const name of WORDS) {
    const text = event?.[name][language] ?? "";
    words[name] = HTML.includes(name) ? toText(text) : text;
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

export function valuesOf(event?: Event): Values {
  const timezone = event?.timezone ?? Intl.DateTimeFormat().resolvedOptions().timeZone;
  const languages = event ? [...new Set([...event.languages, ...Object.keys(event.title)])] : [LANGUAGE];
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
    currency: event?.currency ?? "EUR",
    extra_currencies: event?.extra_currencies ?? [],
    hold_minutes: event?.hold_minutes ?? 15,
    payment_methods: event?.payment_methods ?? ["card"],
    offline_days: event?.offline_days ?? 7,
    needs_approval: event?.needs_approval ?? false,
    details_per: event?.details_per ?? "order",
    billing: event?.billing ?? "none",
  };
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
    offline_instructions: texts(values, "offline_instructions"),
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

// The calls about what an account's events begin with.

import { call, callWithHeaders } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import type { Settings } from "../payments/calls.ts";
import type { Usual } from "../eventValues.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Preferences = Schemas["PreferencesOut"];
export type PreferencesFields = Schemas["PreferencesIn"];

export const PREFERENCES = ["preferences"];
export const getPreferences = () => call("get", "/account/preferences", {});

/** Returns what was stored, with its next version. */
export async function savePreferences(body: PreferencesFields, version: number): Promise<Preferences> {
  return (await callWithHeaders("put", "/account/preferences", { body, ...matching(version) })).data;
}

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** Until somebody has saved them, the time zone is that of whoever looks. */
export const suggested = (stored: Preferences): Preferences => (stored.version ? stored : { ...stored, timezone: HERE });

export function usualOf(stored: Preferences | undefined, payments: Settings | undefined): Usual | undefined {
  if (!stored) return undefined;
  const { currency, timezone, language, date_format } = suggested(stored);
  const payment_methods = payments?.methods.slice(0, 1) ?? ["card"];
  return { currency, timezone, languages: [language], date_format, payment_methods };
}

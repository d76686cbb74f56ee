// What can be chosen of the world: time zones, currencies, countries, named by the browser.

import { LANGUAGE } from "./format.ts";

export const TIME_ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

const currencyNames = new Intl.DisplayNames(LANGUAGE, { type: "currency" });
export const CURRENCIES = [
  "EUR", "USD", "GBP", "CHF", "AUD", "BRL", "CAD", "CZK", "DKK", "HKD", "HUF", "ISK", "JPY", "KRW", "KWD",
  "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "THB", "TND", "TRY", "ZAR",
].map((code) => ({ value: code, label: `${code} – ${currencyNames.of(code)}` }));

// Codes that the browser names although they are no countries.
const NO_COUNTRIES = new Set(["EU", "EZ", "UN", "QO", "XA", "XB", "ZZ"]);
// Canonical names lead from states that are gone (DD) to those that are (DE).
const isCurrent = (code: string) => new Intl.Locale(`und-${code}`).region === code;
const LETTERS = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
const countryNames = new Intl.DisplayNames(LANGUAGE, { type: "region", fallback: "none" });
export const COUNTRIES = LETTERS.flatMap((first) => LETTERS.map((second) => first + second))
  .filter((code) => !NO_COUNTRIES.has(code) && isCurrent(code))
  .map((code) => ({ value: code, label: countryNames.of(code) ?? "" }))
  .filter(({ label }) => label)
  .sort((a, b) => a.label.localeCompare(b.label));

// What can be chosen of the world: time zones, currencies, countries, named by the browser.

import { LANGUAGE } from "./format.ts";

export const TIME_ZONES = [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone")])];

const currencyNames = new Intl.DisplayNames(LANGUAGE, { type: "currency" });
export const CURRENCIES = [
  "EUR", "USD", "GBP", "CHF", "AUD", "BRL", "CAD", "CZK", "DKK", "HKD", "HUF", "ISK", "JPY", "KRW", "KWD",
  "MXN", "NOK", "NZD", "PLN", "RON", "SEK", "SGD", "THB", "TND", "TRY", "ZAR",
].map((code) => ({ value: code, label: `${code} – ${currencyNames.of(code)}` }));

export const DATE_FORMATS = [
  { value: "day_first", label: "Saturday 12 December 2026, 20:00" },
  { value: "month_first", label: "Saturday, December 12, 2026, 8:00 PM" },
  { value: "iso", label: "2026-12-12, 20:00" },
];

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

export const CATEGORIES = [
  { value: "music", label: "Music" },
  { value: "theatre", label: "Theatre and dance" },
  { value: "film", label: "Film" },
  { value: "comedy", label: "Comedy" },
  { value: "festival", label: "Festival" },
  { value: "party", label: "Party" },
  { value: "conference", label: "Conference" },
  { value: "workshop", label: "Workshop or course" },
  { value: "sport", label: "Sport" },
  { value: "exhibition", label: "Exhibition or tour" },
  { value: "family", label: "Family" },
  { value: "food", label: "Food and drink" },
  { value: "community", label: "Community" },
  { value: "other", label: "Other" },
] as const;

const languageNames = new Intl.DisplayNames(LANGUAGE, { type: "language" });
export const languageName = (tag: string): string => languageNames.of(tag) ?? tag;
export const LANGUAGES = [
  "en", "de", "fr", "es", "it", "pt", "nl", "da", "sv", "nb", "fi", "pl", "cs", "sk", "hu", "ro", "bg", "el", "tr", "uk",
  "ru", "hr", "sl", "et", "lv", "lt", "ga", "ar", "he", "fa", "hi", "ja", "ko", "zh", "th", "vi",
].map((tag) => ({ value: tag, label: languageName(tag) }));

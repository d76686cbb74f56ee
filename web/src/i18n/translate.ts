// Messages keyed by their English text; a catalogue for another language maps the same keys.

export type Catalogue = Record<string, string>;
type Values = Record<string, string | number>;

let catalogue: Catalogue = {};

export const language = (): string => globalThis.document?.documentElement.lang || "en";

export function setCatalogue(messages: Catalogue): void {
  catalogue = messages;
}

function fill(message: string, values: Values): string {
  return message.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

export function t(message: string, values: Values = {}): string {
  return fill(catalogue[message] ?? message, values);
}

/** The form of a message for a number: catalogues hold one entry per plural form, "message|few" for the others. */
export function plural(count: number, one: string, other: string): string {
  const form = new Intl.PluralRules(language()).select(count);
  const message = catalogue[`${other}|${form}`] ?? (form === "one" ? t(one) : t(other));
  return fill(message, { count });
}

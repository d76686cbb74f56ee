// Which language a reader gets of a text that exists in some.

import type { Text } from "../api/types.ts";

export function pick(text: Text | null | undefined, language: string): string {
  if (!text) return "";
  const base = language.split("-")[0]!;
  return text[language] ?? text[base] ?? text["en"] ?? Object.values(text)[0] ?? "";
}

// Texts in several languages, as forms hold them: some may be empty.

import type { Text } from "../../api/types.ts";

/** Without the languages in which nothing is written. */
export const written = (text: Text): Text =>
  Object.fromEntries(Object.entries(text).map(([language, words]) => [language, words.trim()]).filter(([, words]) => words));

export const needsText = (message: string) => (text: Text) => (Object.keys(written(text)).length ? null : message);

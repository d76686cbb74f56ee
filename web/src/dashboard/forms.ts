// What forms share: one idempotency key per intention, and the API's errors beside their fields.

import { useRef } from "react";
import { newKey, Problem } from "../shared/http.ts";

/** The same values sent again carry the same key; other values are another intention. */
export function useIntention(): (values: unknown) => string {
  const last = useRef({ words: "", key: "" });
  return (values) => {
    const words = JSON.stringify(values);
    if (words !== last.current.words) last.current = { words, key: newKey() };
    return last.current.key;
  };
}

/** Errors by field name. "title.en" belongs to "title"; what fits no field is under `form`. */
export function errorsOf(error: unknown, fields: string[]): Record<string, string> {
  if (!(error instanceof Problem)) throw error;
  const found: Record<string, string> = {};
  for (const { field, message } of error.errors) {
    const name = [field, ...field.split(".")].find((part) => fields.includes(part));
    if (name) found[name] = message;
    else found["form"] = [found["form"], `${field}: ${message}`].filter(Boolean).join(" ");
  }
  if (!Object.keys(found).length) found["form"] = sayProblem(error);
  return found;
}

const SIGNED_OUT = ["unauthenticated", "session_expired"];

export function sayProblem(error: unknown): string {
  if (!(error instanceof Problem)) return "Something went wrong. Please try again.";
  if (error.code === "offline") return "The server cannot be reached. Check your connection and try again.";
  if (SIGNED_OUT.includes(error.code)) return "You have been signed out. Sign in, then try again: what you typed is kept.";
  if (error.code === "stale_edit") return "Somebody else changed this meanwhile. Reload the page to see the newest version.";
  return error.detail || "That did not work. Please try again.";
}

// A code as its form holds it, and in which state it is; there and back.

import type { Event } from "../../api/types.ts";
import { toInstant } from "../../shared/time.ts";
import { toWall } from "../format.ts";
import type { Code, Schemas } from "./calls.ts";
import { percent } from "./percent.ts";
import { minorAmounts, typedAmounts } from "./productValues.ts";

export interface CodeValues {
  code: string;
  discount: Code["discount"];
  percent: string;
  amounts: Record<string, string>;
  scope: Code["scope"];
  product_ids: string[];
  unlocks: string[];
  max_uses: number | "";
  starts_at: string;
  ends_at: string;
}

export const valuesOf = (code: Code | undefined, event: Event): CodeValues => ({
  code: code?.code ?? "",
  discount: code?.discount ?? "percent",
  percent: code && Number(code.percent) ? code.percent : "",
  amounts: typedAmounts(code?.amounts ?? {}),
  scope: code?.scope ?? "order",
  product_ids: code?.product_ids ?? [],
  unlocks: code?.unlocks ?? [],
  max_uses: code?.max_uses || "",
  starts_at: toWall(code?.starts_at ?? null, event.timezone),
  ends_at: toWall(code?.ends_at ?? null, event.timezone),
});

export const fieldsOf = (values: CodeValues, event: Event): Schemas["NewCode"] => ({
  ...values,
  percent: values.discount === "percent" ? percent(values.percent) : "0",
  amounts: values.discount === "fixed" ? minorAmounts(values.amounts) : {},
  product_ids: values.discount === "none" ? [] : values.product_ids,
  max_uses: values.max_uses || 0,
  starts_at: toInstant(values.starts_at, event.timezone),
  ends_at: toInstant(values.ends_at, event.timezone),
  is_paused: false,
});

export function stateOf(code: Code, now = new Date()): [label: string, colour: string] {
  const instant = now.toISOString();
  if (code.is_paused) return ["Paused", "yellow"];
  if (code.ends_at && instant >= code.ends_at) return ["Over", "gray"];
  if (code.max_uses && (code.uses ?? 0) >= code.max_uses) return ["Used up", "red"];
  if (code.starts_at && instant < code.starts_at) return ["Not yet", "gray"];
  return ["Valid", "teal"];
}

/** Letters and digits that nobody mixes up on paper. */
export function makeCode(length = 8): string {
  const letters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";
  return [...crypto.getRandomValues(new Uint32Array(length))].map((number) => letters[number % letters.length]).join("");
}

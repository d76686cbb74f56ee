// The calls about the audit log.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

type Schemas = components["schemas"];
export type Entry = Schemas["AuditEntry"];
export type Difference = Schemas["DifferenceOut"];
export type Export = Schemas["AuditExportOut"];
export type Flaw = Schemas["FlawOut"];

/** What the log is narrowed to; days as the reader's own calendar has them. */
export interface Wanted {
  by: string;
  type: string;
  subject: string;
  from: string;
  to: string;
}

export const EVERYTHING: Wanted = { by: "", type: "", subject: "", from: "", to: "" };

export const isEverything = (wanted: Wanted): boolean => Object.values(wanted).every((value) => !value);

const DAY_MS = 86_400_000;
const midnight = (day: string, days = 0) =>
  day ? new Date(new Date(`${day}T00:00`).getTime() + days * DAY_MS).toISOString() : null;

const queryOf = ({ by, type, subject, from, to }: Wanted) => ({
  by,
  type,
  subject: subject.trim(),
  since: midnight(from),
  until: midnight(to, 1),
});

export const listEntries = (wanted: Wanted, cursor: string | null) =>
  call("get", "/audit", { query: { ...queryOf(wanted), cursor, limit: 50 } });

export const askForExport = (wanted: Wanted, format: Export["format"], key: string) =>
  call("post", "/audit/exports", { body: { ...queryOf(wanted), format }, key });
export const getExport = (export_id: string) => call("get", "/audit/exports/{export_id}", { path: { export_id } });

export interface Checked {
  facts: number;
  flaws: Flaw[];
}

/** Walks through the whole log; `onStep` is told how many changes were compared so far. */
export async function checkAll(onStep: (facts: number) => void): Promise<Checked> {
  const found: Checked = { facts: 0, flaws: [] };
  let after: number | null = 0;
  while (after !== null) {
    const { facts, flaws, next }: Schemas["AuditCheck"] = await call("get", "/audit/check", { query: { after: String(after) } });
    found.facts += facts;
    found.flaws.push(...flaws);
    onStep(found.facts);
    after = next;
  }
  return found;
}

// The calls about an account's books.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

type Schemas = components["schemas"];
export type Sums = Schemas["CurrencySumOut"];
export type Entry = Schemas["EntryOut"];

const PAGE = 50;

export const getBooks = (month: string) => call("get", "/finance/summary", { query: { month } });
export const listEntries = (month: string, cursor: string | null) =>
  call("get", "/finance/entries", { query: { month, limit: PAGE, cursor } });
export const listReviews = () => call("get", "/reviews", { query: { limit: PAGE, cursor: null } });
export const listUnmatched = () => call("get", "/finance/unmatched", {});

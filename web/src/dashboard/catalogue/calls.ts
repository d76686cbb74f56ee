// The calls that change what an event sells.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import type { Text } from "../../api/types.ts";
import { matching } from "../versions.ts";

export type Schemas = components["schemas"];
export type Catalogue = Schemas["CatalogueOut"];
export type Category = Schemas["CategoryOut"];
export type Tax = Schemas["TaxOut"];
export type Fee = Schemas["FeeOut"];
export type Question = Schemas["QuestionOut"];
export type Pool = Schemas["PoolOut"];
export type Code = Schemas["CodeOut"];
export type DateOut = Schemas["DateOut"];
export type Audience = Category["shown_to"];

const PAGE = 100;

export const getCatalogue = (event_id: string) => call("get", "/events/{event_id}/catalogue", { path: { event_id } });
export const putInOrder = (event_id: string, body: Schemas["NewOrderOfParts"]) =>
  call("post", "/events/{event_id}/order", { path: { event_id }, body });

// The description says that fields with a default are always there; of an edit, only what changes is sent.
export const editProduct = (event_id: string, product_id: string, edits: Partial<Schemas["ProductEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/products/{product_id}", {
    path: { event_id, product_id },
    body: edits as Schemas["ProductEdits"],
    ...matching(version),
  });
export const removeProduct = (event_id: string, product_id: string) =>
  call("delete", "/events/{event_id}/products/{product_id}", { path: { event_id, product_id } });
export const listMembers = (event_id: string, product_id: string, cursor: string | null) =>
  call("get", "/events/{event_id}/products/{product_id}/members", {
    path: { event_id, product_id },
    query: { limit: PAGE, cursor },
  });
export const changeMembers = (event_id: string, product_id: string, add: string[], remove: string[]) =>
  call("post", "/events/{event_id}/products/{product_id}/members", { path: { event_id, product_id }, body: { add, remove } });

export const addPool = (event_id: string, body: Schemas["NewPool"], key: string) =>
  call("post", "/events/{event_id}/pools", { path: { event_id }, body, key });
export const resizePool = (event_id: string, pool: Pool, capacity: number, shards: number | null = null, occurrence_id = "") =>
  call("patch", "/events/{event_id}/pools/{pool_id}", {
    path: { event_id, pool_id: pool.id },
    body: { name: null, capacity, shards, occurrence_id },
    ...matching(pool.version),
  });

export const renamePool = (event_id: string, pool: Pool, name: Text) =>
  call("patch", "/events/{event_id}/pools/{pool_id}", {
    path: { event_id, pool_id: pool.id },
    body: { name, capacity: null, shards: null, occurrence_id: "" },
    ...matching(pool.version),
  });
export const removePool = (event_id: string, pool_id: string) =>
  call("delete", "/events/{event_id}/pools/{pool_id}", { path: { event_id, pool_id } });

export const addCategory = (event_id: string, body: Schemas["NewCategory"], key: string) =>
  call("post", "/events/{event_id}/categories", { path: { event_id }, body, key });
export const editCategory = (event_id: string, category_id: string, edits: Partial<Schemas["CategoryEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/categories/{category_id}", {
    path: { event_id, category_id },
    body: edits as Schemas["CategoryEdits"],
    ...matching(version),
  });
export const removeCategory = (event_id: string, category_id: string) =>
  call("delete", "/events/{event_id}/categories/{category_id}", { path: { event_id, category_id } });

export const addTax = (event_id: string, body: Schemas["NewTax"], key: string) =>
  call("post", "/events/{event_id}/taxes", { path: { event_id }, body, key });
export const editTax = (event_id: string, tax_id: string, edits: Partial<Schemas["TaxEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/taxes/{tax_id}", {
    path: { event_id, tax_id },
    body: edits as Schemas["TaxEdits"],
    ...matching(version),
  });
export const removeTax = (event_id: string, tax_id: string) =>
  call("delete", "/events/{event_id}/taxes/{tax_id}", { path: { event_id, tax_id } });

export const addFee = (event_id: string, body: Schemas["NewFee"], key: string) =>
  call("post", "/events/{event_id}/fees", { path: { event_id }, body, key });
export const editFee = (event_id: string, fee_id: string, edits: Partial<Schemas["FeeEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/fees/{fee_id}", {
    path: { event_id, fee_id },
    body: edits as Schemas["FeeEdits"],
    ...matching(version),
  });
export const removeFee = (event_id: string, fee_id: string) =>
  call("delete", "/events/{event_id}/fees/{fee_id}", { path: { event_id, fee_id } });

export const addQuestion = (event_id: string, body: Partial<Schemas["NewQuestion"]>, key: string) =>
  call("post", "/events/{event_id}/questions", { path: { event_id }, body: body as Schemas["NewQuestion"], key });
export const editQuestion = (event_id: string, question_id: string, edits: Partial<Schemas["QuestionEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/questions/{question_id}", {
    path: { event_id, question_id },
    body: edits as Schemas["QuestionEdits"],
    ...matching(version),
  });
export const removeQuestion = (event_id: string, question_id: string) =>
  call("delete", "/events/{event_id}/questions/{question_id}", { path: { event_id, question_id } });

export const listCodes = (event_id: string, cursor: string | null) =>
  call("get", "/events/{event_id}/codes", { path: { event_id }, query: { limit: PAGE, cursor } });
export const addCode = (event_id: string, body: Schemas["NewCode"], key: string) =>
  call("post", "/events/{event_id}/codes", { path: { event_id }, body, key });
export const editCode = (event_id: string, code: string, edits: Partial<Schemas["CodeEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/codes/{code}", {
    path: { event_id, code },
    body: edits as Schemas["CodeEdits"],
    ...matching(version),
  });
export const removeCode = (event_id: string, code: string) =>
  call("delete", "/events/{event_id}/codes/{code}", { path: { event_id, code } });

export const listDates = (event_id: string, cursor: string | null, limit = PAGE) =>
  call("get", "/events/{event_id}/occurrences", { path: { event_id }, query: { limit, cursor } });
export const addDates = (event_id: string, body: Schemas["NewDates"], key: string) =>
  call("post", "/events/{event_id}/occurrences", { path: { event_id }, body, key });
export const editDate = (event_id: string, occurrence_id: string, edits: Partial<Schemas["DateEdits"]>, version: number) =>
  call("patch", "/events/{event_id}/occurrences/{occurrence_id}", {
    path: { event_id, occurrence_id },
    body: edits as Schemas["DateEdits"],
    ...matching(version),
  });

export const quote = (event_id: string, body: Schemas["NewOrder"]) =>
  call("post", "/events/{event_id}/quote", { path: { event_id }, body });
export const placeTestOrder = (event_id: string, body: Schemas["NewOrder"], key: string) =>
  call("post", "/events/{event_id}/test-orders", { path: { event_id }, body, key });

export type Block = Schemas["BlockOut"];
export type Release = Schemas["ReleaseOut"];
export type Waiting = Schemas["WaitlistEntryOut"];

export const listBlocks = (event_id: string, cursor: string | null) =>
  call("get", "/events/{event_id}/blocks", { path: { event_id }, query: { limit: PAGE, cursor } });
export const addBlock = (event_id: string, body: Schemas["NewBlock"], key: string) =>
  call("post", "/events/{event_id}/blocks", { path: { event_id }, body, key });
export const releaseBlock = (event_id: string, block_id: string, units: number | null) =>
  call("post", "/events/{event_id}/blocks/{block_id}/release", { path: { event_id, block_id }, body: { units } });
export const giveTickets = (event_id: string, block_id: string, body: Schemas["NewComp"], key: string) =>
  call("post", "/events/{event_id}/blocks/{block_id}/orders", { path: { event_id, block_id }, body, key });

export const listReleases = (event_id: string, pool_id: string) =>
  call("get", "/events/{event_id}/pools/{pool_id}/releases", { path: { event_id, pool_id }, query: { limit: PAGE } });
export const planRelease = (event_id: string, pool_id: string, body: Schemas["NewRelease"], key: string) =>
  call("post", "/events/{event_id}/pools/{pool_id}/releases", { path: { event_id, pool_id }, body, key });
export const dropRelease = (event_id: string, pool_id: string, release_id: string) =>
  call("delete", "/events/{event_id}/pools/{pool_id}/releases/{release_id}", { path: { event_id, pool_id, release_id } });

export const listWaiting = (event_id: string, product_id: string, occurrence_id: string, cursor: string | null) =>
  call("get", "/events/{event_id}/waitlist", {
    path: { event_id },
    query: { product_id, occurrence_id: occurrence_id || null, limit: PAGE, cursor },
  });

// A box office as an object: every route as a method, refusals as exceptions, lists page by page.

import { ApiError } from "./apiError.js";
import { createClient, createConfig } from "./generated/client/index.js";
import { Routes } from "./generated/sdk.gen.js";
import { patient, type Patience } from "./patience.js";

const USUAL: Patience = {
  attempts: 5,
  longestWait: 60,
  timeout: 30,
  fetch: (request, init) => globalThis.fetch(request, init),
  sleep: (seconds) => new Promise((done) => setTimeout(done, seconds * 1000)),
};

// As a part of a path they name what lies above: the list, whose answer is no single one.
const NO_NAMES: unknown[] = ["", ".", "..", null, undefined];

/** The key as a header takes it: out of a file it ends in a line break. What is wrong with it is told without it. */
function plain(key: string): string {
  const trimmed = key.trim();
  if (!/^[!-~]+$/.test(trimmed)) throw new TypeError("This is no key: it is empty, or has characters that no key has.");
  return trimmed;
}

async function checkPath(asked: { path?: Record<string, unknown> }): Promise<void> {
  for (const [name, value] of Object.entries(asked.path ?? {})) {
    if (NO_NAMES.includes(value)) throw new TypeError(`${name} must be an id, not ${JSON.stringify(value)}.`);
  }
}

export class Foyer extends Routes {
  /**
   * `key` is an API key or the token of an order. A key or an id that can be none is a TypeError, before anything is
   * sent.
   */
  constructor(url: string, key: string, patience: Partial<Patience> = {}) {
    const client = createClient(
      createConfig({
        baseUrl: `${url.replace(/\/+$/, "")}/api`,
        headers: { Authorization: `Bearer ${plain(key)}` },
        requestValidator: (asked) => checkPath(asked as { path?: Record<string, unknown> }),
        fetch: patient({ ...USUAL, ...patience }),
        throwOnError: true,
      }),
    );
    // Without an answer there is no refusal: what `fetch` threw is thrown on.
    client.interceptors.error.use((error, answer) => (answer ? new ApiError(answer, error) : error));
    super({ client });
  }
}

/** A part of a list. `next` is the cursor of the part that follows, null in the last one. */
export interface Page<Item> {
  items: Item[];
  next: string | null;
}

/**
 * Every item of a list, each part fetched when it is needed:
 * `each((cursor) => foyer.listOrders({ path: { event_id }, query: { cursor } }))`.
 */
export async function* each<Item>(pageAt: (cursor: string | null) => Promise<Page<Item>>): AsyncGenerator<Item> {
  let cursor: string | null = null;
  do {
    const page: Page<Item> = await pageAt(cursor);
    yield* page.items;
    cursor = page.next;
  } while (cursor);
}

/** The headers of an edit of what was read: `headers: ifMatch(event)`. */
export function ifMatch(read: { version: number }): { "If-Match": string } {
  return { "If-Match": `"${read.version}"` };
}

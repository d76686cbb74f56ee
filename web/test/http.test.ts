// A busy server is asked again, politely; a refusal is final.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { backoff, exchange, newKey, Problem } from "../src/shared/http.ts";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function answers(...statuses: number[]): Request[] {
  const seen: Request[] = [];
  globalThis.fetch = async (address, init) => {
    seen.push(new Request(`http://localhost${address}`, { ...init, credentials: "omit" }));
    const status = statuses.shift()!;
    return Response.json({ code: `code_${status}`, detail: "why" }, { status });
  };
  return seen;
}

test("a busy server is asked again with the same idempotency key", async () => {
  const seen = answers(503, 200);
  await exchange("POST", "/orders", { body: {}, key: "one" });
  assert.deepEqual(seen.map((request) => request.headers.get("Idempotency-Key")), ["one", "one"]);
});

test("a refusal is not asked again", async () => {
  const seen = answers(409, 200);
  await assert.rejects(exchange("POST", "/orders", { body: {} }), (error) => {
    assert.ok(error instanceof Problem);
    assert.equal(error.code, "code_409");
    assert.equal(error.detail, "why");
    return true;
  });
  assert.equal(seen.length, 1);
});

test("a server that stays away is given up as offline", async () => {
  globalThis.fetch = async () => {
    throw new TypeError("Failed to fetch");
  };
  await assert.rejects(exchange("GET", "/me", { attempts: 2 }), { code: "offline", status: 0 });
});

test("waiting grows, keeps what the server asked for, and has a limit", () => {
  assert.equal(backoff(0, null, 1), 300);
  assert.equal(backoff(2, null, 1), 1200);
  assert.equal(backoff(0, "1", 1), 1300);
  assert.ok(backoff(20, "999", 1) <= 10_000);
});

test("keys are version 4 UUIDs", () => {
  assert.match(newKey(), /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { ApiError, Foyer, each, ifMatch } from "../dist/index.js";

/** A box office that gives these answers in turn, what it was asked, and how long its caller waited. */
const talking = (...answers: (Response | Error)[]) => talkingWith("fk_key", ...answers);

function talkingWith(key: string, ...answers: (Response | Error)[]) {
  const asked: Request[] = [];
  const waited: number[] = [];
  const foyer = new Foyer("https://tickets.example/", key, {
    fetch: async (request) => {
      asked.push(request);
      const next = answers.shift();
      if (!next || next instanceof Error) throw next ?? new Error("asked once more than expected");
      return next;
    },
    sleep: async (seconds) => void waited.push(seconds),
  });
  return { foyer, asked, waited };
}

const json = (body: unknown, init: ResponseInit = {}) => Response.json(body, init);

function refusal(status: number, code: string, retryAfter?: number, errors?: unknown): Response {
  const headers: Record<string, string> = { "Content-Type": "application/problem+json" };
  if (retryAfter !== undefined) headers["Retry-After"] = String(retryAfter);
  const problem = { type: "/docs/errors/", title: "No.", status, code, request_id: "req-1", errors };
  return new Response(JSON.stringify(problem), { status, headers });
}

const event_id = "evt_1";

test("a call goes to the API with the key", async () => {
  const { foyer, asked } = talking(json({ id: event_id }));
  const event = await foyer.getEvent({ path: { event_id: "evt/1" } });
  assert.equal(event.id, event_id);
  assert.equal(asked[0]!.url, "https://tickets.example/api/events/evt%2F1");
  assert.equal(asked[0]!.headers.get("Authorization"), "Bearer fk_key");
});

test("an id that is none is refused before anything is asked", async () => {
  const { foyer, asked } = talking();
  for (const none of ["", ".", "..", undefined as unknown as string]) {
    await assert.rejects(foyer.getEvent({ path: { event_id: none } }), /event_id must be an id/);
  }
  assert.equal(asked.length, 0);
});

test("a key out of a file is taken without its line break", async () => {
  const { foyer, asked } = talkingWith("fk_key\n", json({ id: event_id }));
  await foyer.getEvent({ path: { event_id } });
  assert.equal(asked[0]!.headers.get("Authorization"), "Bearer fk_key");
});

test("what can be no key is refused and not shown", () => {
  for (const key of ["", " ", "foyer_se\ncret", "foyer_sécret", "foyer_se cret"]) {
    assert.throws(() => new Foyer("https://tickets.example/", key), (error) => !String(error).includes("cret"));
  }
});

test("a refusal is an exception with code, field and request id", async () => {
  const errors = [{ field: "price_minor", message: "Too small" }];
  const { foyer } = talking(refusal(422, "invalid_input", undefined, errors));
  const body = { name: { en: "VIP" }, price_minor: -1 };
  await assert.rejects(foyer.addProduct({ path: { event_id }, body }), (error) => {
    assert(error instanceof ApiError);
    assert.deepEqual([error.status, error.code, error.field, error.requestId], [422, "invalid_input", "price_minor", "req-1"]);
    return true;
  });
});

test("a refusal by whoever stands in between is one, too", async () => {
  const { foyer } = talking(new Response("<h1>Bad gateway</h1>", { status: 502, headers: { "X-Request-Id": "req-2" } }));
  await assert.rejects(foyer.listEvents(), { status: 502, code: "unexpected_answer", requestId: "req-2" });
});

test("all attempts of a POST are made under one key, after as long as the API says", async () => {
  const { foyer, asked, waited } = talking(
    refusal(429, "rate_limited", 7),
    refusal(503, "busy", 1),
    new TypeError("no answer"),
    refusal(409, "still_running", 1),
    json({ id: event_id }, { status: 200 }),
  );
  await foyer.publishEvent({ path: { event_id } });
  const keys = asked.map((request) => request.headers.get("Idempotency-Key"));
  assert.match(keys[0]!, /^[0-9a-f-]{36}$/);
  assert.equal(new Set(keys).size, 1);
  assert.equal(asked.length, 5);
  assert.deepEqual(waited, [7, 1, 8, 1]);
});

test("a key of one's own is kept", async () => {
  const { foyer, asked } = talking(json({}));
  await foyer.publishEvent({ path: { event_id }, headers: { "Idempotency-Key": "of-my-own-database-row-17" } });
  assert.equal(asked[0]!.headers.get("Idempotency-Key"), "of-my-own-database-row-17");
});

test("nobody waits longer than was agreed, nor for ever", async () => {
  const long = talking(refusal(429, "rate_limited", 61));
  await assert.rejects(long.foyer.listEvents(), { code: "rate_limited" });
  assert.deepEqual(long.waited, []);
  const busy = talking(...Array.from({ length: 5 }, () => refusal(503, "busy", 1)));
  await assert.rejects(busy.foyer.listEvents(), { code: "busy" });
  assert.equal(busy.asked.length, 5);
});

test("an edit names its version and is not repeated when nobody knows what became of it", async () => {
  const { foyer, asked } = talking(new TypeError("no answer"));
  const edit = foyer.editEvent({ path: { event_id }, body: { hold_minutes: 20 }, headers: ifMatch({ version: 3 }) });
  await assert.rejects(edit, TypeError);
  assert.equal(asked.length, 1);
  assert.equal(asked[0]!.headers.get("If-Match"), '"3"');
});

test("pages are fetched when they are needed", async () => {
  const { foyer, asked } = talking(json({ items: [{ id: "1" }, { id: "2" }], next: "c2" }), json({ items: [{ id: "3" }], next: null }));
  const seen: string[] = [];
  for await (const event of each((cursor) => foyer.listEvents({ query: { cursor, limit: 2 } }))) {
    seen.push(`${event.id} after ${asked.length}`);
  }
  assert.deepEqual(seen, ["1 after 1", "2 after 1", "3 after 2"]);
  assert.deepEqual(asked.map((request) => new URL(request.url).search), ["?limit=2", "?cursor=c2&limit=2"]);
});

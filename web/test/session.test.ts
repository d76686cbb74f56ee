// A session that ran out is renewed once, however many calls meet it; one that is over stays over.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { staySignedIn } from "../src/shared/session.ts";

const realFetch = globalThis.fetch;
afterEach(() => {
  globalThis.fetch = realFetch;
});

function server(isRenewed: boolean, onOut?: () => void): string[] {
  const seen: string[] = [];
  let isOver = true;
  globalThis.fetch = async (address) => {
    seen.push(String(address));
    if (address === "/api/sessions/refresh") {
      isOver = !isRenewed;
      return new Response(null, { status: isRenewed ? 204 : 401 });
    }
    return Response.json({ code: isOver ? "session_expired" : "" }, { status: isOver ? 401 : 200 });
  };
  staySignedIn(onOut);
  return seen;
}

test("calls that meet the end of a session together renew it once and go through", async () => {
  const seen = server(true);
  const answers = await Promise.all(["/api/a", "/api/b", "/api/c"].map((address) => fetch(address)));
  assert.deepEqual(answers.map((answer) => answer.status), [200, 200, 200]);
  assert.equal(seen.filter((address) => address.endsWith("refresh")).length, 1);
});

test("a session that cannot be renewed is over, and that is told", async () => {
  let told = 0;
  server(false, () => told++);
  assert.equal((await fetch("/api/a")).status, 401);
  assert.equal(told, 1);
});

test("a refusal of another kind does not say that nobody is signed in", async () => {
  globalThis.fetch = async () => Response.json({ code: "wrong_password" }, { status: 401 });
  staySignedIn(() => assert.fail("told"));
  assert.equal((await fetch("/api/sessions")).status, 401);
});

test("whoever is not known at all is told so", async () => {
  let told = 0;
  globalThis.fetch = async () => Response.json({ code: "unauthenticated" }, { status: 401 });
  staySignedIn(() => told++);
  await fetch("/api/a");
  assert.equal(told, 1);
});

// Looking again for what is being made.

import assert from "node:assert/strict";
import { test } from "node:test";
import { pauseAfter } from "../src/shared/patience.ts";

test("whoever looks in vain waits longer each time, and gives up after some minutes", () => {
  const pauses = Array.from({ length: 20 }, (_, place) => pauseAfter(place + 1));
  assert.deepEqual(pauses.slice(0, 4), [1500, 3000, 6000, 12000]);
  const waited = pauses.filter((pause) => pause !== null);
  assert.equal(Math.max(...waited), 60_000);
  assert.equal(waited.length, 11);
  assert.ok(waited.reduce((sum, pause) => sum + pause, 0) < 8 * 60_000);
});

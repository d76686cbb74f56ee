// Wall times belong to the event's zone, also on the days when its clocks change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { toWall } from "../src/dashboard/format.ts";
import { toInstant } from "../src/shared/time.ts";

test("a wall time becomes the instant of its zone", () => {
  assert.equal(toInstant("2027-06-19T20:00", "Europe/Berlin"), "2027-06-19T18:00:00.000Z");
  assert.equal(toInstant("2027-01-19T20:00", "Europe/Berlin"), "2027-01-19T19:00:00.000Z");
  assert.equal(toInstant("2027-01-19T20:00", "Asia/Kolkata"), "2027-01-19T14:30:00.000Z");
});

test("hours around a change of the clocks come back as they were typed", () => {
  for (const wall of ["2027-03-28T01:30", "2027-03-28T03:30", "2027-10-31T01:30", "2027-10-31T03:30"])
    assert.equal(toWall(toInstant(wall, "Europe/Berlin"), "Europe/Berlin"), wall);
});

test("an unfinished time is no instant", () => {
  assert.equal(toInstant("", "Europe/Berlin"), null);
});

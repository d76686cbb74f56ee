// Wall times belong to the event's zone, also on the days when its clocks change.

import assert from "node:assert/strict";
import { test } from "node:test";
import { toWall } from "../src/dashboard/format.ts";
import { formatAt, formatMoment, formatSpan, formatTime, toInstant } from "../src/shared/time.ts";

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

const NOBODYS_ZONE = "Nowhere/Atlantis";

test("in a zone that the browser does not know, hours are those of UTC and say so", () => {
  const at = "2027-06-19T18:30:05Z";
  assert.equal(formatMoment(at, NOBODYS_ZONE, "en-GB"), "19 Jun, 18:30 UTC");
  assert.equal(formatTime(at, NOBODYS_ZONE, "en-GB"), "18:30:05 UTC");
  assert.match(formatSpan(at, "2027-06-19T21:00:00Z", NOBODYS_ZONE, "en-GB"), /18:30\s*–\s*21:00 UTC$/);
});

test("a day in such a zone is the day of UTC", () => {
  assert.equal(formatAt("2027-06-19T23:59:00Z", NOBODYS_ZONE, "en-GB", { dateStyle: "long" }), "19 June 2027");
  assert.equal(formatAt("2027-06-19T23:59:00Z", NOBODYS_ZONE, "en-GB", { month: "short" }), "Jun");
});

test("a wall time of such a zone is one of UTC, there and back", () => {
  assert.equal(toWall("2027-06-19T18:00:00Z", NOBODYS_ZONE), "2027-06-19T18:00");
  assert.equal(toInstant("2027-06-19T18:00", NOBODYS_ZONE), "2027-06-19T18:00:00.000Z");
});

test("a known zone's moment names no zone, nor does the reader's own", () => {
  assert.equal(formatMoment("2027-06-19T18:30:00Z", "Europe/Berlin", "en-GB"), "19 Jun, 20:30");
  assert.doesNotMatch(formatMoment("2027-06-19T18:30:00Z", undefined, "en-GB"), /UTC|GMT/);
});

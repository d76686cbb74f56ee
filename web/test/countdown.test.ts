// The time left is the server's, however wrong the device's clock is.

import assert from "node:assert/strict";
import { test } from "node:test";
import { clockOffset, formatClock, passedMark, remaining } from "../src/buyer/countdown.ts";

const SERVER = "2027-01-01T12:00:00.000Z";
const EXPIRES = "2027-01-01T12:15:00.000Z";

test("a device clock that is wrong by an hour changes nothing", () => {
  const device = Date.parse(SERVER) + 3_600_000;
  const offset = clockOffset(SERVER, device);
  assert.equal(remaining(EXPIRES, offset, device), 15 * 60_000);
  assert.equal(remaining(EXPIRES, offset, device + 60_000), 14 * 60_000);
});

test("the time left never goes below zero", () => {
  assert.equal(remaining(EXPIRES, 0, Date.parse(EXPIRES) + 5_000), 0);
});

test("the clock shows 0:00 only when the time is over", () => {
  assert.equal(formatClock(15 * 60_000), "15:00");
  assert.equal(formatClock(65_000), "1:05");
  assert.equal(formatClock(1), "0:01");
  assert.equal(formatClock(0), "0:00");
});

test("five minutes and one minute are spoken once each", () => {
  assert.equal(passedMark(300_400, 299_900), 5);
  assert.equal(passedMark(299_900, 299_400), null);
  assert.equal(passedMark(60_100, 59_600), 1);
  assert.equal(passedMark(180_100, 179_600), null);
});

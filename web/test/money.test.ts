// Amounts are integers of the smallest unit, whatever the currency's exponent.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formatMoney, toDecimal, toMinor } from "../src/shared/money.ts";

test("minor units become decimals by the currency's exponent", () => {
  assert.equal(toDecimal(1250, 2), "12.50");
  assert.equal(toDecimal(5, 2), "0.05");
  assert.equal(toDecimal(1250, 0), "1250");
  assert.equal(toDecimal(5, 3), "0.005");
  assert.equal(toDecimal(-1250, 2), "-12.50");
});

test("typed amounts become minor units with a point or a comma", () => {
  assert.equal(toMinor("12.5", 2), 1250);
  assert.equal(toMinor(" 12,50 ", 2), 1250);
  assert.equal(toMinor("12", 2), 1200);
  assert.equal(toMinor("0", 2), 0);
  assert.equal(toMinor("1200", 0), 1200);
});

test("an amount that floats would spoil stays exact", () => {
  for (let minor = 0; minor < 100_000; minor += 7) assert.equal(toMinor(toDecimal(minor, 2), 2), minor);
});

test("what is no amount, or finer than the currency, is refused", () => {
  for (const text of ["", "abc", "-5", "1.2.3", "12.345", "1e5", "1 000"]) assert.equal(toMinor(text, 2), null);
  assert.equal(toMinor("12.5", 0), null);
});

test("money is shown with the currency's own number of places", () => {
  assert.equal(formatMoney(123450, "EUR", 2, "en"), "€1,234.50");
  assert.equal(formatMoney(1200, "JPY", 0, "en"), "¥1,200");
  assert.match(formatMoney(1250, "KWD", 3, "en"), /1\.250/);
});

// The dashboard's forms of what is on sale: dates of a rule, amounts, choices, addresses, codes.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event, Product } from "../src/api/types.ts";
import { addressesIn } from "../src/dashboard/catalogue/addresses.ts";
import type { Catalogue, Code } from "../src/dashboard/catalogue/calls.ts";
import { stateOf } from "../src/dashboard/catalogue/codeValues.ts";
import { moved, ordered } from "../src/dashboard/catalogue/order.ts";
import { isPercent, percent } from "../src/dashboard/catalogue/percent.ts";
import { fieldsOf, minorAmounts, suggestions, valuesOf } from "../src/dashboard/catalogue/productValues.ts";
import { choiceIds } from "../src/dashboard/catalogue/questionValues.ts";
import { datesOf, MOST_AT_ONCE, type Rule } from "../src/dashboard/catalogue/recurrence.ts";
import { badgesOf, priceOf } from "../src/dashboard/catalogue/wording.ts";

const EVENT = { id: "evt_1", currency: "EUR", exponent: 2, timezone: "Europe/Berlin", extra_currencies: ["JPY"], languages: ["en"] } as Event;
const CATALOGUE: Catalogue = {
  categories: [],
  taxes: [],
  fees: [],
  questions: [],
  pools: [{ id: "pool_1", kind: "product", scope: "occurrence", name: {}, capacity: 80, free: 70, shards: 3, version: 1 }],
};
const PRODUCT: Product = {
  id: "prd_1",
  kind: "ticket",
  name: { en: "Standard" },
  description: {},
  terms: {},
  price_minor: 2000,
  other_prices_minor: { JPY: 3000 },
  pool_ids: ["pool_1", "pool_2"],
  capacity: 80,
  free: 70,
  tiers: [],
  tier_mode: "sequence",
  suggested_minor: [],
  category_id: "",
  tax_ids: ["tax_1"],
  shown_to: "everyone",
  visible_from: null,
  visible_until: null,
  sale_starts_at: "2031-05-01T10:00:00.000Z",
  sale_ends_at: null,
  code_from: null,
  members_from: null,
  min_per_order: 1,
  max_per_order: 10,
  max_per_buyer: 0,
  requires: [],
  max_per_required: 0,
  has_waitlist: true,
  is_paused: false,
  position: 0,
  version: 3,
};

const rule = (fields: Partial<Rule>): Rule => ({ starts_at: "2031-06-06T20:00", frequency: "weekly", interval: 1, weekdays: [], count: null, until: null, ...fields });

test("a weekly rule without weekdays repeats its first day", () => {
  assert.deepEqual(datesOf(rule({ count: 3 })), ["2031-06-06T20:00", "2031-06-13T20:00", "2031-06-20T20:00"]);
});

test("weekdays before the first date of the first week are left out", () => {
  assert.deepEqual(datesOf(rule({ weekdays: [0, 5], count: 3 })), ["2031-06-07T20:00", "2031-06-09T20:00", "2031-06-14T20:00"]);
});

test("the last day is included", () => {
  assert.deepEqual(datesOf(rule({ frequency: "daily", interval: 2, until: "2031-06-10" })), ["2031-06-06T20:00", "2031-06-08T20:00", "2031-06-10T20:00"]);
});

test("months without the day are left out", () => {
  const dates = datesOf(rule({ starts_at: "2031-01-31T20:00", frequency: "monthly", count: 3 }));
  assert.deepEqual(dates, ["2031-01-31T20:00", "2031-03-31T20:00", "2031-05-31T20:00"]);
});

test("an unfinished rule names no dates and an endless one stops", () => {
  assert.deepEqual(datesOf(rule({})), []);
  assert.deepEqual(datesOf(rule({ starts_at: "", count: 3 })), []);
  assert.equal(datesOf(rule({ frequency: "daily", until: "2099-01-01" })).length, MOST_AT_ONCE + 1);
});

test("a product comes out of its form as it went in", () => {
  const fields = fieldsOf(valuesOf(PRODUCT, EVENT, CATALOGUE), EVENT);
  assert.deepEqual([fields.price_minor, fields.other_prices_minor], [2000, { JPY: 3000 }]);
  assert.equal(fields.sale_starts_at, PRODUCT.sale_starts_at);
  assert.deepEqual(fields.pool_ids, ["pool_2"]);
  assert.equal(fields.capacity, 80);
});

test("amounts are read with each currency's own decimals", () => {
  assert.deepEqual(minorAmounts({ EUR: "12,50", JPY: "3000", USD: "" }), { EUR: 1250, JPY: 3000 });
  assert.deepEqual(suggestions("5; 10,50;", EVENT), [500, 1050]);
  assert.equal(suggestions("5; ten", EVENT), null);
});

test("percentages may be typed with a comma", () => {
  assert.equal(percent(" 7,7 %"), "7.7");
  assert.ok(isPercent("100") && !isPercent("101") && !isPercent("a lot"));
});

test("choices keep their ids and new ones get ids of their own", () => {
  const found = choiceIds([{ id: "", text: { en: "Vegan" } }, { id: "vegan", text: { en: "Plants only" } }, { id: "", text: { en: " " } }, { id: "", text: { en: "Ärger!" } }], ["en"]);
  assert.deepEqual(found, { vegan: { en: "Plants only" }, vegan_2: { en: "Vegan" }, a_rger: { en: "Ärger!" } });
});

test("addresses are read out of whatever was pasted", () => {
  const { addresses, wrong } = addressesIn("Ada <Ada@Example.com>, bob@example.com\n@example.org; bob@example.com\nnobody");
  assert.deepEqual(addresses, ["ada@example.com", "bob@example.com", "@example.org"]);
  assert.deepEqual(wrong, ["nobody"]);
});

test("a code's state is what keeps it from being used", () => {
  const code = { is_paused: false, starts_at: null, ends_at: "2031-01-01T00:00:00.000Z", max_uses: 5, uses: 5 } as Code;
  assert.equal(stateOf(code, new Date("2030-01-01"))[0], "Used up");
  assert.equal(stateOf(code, new Date("2032-01-01"))[0], "Over");
  assert.equal(stateOf({ ...code, uses: 4 }, new Date("2030-01-01"))[0], "Valid");
  assert.equal(stateOf({ ...code, is_paused: true })[0], "Paused");
});

test("badges say why not everybody can buy it now", () => {
  const labels = (fields: Partial<Product>) => badgesOf({ ...PRODUCT, ...fields }, new Date("2031-04-01")).map(([label]) => label);
  assert.deepEqual(labels({}), ["Sale not open yet"]);
  assert.deepEqual(labels({ sale_starts_at: null, shown_to: "members", free: 0, is_paused: true }), ["Paused", "Sold out", "Only members"]);
});

test("a price with tiers is a span", () => {
  const tier = { id: "t", name: {}, other_prices_minor: {}, pool_id: null, capacity: null, free: null, sale_starts_at: null, sale_ends_at: null };
  assert.equal(priceOf({ ...PRODUCT, tiers: [{ ...tier, price_minor: 0 }, { ...tier, price_minor: 1500 }] }, EVENT), "Free – €15.00");
});

test("moving and ordering keep everything", () => {
  assert.deepEqual(moved(["a", "b", "c"], "c", 0), ["c", "a", "b"]);
  assert.deepEqual(ordered([{ id: "a" }, { id: "b" }, { id: "c" }], ["c", "a"]), [{ id: "c" }, { id: "a" }, { id: "b" }]);
});

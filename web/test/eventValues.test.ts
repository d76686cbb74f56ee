// The event form's values: two people's edits put together.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../src/api/types.ts";
import { fieldsOf, merged, valuesOf } from "../src/dashboard/eventValues.ts";

const base = { title: "A", place: { name: "Hall", city: "Kiel" }, tags: ["x"] };

test("what only one of two changed is kept from whoever changed it", () => {
  const mine = { ...base, title: "B" };
  const theirs = { ...base, place: { name: "Hall", city: "Ulm" } };
  const clashes: string[] = [];
  assert.deepEqual(merged(base, mine, theirs, clashes), { title: "B", place: { name: "Hall", city: "Ulm" }, tags: ["x"] });
  assert.deepEqual(clashes, []);
});

test("what both changed stays as it was typed, and is named", () => {
  const clashes: string[] = [];
  const mine = { ...base, place: { name: "Barn", city: "Kiel" } };
  const theirs = { ...base, place: { name: "Yard", city: "Ulm" } };
  assert.deepEqual(merged(base, mine, theirs, clashes).place, { name: "Barn", city: "Ulm" });
  assert.deepEqual(clashes, ["name"]);
});

test("two who typed the same do not clash", () => {
  const clashes: string[] = [];
  const both = { ...base, title: "B" };
  assert.equal(merged(base, both, both, clashes).title, "B");
  assert.deepEqual(clashes, []);
});

test("lists are taken whole", () => {
  assert.deepEqual(merged(base, { ...base, tags: [] }, base).tags, []);
});

const SAID = { instructions: { en: "Pay to DE00 1234" }, terms: {}, days: 14, reminder_days: null, grace_hours: 0 };
const SELLS_BY_BANK = {
  title: { en: "A" }, description: {}, entry_requirements: {}, terms: {}, languages: ["en"], timezone: "Europe/Berlin",
  payment_methods: ["card", "bank"], offline: { bank: SAID },
} as unknown as Event;

test("a way to pay that is no longer offered keeps its account number, for the orders that wait for the money", () => {
  const sent = fieldsOf({ ...valuesOf(SELLS_BY_BANK), payment_methods: ["card"] });
  assert.deepEqual(sent.offline, { bank: SAID });
});

test("what is said of a way to pay goes when its words are emptied", () => {
  const values = valuesOf({ ...SELLS_BY_BANK, offline: { bank: { ...SAID, days: 7 } } } as Event);
  values.words["en"]!.bank_instructions = "";
  assert.deepEqual(fieldsOf({ ...values, payment_methods: ["card"] }).offline, {});
  assert.equal(fieldsOf(values).offline!.bank!.days, 7);
});

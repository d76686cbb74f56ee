// The event form's values: two people's edits put together.

import assert from "node:assert/strict";
import { test } from "node:test";
import { merged } from "../src/dashboard/eventValues.ts";

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

// The basket keeps within what each product allows.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { PublicProduct } from "../src/api/types.ts";
import { ceiling, count, fit, isSame, put, step, total } from "../src/buyer/basket.ts";

const product = (fields: Partial<PublicProduct>): PublicProduct => ({
  id: "prd_1",
  name: { en: "Seat" },
  description: {},
  price_minor: 1000,
  left: null,
  state: "on_sale",
  sale_starts_at: null,
  sale_ends_at: null,
  min_per_order: 1,
  max_per_order: 8,
  ...fields,
});

test("the ceiling is the smaller of the order's limit and what is left", () => {
  assert.equal(ceiling(product({})), 8);
  assert.equal(ceiling(product({ left: 3 })), 3);
  assert.equal(ceiling(product({ state: "not_yet" })), 0);
});

test("fewer left than the smallest allowed quantity is as good as none", () => {
  assert.equal(ceiling(product({ left: 1, min_per_order: 2 })), 0);
});

test("the first step goes to the smallest allowed quantity, and back to none", () => {
  const pairs = product({ min_per_order: 2 });
  assert.equal(step(pairs, 0, 1), 2);
  assert.equal(step(pairs, 2, -1), 0);
  assert.equal(step(pairs, 2, 1), 3);
});

test("no step goes over the ceiling", () => {
  assert.equal(step(product({ left: 3 }), 3, 1), 3);
});

test("a basket keeps what is still available when the rest is gone", () => {
  const products = [product({ id: "a" }), product({ id: "b", state: "sold_out", left: 0 }), product({ id: "c", left: 1 })];
  assert.deepEqual(fit({ a: 2, b: 1, c: 3, gone: 1 }, products), { a: 2, c: 1 });
});

test("a quantity of none leaves the basket", () => {
  assert.deepEqual(put({ a: 2, b: 1 }, "a", 0), { b: 1 });
});

test("the sum counts every ticket at its price", () => {
  const products = [product({ id: "a" }), product({ id: "b", price_minor: 250 })];
  assert.equal(total({ a: 2, b: 3 }, products), 2750);
  assert.equal(count({ a: 2, b: 3 }), 5);
});

test("two baskets are the same whatever their order", () => {
  assert.ok(isSame({ a: 1, b: 2 }, { b: 2, a: 1 }));
  assert.ok(!isSame({ a: 1, b: 2 }, { a: 2, b: 1 }));
});

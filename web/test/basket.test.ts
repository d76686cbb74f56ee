// The basket keeps within what each product allows, and adds up what the API has told.

import assert from "node:assert/strict";
import { test } from "node:test";
import { ceiling, changesOf, choose, count, fit, isSame, linesOf, needsQuote, slotsOf, step, total, type Basket } from "../src/buyer/basket.ts";
import type { PublicProduct } from "../src/api/types.ts";
import { event, price, product } from "./shop.ts";

const slot = (one: PublicProduct) => slotsOf(one)[0]!;
const of = (quantities: Record<string, number>): Basket =>
  Object.fromEntries(Object.entries(quantities).map(([id, quantity]) => [id, { quantity }]));

const seats = product({
  id: "seat",
  tier_mode: "choice",
  prices: [price({ tier_id: "front", price_minor: 4500, left: 2, name: { en: "Front" } }), price({ tier_id: "side", price_minor: 3000 })],
});
const shirt = product({ id: "shirt", kind: "add_on", requires: ["seat"], max_per_required: 2 });

test("the ceiling is the smaller of the order's limit and what is left", () => {
  assert.equal(ceiling(slot(product()), {}), 8);
  assert.equal(ceiling(slot(product({ left: 3 })), {}), 3);
  assert.equal(ceiling(slot(product({ state: "not_yet" })), {}), 0);
});

test("fewer left than the smallest allowed quantity is as good as none", () => {
  assert.equal(ceiling(slot(product({ left: 1, min_per_order: 2 })), {}), 0);
});

test("the first step goes to the smallest allowed quantity, and back to none", () => {
  const pairs = product({ min_per_order: 2 });
  assert.equal(step(slot(pairs), {}, 1), 2);
  assert.equal(step(slot(pairs), of({ prd_1: 2 }), -1), 0);
  assert.equal(step(slot(pairs), of({ prd_1: 2 }), 1), 3);
});

test("no step goes over the ceiling", () => {
  assert.equal(step(slot(product({ left: 3 })), of({ prd_1: 3 }), 1), 3);
});

test("all prices of one product share its limits", () => {
  const [front, side] = slotsOf(seats);
  assert.equal(ceiling(front!, {}), 2);
  assert.equal(ceiling(side!, of({ "seat/front": 2 })), 6);
  assert.equal(ceiling(side!, of({ "seat/front": 8 })), 0);
});

test("of prices that follow each other only the present one can be chosen", () => {
  const tiers = [price({ tier_id: "early", state: "sold_out" }), price({ tier_id: "late", price_minor: 2000 })];
  const one = slotsOf(product({ prices: tiers }));
  assert.deepEqual(one.map((found) => found.price.tier_id), ["late"]);
});

test("an add-on needs its ticket, and as many as that allows", () => {
  assert.equal(ceiling(slot(shirt), {}), 0);
  assert.equal(ceiling(slot(shirt), of({ "seat/front": 1 })), 2);
  const basket = of({ "seat/front": 2, shirt: 4 });
  assert.deepEqual(choose(basket, [seats, shirt], "seat/front", { quantity: 1 }), of({ "seat/front": 1, shirt: 2 }));
  assert.deepEqual(choose(basket, [seats, shirt], "seat/front", { quantity: 0 }), {});
});

test("a basket keeps what is still available when the rest is gone", () => {
  const products = [product({ id: "a" }), product({ id: "b", state: "sold_out", left: 0 }), product({ id: "c", left: 1 })];
  assert.deepEqual(fit(of({ a: 2, b: 1, c: 3, gone: 1 }), products), of({ a: 2, c: 1 }));
});

test("a gift below the least is left out", () => {
  const gift = product({ id: "gift", kind: "donation", price_minor: 500 });
  assert.deepEqual(fit({ gift: { quantity: 1, amount_minor: 400 } }, [gift]), {});
  assert.deepEqual(fit({ gift: { quantity: 1, amount_minor: 700 } }, [gift]), { gift: { quantity: 1, amount_minor: 700 } });
});

test("the sum takes what several units cost where that is no multiple", () => {
  const rounded = product({ id: "a", prices: [price({ total_minor: 333, totals_minor: [333, 667, 1000] })] });
  const gift = product({ id: "g", kind: "donation" });
  const products = [rounded, seats, gift];
  assert.equal(total(of({ a: 2 }), products), 667);
  assert.equal(total({ ...of({ a: 3, "seat/front": 2 }), g: { quantity: 1, amount_minor: 1500 } }, products), 1000 + 9000 + 1500);
  assert.equal(count(of({ a: 2, b: 3 })), 5);
});

test("two baskets are the same whatever their order", () => {
  assert.ok(isSame(of({ a: 1, b: 2 }), of({ b: 2, a: 1 })));
  assert.ok(!isSame(of({ a: 1, b: 2 }), of({ a: 2, b: 1 })));
  assert.ok(!isSame({ g: { quantity: 1, amount_minor: 5 } }, { g: { quantity: 1, amount_minor: 6 } }));
});

test("the API is asked for the price only where the listing cannot say it", () => {
  const fee = { name: { en: "Fee" }, percent: "2", amount_minor: 0 };
  assert.ok(!needsQuote(of({ prd_1: 2 }), event(), ""));
  assert.ok(needsQuote(of({ prd_1: 2 }), event(), "FRIENDS"));
  assert.ok(needsQuote(of({ prd_1: 2 }), event({ order_fees: [fee] }), ""));
  assert.ok(!needsQuote({}, event({ order_fees: [fee] }), "FRIENDS"));
});

test("lines name the price that was shown, the date that was chosen, the amount that is given", () => {
  const gift = product({ id: "gift", kind: "donation" });
  const basket = { ...of({ "seat/side": 1 }), gift: { quantity: 1, amount_minor: 1500 } };
  assert.deepEqual(linesOf(basket, event({ products: [seats, gift] }), "occ_7"), [
    { product_id: "seat", quantity: 1, tier_id: "side", occurrence_id: "occ_7", amount_minor: null },
    { product_id: "gift", quantity: 1, tier_id: "", occurrence_id: "occ_7", amount_minor: 1500 },
  ]);
});

test("whoever is choosing is told what changed, and nothing else", () => {
  const before = [product({ id: "a" }), product({ id: "b" }), product({ id: "c" })];
  const after = [product({ id: "a", price_minor: 1200 }), product({ id: "b", left: 1 }), product({ id: "c", price_minor: 5 })];
  assert.deepEqual(
    changesOf(of({ a: 1, b: 3 }), before, after).map(({ what, before, after }) => [what, before, after]),
    [["price", 1000, 1200], ["quantity", 3, 1]],
  );
  assert.deepEqual(changesOf(of({ a: 1 }), before, [])[0]?.after, 0);
});

// The checkout form asks what applies and sends what was asked.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { BuyerOrder } from "../src/api/types.ts";
import { bodyOf, faultOf, groupsOf, valuesOf, type Values } from "../src/buyer/fields.ts";
import { asked } from "../src/buyer/questions.ts";
import { event, line, order, question } from "./shop.ts";

const paths = (groups: ReturnType<typeof groupsOf>) => groups.flatMap((group) => group.fields.map((field) => field.path));
const how = question({ id: "how", kind: "choice", choices: { other: { en: "Other" }, friends: { en: "Friends" } } });
const what = question({ id: "what", asked_if: "how", asked_if_answers: ["other"] });

test("a plain event asks for name and e-mail and nothing else", () => {
  assert.deepEqual(paths(groupsOf(event(), order(), {})), ["buyer.name", "buyer.email"]);
});

test("a question that hangs on another is asked once that is answered so", () => {
  const ids = (answers: Values) => asked([how, what], "order", [], answers).map(({ id }) => id);
  assert.deepEqual(ids({}), ["how"]);
  assert.deepEqual(ids({ how: "friends" }), ["how"]);
  assert.deepEqual(ids({ how: "other" }), ["how", "what"]);
});

test("yes, no and several choices open the questions that hang on them", () => {
  const follow = (answers: string[]) => question({ id: "b", asked_if: "a", asked_if_answers: answers });
  const first = question({ id: "a", kind: "yes_no" });
  assert.equal(asked([first, follow(["no"])], "order", [], { a: false }).length, 2);
  assert.equal(asked([first, follow(["yes"])], "order", [], { a: false }).length, 1);
  assert.equal(asked([first, follow(["x"])], "order", [], { a: ["y", "x"] }).length, 2);
});

test("a question for some products is asked of no others", () => {
  const mine = question({ product_ids: ["prd_9"] });
  assert.deepEqual(asked([mine], "order", ["prd_1"], {}), []);
  assert.deepEqual(asked([mine], "order", ["prd_9"], {}), [mine]);
});

test("each ticket is asked for its holder, add-ons are not", () => {
  const bought = order({ lines: [line({ quantity: 2 }), line({ product_id: "shirt", kind: "add_on", quantity: 3 })] });
  const found = paths(groupsOf(event({ details_per: "ticket" }), bought, {}));
  assert.deepEqual(found.slice(2), ["attendees.0.name", "attendees.0.email", "attendees.1.name", "attendees.1.email"]);
});

test("an answer to what is no longer asked is not sent", () => {
  const asking = event({ questions: [how, what] });
  const values = { "buyer.name": " Bea ", "buyer.email": "bea@example.com", "answers.how": "friends", "answers.what": "left over" };
  const body = bodyOf(groupsOf(asking, order(), values), values, asking, order());
  assert.deepEqual(body.answers, { how: "friends" });
  assert.deepEqual(body.buyer, { name: "Bea", email: "bea@example.com" });
  assert.deepEqual(body.attendees, []);
});

test("attendees are sent one for each ticket, with their answers as the kind wants them", () => {
  const asking = event({ details_per: "ticket", questions: [question({ id: "age", kind: "number", scope: "ticket" })] });
  const values = { "attendees.0.name": "Ann", "attendees.1.name": "Ben", "attendees.1.answers.age": "1,5" };
  const body = bodyOf(groupsOf(asking, order(), values), values, asking, order());
  assert.deepEqual(body.attendees, [
    { name: "Ann", email: null, answers: {} },
    { name: "Ben", email: null, answers: { age: 1.5 } },
  ]);
});

test("the terms are accepted by their version", () => {
  const asking = event({ terms_hash: "abc", must_confirm_entry: true });
  const body = (values: Values) => bodyOf(groupsOf(asking, order(), values), values, asking, order());
  assert.equal(body({ terms_hash: true, confirms_entry: true }).terms_hash, "abc");
  assert.equal(body({ terms_hash: false }).terms_hash, "");
  assert.equal(body({ terms_hash: true, confirms_entry: true }).confirms_entry, true);
});

test("a way to pay is asked for only where there is a choice and something to pay", () => {
  const asks = (payment_methods: BuyerOrder["payment_methods"]) =>
    paths(groupsOf(event(), order({ payment_methods }), {})).includes("method");
  assert.deepEqual([asks([]), asks(["card"]), asks(["bank"]), asks(["card", "bank"])], [false, false, false, true]);
});

test("what an order knows already is filled in", () => {
  const known = order({
    buyer: { name: "Bea", email: "bea@example.com" },
    billing: { city: "Kiel" },
    answers: { how: "friends" },
    attendees: [{ name: "Ann", email: "ann@example.com", answers: { diet: ["vegan"] } }],
    payment_methods: ["bank"],
  });
  const values = valuesOf(known);
  assert.equal(values["buyer.name"], "Bea");
  assert.equal(values["billing.city"], "Kiel");
  assert.equal(values["answers.how"], "friends");
  assert.deepEqual(values["attendees.0.answers.diet"], ["vegan"]);
  assert.equal(values["method"], "bank");
});

test("a field says what is wrong with it", () => {
  const field = { path: "x", label: "X", isRequired: true };
  assert.ok(faultOf({ ...field, kind: "text" }, "  "));
  assert.ok(faultOf({ ...field, kind: "multi_choice" }, []));
  assert.ok(faultOf({ ...field, kind: "confirm" }, false));
  assert.ok(faultOf({ ...field, kind: "number", isRequired: false }, "many"));
  assert.ok(faultOf({ ...field, kind: "email", isRequired: false }, "bea@"));
  assert.equal(faultOf({ ...field, kind: "number" }, "1.5"), "");
  assert.equal(faultOf({ ...field, kind: "yes_no", isRequired: false }, false), "");
});

test("terms that were accepted are asked for again only when they have changed", () => {
  const stated = event({ terms_hash: "new" });
  const asks = (accepted: string) => paths(groupsOf(stated, order({ terms_hash: accepted }), {})).includes("terms_hash");
  assert.deepEqual([asks(""), asks("old"), asks("new")], [true, true, false]);
});

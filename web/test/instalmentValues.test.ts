// Paying in parts as the event's form holds it.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../src/api/types.ts";
import { instalmentFields, instalmentsOf } from "../src/dashboard/instalmentValues.ts";

const TERMS = {
  deposit_percent: 30, due_on: ["2031-05-01"], due_days_before: [90, 60], minimum_minor: 10050, paid_days_before: 20,
  grace_days: 5, when_overdue: "cancel" as const, kept_percent: 10,
};

test("what an event says comes back as it was", () => {
  const values = instalmentsOf({ currency: "EUR", instalments: TERMS } as unknown as Event);
  assert.equal(values.due_days_before, "90, 60");
  assert.equal(values.minimum, "100.50");
  assert.deepEqual(instalmentFields(values, "EUR"), TERMS);
});

test("an event that offers nothing says nothing", () => {
  assert.equal(instalmentFields(instalmentsOf(), "EUR"), null);
});

test("what is no number is sent as one that is refused", () => {
  const values = { ...instalmentsOf(), isOn: true, due_days_before: "90; soon 30", minimum: "much" };
  const sent = instalmentFields(values, "EUR");
  assert.deepEqual(sent?.due_days_before, [90, -1, 30]);
  assert.equal(sent?.minimum_minor, -1);
});

// Decimal places: the API's, not the browser's, in every form that takes an amount of another currency.

import assert from "node:assert/strict";
import { test } from "node:test";
import type { Event } from "../src/api/types.ts";
import { minorAmounts, typedAmounts } from "../src/dashboard/catalogue/productValues.ts";
import { amountIn } from "../src/dashboard/catalogue/wording.ts";
import { policyFields, policyOf } from "../src/dashboard/policyValues.ts";
import { exponentOf } from "../src/shared/currencies.ts";

// Browsers say that these have no decimal places; the API counts two, as ISO 4217 does.
const NOT_AS_BROWSERS_SAY = ["HUF", "COP", "IDR", "PKR", "MGA", "ALL"];

test("a currency has the decimal places of ISO 4217, whatever shops round to", () => {
  for (const code of NOT_AS_BROWSERS_SAY) assert.equal(exponentOf(code), 2, code);
  assert.deepEqual(["EUR", "JPY", "KWD"].map(exponentOf), [2, 0, 3]);
});

test("an amount of another currency is sent in the API's smallest unit and comes back as it was typed", () => {
  const typed = { HUF: "1500", JPY: "1500", KWD: "1.500", EUR: "12,50" };
  assert.deepEqual(minorAmounts(typed), { HUF: 150000, JPY: 1500, KWD: 1500, EUR: 1250 });
  assert.deepEqual(typedAmounts({ HUF: 150000, JPY: 1500 }), { HUF: "1500.00", JPY: "1500" });
  assert.match(amountIn(150000, "HUF"), /1,500\.00/);
});

test("what a refund policy keeps of a ticket is the amount that was typed", () => {
  const rules = [{ key: 1, hours_before: 24, percent: "100", fee: { HUF: "500" } }];
  const sent = policyFields({ refunds: "rules", rules, keeps_fees: false, self_service: true });
  assert.deepEqual(sent.rules![0]!.fee_minor, { HUF: 50000 });
  const shown = policyOf({ policy: { ...sent, rules: sent.rules } } as unknown as Event);
  assert.deepEqual(shown.rules[0]!.fee, { HUF: "500.00" });
});

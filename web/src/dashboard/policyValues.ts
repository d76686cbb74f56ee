// An event's refund policy as its form holds it: fees as they are typed; there and back.

import type { Event } from "../api/types.ts";
import { exponentOf } from "../shared/currencies.ts";
import { toDecimal, toMinor } from "../shared/money.ts";
import type { EventFields } from "./api.ts";

export interface RuleValues {
  /** Tells the rules of a form apart while they are added and removed. */
  key: number;
  hours_before: number;
  percent: string;
  /** Currency → what is typed. */
  fee: Record<string, string>;
}

export interface PolicyValues {
  refunds: Event["policy"]["refunds"];
  rules: RuleValues[];
  keeps_fees: boolean;
  self_service: boolean;
}

let lastKey = 0;
const nextKey = (): number => (lastKey += 1);

export const newRule = (): RuleValues => ({ key: nextKey(), hours_before: 24, percent: "100", fee: {} });

export function policyOf(event?: Event): PolicyValues {
  const { refunds = "ask", rules = [], keeps_fees = false, self_service = false } = event?.policy ?? {};
  return {
    refunds,
    rules: rules.map(({ hours_before, percent, fee_minor }, place) => ({
      key: -1 - place, // the same for the same event, so that an untouched form is seen as such
      hours_before,
      percent,
      fee: Object.fromEntries(Object.entries(fee_minor).map(([code, minor]) => [code, toDecimal(minor, exponentOf(code))])),
    })),
    keeps_fees,
    self_service,
  };
}

/** What is typed and is no amount is sent as an amount that the API refuses, with its sentence. */
export function policyFields({ refunds, rules, ...more }: PolicyValues): NonNullable<EventFields["policy"]> {
  if (refunds !== "rules") return { refunds, rules: [], keeps_fees: false, self_service: false };
  return {
    refunds,
    ...more,
    rules: rules.map(({ hours_before, percent, fee }) => {
      const typed = Object.entries(fee).filter(([, text]) => text.trim());
      const fee_minor = Object.fromEntries(typed.map(([code, text]) => [code, toMinor(text, exponentOf(code)) ?? -1]));
      return { hours_before, percent: percent.trim().replace(",", "."), fee_minor };
    }),
  };
}

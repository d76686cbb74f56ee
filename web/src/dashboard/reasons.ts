// The reasons for changing an order by hand, in words.

import type { Reason } from "./api.ts";

export const REASONS: Record<Reason, string> = {
  buyer_asked: "The buyer asked for it",
  duplicate: "Bought twice",
  event_changed: "The event has changed",
  fraud: "Suspected fraud",
  payment_received: "The money has arrived",
  payment_checked: "Payment checked and right",
  mistake: "A mistake",
  other: "Something else",
};

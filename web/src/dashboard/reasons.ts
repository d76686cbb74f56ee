// The reasons for changing an order by hand, in words.

import type { Reason } from "./api.ts";

export const REASONS: Record<Reason, string> = {
  buyer_asked: "The buyer asked for it",
  buyer_cancelled: "Cancelled by the buyer",
  duplicate: "Bought twice",
  event_cancelled: "The event was cancelled",
  event_changed: "The event has changed",
  fraud: "Suspected fraud",
  goodwill: "Goodwill",
  payment_received: "The money has arrived",
  payment_checked: "Payment checked and right",
  not_paid: "Not paid in time",
  mistake: "A mistake",
  other: "Something else",
};

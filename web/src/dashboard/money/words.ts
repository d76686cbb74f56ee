// What the API's words about fraud and disputes mean to the people who decide.

import type { StaffOrder } from "../../api/types.ts";

export const OBJECTIONS: Record<StaffOrder["review"][number], string> = {
  amount_differs: "The amount that was paid is not the order’s.",
  country_denied: "The card comes from a country that you do not take.",
  country_not_allowed: "The card comes from a country that is not on your list.",
  held_by_provider: "A rule at Stripe holds the payment for review.",
  elevated_risk: "Stripe finds this payment risky.",
  card_used_often: "This card has paid many orders today.",
};

export const DISPUTE_STATES: Record<StaffOrder["disputes"][number]["state"], [label: string, colour: string]> = {
  NEEDS_ANSWER: ["Needs an answer", "red"],
  UNDER_REVIEW: ["The bank decides", "blue"],
  WON: ["Won", "teal"],
  LOST: ["Lost", "gray"],
};

export const FLAGS: Record<StaffOrder["flags"][number], [label: string, colour: string]> = {
  disputed: ["Disputed", "red"],
  dispute_lost: ["Dispute lost", "gray"],
  to_hand_back: ["To hand back", "yellow"],
};

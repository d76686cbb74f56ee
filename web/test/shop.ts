// A product, an event and an order as the API tells them, for the tests of the buyer's pages.

import type { BuyerOrder, PublicEvent, PublicProduct } from "../src/api/types.ts";
import type { Price, Question } from "../src/buyer/shapes.ts";

export const price = (fields: Partial<Price> = {}): Price => ({
  tier_id: null,
  name: {},
  price_minor: 1000,
  total_minor: fields.price_minor ?? 1000,
  totals_minor: [],
  state: "on_sale",
  left: null,
  sale_starts_at: null,
  sale_ends_at: null,
  ...fields,
});

export function product(fields: Partial<PublicProduct> = {}): PublicProduct {
  const state = fields.state ?? "on_sale";
  const prices = fields.prices ?? [price({ state, price_minor: fields.price_minor ?? 1000 })];
  return {
    id: "prd_1",
    kind: "ticket",
    name: { en: "Seat" },
    description: {},
    terms: {},
    category_id: "",
    price_minor: prices[0]!.price_minor,
    total_minor: prices[0]!.total_minor,
    tier_mode: "sequence",
    suggested_minor: [],
    left: null,
    sale_starts_at: null,
    sale_ends_at: null,
    min_per_order: 1,
    max_per_order: 8,
    requires: [],
    max_per_required: 0,
    has_waitlist: false,
    ...fields,
    state,
    prices,
  };
}

export const question = (fields: Partial<Question>): Question => ({
  id: "que_1",
  kind: "text",
  scope: "order",
  label: { en: "Why?" },
  help: {},
  choices: {},
  is_required: false,
  product_ids: [],
  asked_if: "",
  asked_if_answers: [],
  ...fields,
});

const DAY = { id: "occ_1", starts_at: "2031-06-01T18:00:00Z", ends_at: "2031-06-01T22:00:00Z", status: "SCHEDULED" as const, sold_out: false };

export const event = (fields: Partial<PublicEvent> = {}): PublicEvent => ({
  id: "evt_1",
  slug: "night",
  status: "LIVE",
  visibility: "public",
  title: { en: "Night" },
  description: {},
  languages: ["en"],
  category: "music",
  starts_at: DAY.starts_at,
  ends_at: DAY.ends_at,
  timezone: "Europe/Berlin",
  location: null,
  map_url: null,
  organizer: { id: "org_1", name: "Hall" },
  currency: "EUR",
  exponent: 2,
  extra_currencies: [],
  hold_minutes: 10,
  date_format: "day_first",
  occurrence_id: DAY.id,
  is_series: false,
  occurrence: DAY,
  orders_close_at: null,
  age_limit: null,
  entry_requirements: {},
  must_confirm_entry: false,
  terms: {},
  terms_hash: null,
  payment_methods: ["card"],
  pay_later: [],
  needs_approval: false,
  has_auto_buy: false,
  details_per: "order",
  billing: "none",
  categories: [],
  products: [product()],
  order_fees: [],
  refund_terms: {},
  questions: [],
  for_members: false,
  are_cards_paused: false,
  ...fields,
});

export const line = (fields: Partial<BuyerOrder["lines"][number]> = {}): BuyerOrder["lines"][number] => ({
  product_id: "prd_1",
  name: { en: "Seat" },
  kind: "ticket",
  tier_id: "",
  tier_name: {},
  occurrence_id: DAY.id,
  quantity: 2,
  unit_price_minor: 1000,
  discount_minor: 0,
  total_minor: 2000,
  ...fields,
});

/** Only what the checkout form reads of an order. */
export const order = (fields: Partial<BuyerOrder> = {}): BuyerOrder =>
  ({
    id: "ord_1",
    state: "RESERVED",
    lines: [line()],
    total_minor: 2000,
    currency: "EUR",
    exponent: 2,
    method: "card",
    payment_methods: ["card"],
    terms_hash: "",
    buyer: null,
    billing: {},
    answers: {},
    attendees: [],
    ...fields,
  }) as BuyerOrder;

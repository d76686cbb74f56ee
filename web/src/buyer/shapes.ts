// The API's shapes that only a buyer's pages name.

import type { components } from "../api/schema.d.ts";

type Schemas = components["schemas"];

export type Price = Schemas["PublicPrice"];
export type Quote = Schemas["QuoteOut"];
export type Occurrence = Schemas["PublicOccurrence"];
export type Question = Schemas["PublicQuestion"];
/** What a buyer is asked; the event as the public sees it says the same. */
export type CheckoutForm = Schemas["CheckoutForm"];
export type CheckOut = Schemas["CheckOut"];
export type WantedLine = Schemas["WantedLine"];
export type Waiting = Schemas["NewEntry"];
export type WaitlistPlace = Schemas["WaitlistPlace"];
export type WaitlistCard = Schemas["WaitlistCard"];
export type KeptCard = Schemas["KeptCard"];
export type PaymentStart = Schemas["PaymentStart"];
export type RefundOptions = Schemas["RefundOptions"];
export type BuyerRefund = Schemas["BuyerRefund"];
export type BuyerWhat = Schemas["BuyerWhat"];

// The API's shapes that only a buyer's pages name.

import type { components } from "../api/schema.d.ts";

type Schemas = components["schemas"];

export type Price = Schemas["PublicPrice"];
export type Quote = Schemas["QuoteOut"];
export type Occurrence = Schemas["PublicOccurrence"];
export type Question = Schemas["PublicQuestion"];
export type CheckOut = Schemas["CheckOut"];
export type WantedLine = Schemas["WantedLine"];
export type Waiting = Schemas["NewEntry"];
export type WaitlistPlace = Schemas["WaitlistPlace"];

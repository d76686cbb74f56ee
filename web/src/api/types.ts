// The API's shapes by the names that the pages use.

import type { components } from "./schema.d.ts";

type Schemas = components["schemas"];

/** A text that buyers read: language tag → text. */
export type Text = Record<string, string>;

export type Location = Schemas["LocationOut"];
export type PublicEvent = Schemas["PublicEvent"];
export type PublicProduct = Schemas["PublicProduct"];
export type BuyerOrder = Schemas["BuyerOrder"];
export type Payment = Schemas["PaymentStart"];
export type Documents = Schemas["Documents"];
export type Session = Schemas["SessionOut"];
export type Event = Schemas["EventOut"];
export type Product = Schemas["ProductOut"];
export type OrderRow = Schemas["OrderSummary"];
export type StaffOrder = Schemas["StaffOrder"];
export type Ticket = Schemas["AttendeeOut"];
export type ScanResult = Schemas["ScanOut"];

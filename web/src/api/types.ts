// The shapes that the API sends, in the words of its own description.

/** A text that buyers read: language tag → text. */
export type Text = Record<string, string>;

export interface Venue {
  name: string;
  address: string;
  city: string;
  country: string;
}

export interface PublicProduct {
  id: string;
  name: Text;
  description: Text;
  price_minor: number;
  /** null: plenty, and how many is not told. */
  left: number | null;
  state: "on_sale" | "sold_out" | "not_yet" | "ended";
  sale_starts_at: string | null;
  sale_ends_at: string | null;
  min_per_order: number;
  max_per_order: number;
}

export interface PublicEvent {
  id: string;
  slug: string;
  status: string;
  title: Text;
  description: Text;
  starts_at: string;
  ends_at: string;
  timezone: string;
  venue: Venue | null;
  organizer: { id: string; name: string };
  currency: string;
  exponent: number;
  hold_minutes: number;
  occurrence_id: string;
  products: PublicProduct[];
}

export interface OrderLine {
  product_id: string;
  name: Text;
  quantity: number;
  unit_price_minor: number;
  total_minor: number;
}

export interface Payment {
  client_secret: string;
  publishable_key: string;
  script_url: string;
}

export interface OrderTicket {
  number: number;
  product_name: Text;
  holder_name: string;
  code: string;
}

export type OrderState = "RESERVED" | "PROCESSING" | "COMPLETED" | "EXPIRED" | "CANCELLED" | "REVIEW";

export interface BuyerOrder {
  id: string;
  reference: string;
  state: OrderState;
  event: {
    id: string;
    slug: string;
    title: Text;
    starts_at: string;
    ends_at: string;
    timezone: string;
    venue: Venue | null;
  };
  currency: string;
  exponent: number;
  lines: OrderLine[];
  total_minor: number;
  reserved_at: string;
  expires_at: string;
  server_time: string;
  buyer: { name: string; email: string } | null;
  payment: Payment | null;
  tickets: OrderTicket[];
  refunded_minor: number;
  /** Only in the answer to the reservation. */
  token?: string;
}

export interface Documents {
  ready: boolean;
  tickets_url: string | null;
  calendar_url: string | null;
}

export interface Session {
  member: { user_id: string; name: string; email: string; role: string };
  account: { id: string; name: string };
  expires_at: string;
}

export interface Page<T> {
  items: T[];
  next: string | null;
}

export interface Organizer {
  id: string;
  name: string;
  slug: string;
}

export interface Event {
  id: string;
  organizer_id: string;
  slug: string;
  status: string;
  title: Text;
  description: Text;
  starts_at: string;
  ends_at: string;
  timezone: string;
  venue: Venue | null;
  currency: string;
  exponent: number;
  hold_minutes: number;
  version: number;
  page_url: string | null;
  created_at: string;
}

export interface Product {
  id: string;
  name: Text;
  description: Text;
  price_minor: number;
  capacity: number;
  /** Units neither sold nor held. */
  free: number;
  min_per_order: number;
  max_per_order: number;
  sale_starts_at: string | null;
  sale_ends_at: string | null;
  version: number;
}

export interface OrderRow {
  id: string;
  reference: string;
  state: OrderState;
  buyer_name: string | null;
  buyer_email: string | null;
  total_minor: number;
  currency: string;
  exponent: number;
  quantity: number;
  reserved_at: string;
  completed_at: string | null;
}

export interface StaffOrder extends Omit<BuyerOrder, "token" | "payment"> {
  payments: {
    id: string;
    provider: string;
    amount_minor: number;
    state: string;
    created_at: string;
    provider_reference: string | null;
  }[];
  facts: { id: string; name: string; at: string; by: string }[];
}

export interface Ticket {
  order_id: string;
  number: number;
  holder_name: string;
  holder_email: string;
  product_name: Text;
  code: string;
  state: "VALID" | "VOID";
  scanned_at: string | null;
}

export type Verdict = "admitted" | "already_used" | "void" | "unknown" | "wrong_event";

export interface ScanResult {
  verdict: Verdict;
  ticket: { order_id: string; number: number; holder_name: string; product_name: Text } | null;
  first_scanned_at: string | null;
}

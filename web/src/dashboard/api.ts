// The calls the dashboard makes, on the session's cookie.

import type {
  Event, OrderRow, Organizer, Page, Product, Session, StaffOrder, Text, Ticket, Venue,
} from "../api/types.ts";
import { exchange, request } from "../shared/http.ts";

export interface EventFields {
  title: Text;
  description: Text;
  starts_at: string | null;
  ends_at: string | null;
  timezone: string;
  venue: Venue | null;
  currency: string;
  hold_minutes: number;
}

export interface ProductFields {
  name: Text;
  description: Text;
  price_minor: number | null;
  capacity: number;
  min_per_order: number;
  max_per_order: number;
  sale_starts_at: string | null;
  sale_ends_at: string | null;
}

export interface VersionedEvent {
  event: Event;
  etag: string;
}

const post = <T>(path: string, body: unknown, key: string) => request<T>("POST", path, { body, key });
const page = (cursor: string | null) => `limit=50${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`;

export const getSession = () => request<Session>("GET", "/me");
export const signIn = (fields: { email: string; password: string }, key: string) =>
  post<Session>("/sessions", fields, key);
export const signUp = (
  fields: { name: string; email: string; password: string; your_name: string },
  key: string,
) => post<Session>("/accounts", fields, key);
export const signOut = () => request<void>("DELETE", "/sessions/current");

export const listOrganizers = () => request<Page<Organizer>>("GET", "/organizers");
export const listEvents = (cursor: string | null) => request<Page<Event>>("GET", `/events?${page(cursor)}`);

export async function getEvent(id: string): Promise<VersionedEvent> {
  const response = await exchange("GET", `/events/${id}`);
  return { event: (await response.json()) as Event, etag: response.headers.get("ETag") ?? "" };
}

export const createEvent = (fields: EventFields & { organizer_id: string }, key: string) =>
  post<Event>("/events", fields, key);
export const editEvent = (id: string, fields: Partial<EventFields>, etag: string) =>
  request<Event>("PATCH", `/events/${id}`, { body: fields, ifMatch: etag });
export const publishEvent = (id: string, key: string) => post<Event>(`/events/${id}/publish`, {}, key);

export const listProducts = (eventId: string) => request<Page<Product>>("GET", `/events/${eventId}/products`);
export const createProduct = (eventId: string, fields: ProductFields, key: string) =>
  post<Product>(`/events/${eventId}/products`, fields, key);

export const listOrders = (eventId: string, cursor: string | null) =>
  request<Page<OrderRow>>("GET", `/events/${eventId}/orders?${page(cursor)}`);
export const getOrder = (id: string) => request<StaffOrder>("GET", `/orders/${id}`);
export const listTickets = (eventId: string, cursor: string | null) =>
  request<Page<Ticket>>("GET", `/events/${eventId}/tickets?${page(cursor)}`);

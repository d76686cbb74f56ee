// The calls the dashboard makes, on the session's cookie.

import { call, callWithHeaders } from "../api/client.ts";
import type { components, operations } from "../api/schema.d.ts";
import type { Event } from "../api/types.ts";
import { matching } from "./versions.ts";

type Schemas = components["schemas"];

/** What the form sends. A password that is left out stays as it is; null takes it away. */
export type EventFields = Omit<Schemas["NewEvent"], "organizer_id" | "password"> & { password?: string | null };
export type ProductFields = Schemas["NewProduct"];

export interface VersionedEvent {
  event: Event;
  etag: string;
}

const PAGE = 50;

export const getSession = () => call("get", "/me", {});
export const signIn = (body: Schemas["Credentials"], key: string) => call("post", "/sessions", { body, key, attempts: 1 });
export const signUp = (body: Schemas["NewAccount"], key: string) => call("post", "/accounts", { body, key });
export const signOut = () => call("delete", "/sessions/current", {});

export const listOrganizers = () => call("get", "/organizers", {});
export interface EventFilter {
  status: Event["status"] | null;
  category: Event["category"] | null;
}
export const listEvents = (filter: EventFilter, cursor: string | null) =>
  call("get", "/events", { query: { limit: PAGE, cursor, ...filter } });
export const listTemplates = () => call("get", "/templates", { query: { limit: PAGE } });

export async function getEvent(event_id: string): Promise<VersionedEvent> {
  const { data, headers } = await callWithHeaders("get", "/events/{event_id}", { path: { event_id } });
  return { event: data, etag: headers.get("ETag") ?? "" };
}

export const createEvent = (fields: EventFields & { organizer_id: string }, key: string) =>
  call("post", "/events", { body: { password: null, ...fields }, key });
export const editEvent = (event_id: string, fields: Partial<EventFields>, etag: string) =>
  call("patch", "/events/{event_id}", { path: { event_id }, body: fields as Schemas["EventEdits"], ifMatch: etag });
export type Move = "publish" | "postpone" | "resume" | "cancel" | "archive";
export const moveEvent = (event_id: string, move: Move, key: string) =>
  call("post", `/events/{event_id}/${move}`, { path: { event_id }, body: {}, key });
export const publishEvent = (event_id: string, key: string) => moveEvent(event_id, "publish", key);
export const previewEvent = (event_id: string) =>
  call("post", "/events/{event_id}/previews", { path: { event_id }, body: {} });
export const inviteToEvent = (event_id: string) =>
  call("post", "/events/{event_id}/invitations", { path: { event_id }, body: {} });
export const duplicateEvent = (event_id: string, body: Schemas["EventCopy"], key: string) =>
  call("post", "/events/{event_id}/duplicate", { path: { event_id }, body, key });
export const saveTemplate = (event_id: string, body: Schemas["NewTemplate"], key: string) =>
  call("post", "/events/{event_id}/template", { path: { event_id }, body, key });
export const useTemplate = (event_id: string, body: Schemas["EventCopy"], key: string) =>
  call("post", "/templates/{event_id}/events", { path: { event_id }, body, key });

export const listProducts = (event_id: string) =>
  call("get", "/events/{event_id}/products", { path: { event_id } });
export const createProduct = (event_id: string, body: ProductFields, key: string) =>
  call("post", "/events/{event_id}/products", { path: { event_id }, body, key });

export type OrderQuery = Omit<NonNullable<operations["list_orders"]["parameters"]["query"]>, "cursor" | "limit">;
export const listOrders = (event_id: string, query: OrderQuery, cursor: string | null) =>
  call("get", "/events/{event_id}/orders", { path: { event_id }, query: { ...query, limit: PAGE, cursor } });
export const getOrder = (order_id: string) => call("get", "/orders/{order_id}", { path: { order_id } });
export const editBuyer = (order_id: string, body: Schemas["PersonEdits"], version: number) =>
  call("patch", "/orders/{order_id}", { path: { order_id }, body, ...matching(version) });
export const editHolder = (order_id: string, number: number, body: Schemas["PersonEdits"], version: number) =>
  call("patch", "/orders/{order_id}/tickets/{number}", { path: { order_id, number: String(number) }, body, ...matching(version) });
export type Reason = Schemas["Cancellation"]["reason"];
export const cancelOrder = (order_id: string, body: Schemas["Cancellation"], key: string) =>
  call("post", "/orders/{order_id}/cancel", { path: { order_id }, body, key });
export const completeOrder = (order_id: string, body: Schemas["Completion"], key: string) =>
  call("post", "/orders/{order_id}/complete", { path: { order_id }, body, key });
export const listTickets = (event_id: string, q: string, cursor: string | null) =>
  call("get", "/events/{event_id}/tickets", { path: { event_id }, query: { q: q || undefined, limit: PAGE, cursor } });

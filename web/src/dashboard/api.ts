// The calls the dashboard makes, on the session's cookie.

import { call, callWithHeaders } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";
import type { Event } from "../api/types.ts";

type Schemas = components["schemas"];

export type EventFields = Omit<Schemas["NewEvent"], "organizer_id">;
export type ProductFields = Schemas["NewProduct"];

export interface VersionedEvent {
  event: Event;
  etag: string;
}

const PAGE = 50;

export const getSession = () => call("get", "/me", {});
export const signIn = (body: Schemas["Credentials"], key: string) => call("post", "/sessions", { body, key });
export const signUp = (body: Schemas["NewAccount"], key: string) => call("post", "/accounts", { body, key });
export const signOut = () => call("delete", "/sessions/current", {});

export const listOrganizers = () => call("get", "/organizers", {});
export const listEvents = (cursor: string | null) => call("get", "/events", { query: { limit: PAGE, cursor } });

export async function getEvent(event_id: string): Promise<VersionedEvent> {
  const { data, headers } = await callWithHeaders("get", "/events/{event_id}", { path: { event_id } });
  return { event: data, etag: headers.get("ETag") ?? "" };
}

export const createEvent = (body: Schemas["NewEvent"], key: string) => call("post", "/events", { body, key });
export const editEvent = (event_id: string, body: Schemas["EventEdits"], etag: string) =>
  call("patch", "/events/{event_id}", { path: { event_id }, body, ifMatch: etag });
export const publishEvent = (event_id: string, key: string) =>
  call("post", "/events/{event_id}/publish", { path: { event_id }, body: {}, key });

export const listProducts = (event_id: string) =>
  call("get", "/events/{event_id}/products", { path: { event_id } });
export const createProduct = (event_id: string, body: ProductFields, key: string) =>
  call("post", "/events/{event_id}/products", { path: { event_id }, body, key });

export const listOrders = (event_id: string, cursor: string | null) =>
  call("get", "/events/{event_id}/orders", { path: { event_id }, query: { limit: PAGE, cursor } });
export const getOrder = (order_id: string) => call("get", "/orders/{order_id}", { path: { order_id } });
export const listTickets = (event_id: string, cursor: string | null) =>
  call("get", "/events/{event_id}/tickets", { path: { event_id }, query: { limit: PAGE, cursor } });

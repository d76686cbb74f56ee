// The calls a buyer's page makes.

import { call } from "../api/client.ts";
import { Problem } from "../shared/http.ts";
import { recallAccess } from "./access.ts";
import type { CheckOut, Waiting, WantedLine } from "./shapes.ts";

/** What proves that an order is ours. */
export interface OrderKey {
  id: string;
  token: string;
}

/** How a visitor wants to see an event: with a code, as a member, on one date, in one currency. Empty: as anybody. */
export interface View {
  code: string;
  email: string;
  occurrence_id: string;
  currency: string;
}

const proof = ({ id, token }: OrderKey) => ({ path: { order_id: id }, token });

/** What opens a private event, if this tab has it. */
const access = (event_id: string) => {
  const token = recallAccess(event_id);
  return { path: { event_id }, ...(token && { token }) };
};

export const getEvent = (event_id: string) => call("get", "/public/events/{event_id}", access(event_id));

export const viewEvent = (event_id: string, { code, email, occurrence_id, currency }: View) =>
  call("post", "/public/events/{event_id}/view", {
    ...access(event_id),
    body: { code, email: email || null, occurrence_id, currency: currency || null },
  });

export const listDates = (event_id: string, cursor: string | null) =>
  call("get", "/public/events/{event_id}/occurrences", { ...access(event_id), query: { cursor, limit: 50 } });

export const openEvent = (event_id: string, password: string) =>
  call("post", "/public/events/{event_id}/access", { path: { event_id }, body: { password } });

export const getPreview = (event_id: string, token: string) =>
  call("get", "/public/previews/{event_id}", { path: { event_id }, token });

const basketBody = (lines: WantedLine[], { code, email, currency }: View, language: string) => ({
  lines,
  language,
  code,
  currency: currency || null,
  email: email || null,
});

export const quote = (event_id: string, lines: WantedLine[], view: View, language: string, signal: AbortSignal) =>
  call("post", "/public/events/{event_id}/quote", {
    ...access(event_id),
    body: basketBody(lines, view, language),
    signal,
  });

export const reserve = (event_id: string, lines: WantedLine[], view: View, language: string, key: string) =>
  call("post", "/public/events/{event_id}/orders", { ...access(event_id), body: basketBody(lines, view, language), key });

export const getOrder = (order: OrderKey) => call("get", "/public/orders/{order_id}", proof(order));

export const checkout = (order: OrderKey, body: CheckOut, key: string) =>
  call("post", "/public/orders/{order_id}/checkout", { ...proof(order), body, key });

/** Asks the server to ask the payment provider what became of the payment. */
export const refresh = (order: OrderKey, key: string) =>
  call("post", "/public/orders/{order_id}/refresh", { ...proof(order), body: {}, key });

export const cancel = (order: OrderKey, key: string) =>
  call("post", "/public/orders/{order_id}/cancel", { ...proof(order), body: {}, key });

export const getDocuments = (order: OrderKey) => call("get", "/public/orders/{order_id}/documents", proof(order));

/** Hands a file in; answers its id, which is the answer to the question for it. */
export async function handIn({ id, token }: OrderKey, file: File, key: string): Promise<string> {
  const headers = { Authorization: `Bearer ${token}`, "Idempotency-Key": key, "Content-Type": "application/octet-stream" };
  const url = `/api/public/orders/${encodeURIComponent(id)}/files`;
  const response = await fetch(url, { method: "POST", headers, body: file }).catch(() => null);
  if (!response) throw new Problem("offline", 0, "");
  const said = await response.json().catch(() => ({}));
  if (!response.ok) throw new Problem(said.code ?? "", response.status, said.detail ?? "");
  return said.id;
}

export const joinWaitlist = (event_id: string, body: Waiting, key: string) =>
  call("post", "/public/events/{event_id}/waitlist", { ...access(event_id), body, key });

export const getPlace = (entry_id: string, token: string) =>
  call("get", "/public/waitlist/{entry_id}", { path: { entry_id }, token });

export const leaveWaitlist = (entry_id: string, token: string) =>
  call("delete", "/public/waitlist/{entry_id}", { path: { entry_id }, token });

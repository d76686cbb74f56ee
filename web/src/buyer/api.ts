// The calls a buyer's page makes.

import { call } from "../api/client.ts";
import { recallAccess } from "./access.ts";
import type { Basket } from "./basket.ts";

export interface Buyer {
  name: string;
  email: string;
}

/** What proves that an order is ours. */
export interface OrderKey {
  id: string;
  token: string;
}

const proof = ({ id, token }: OrderKey) => ({ path: { order_id: id }, token });

/** What opens a private event, if this tab has it. */
const access = (event_id: string) => {
  const token = recallAccess(event_id);
  return { path: { event_id }, ...(token && { token }) };
};

export const getEvent = (event_id: string) => call("get", "/public/events/{event_id}", access(event_id));

export const openEvent = (event_id: string, password: string) =>
  call("post", "/public/events/{event_id}/access", { path: { event_id }, body: { password } });

export const getPreview = (event_id: string, token: string) =>
  call("get", "/public/previews/{event_id}", { path: { event_id }, token });

export function reserve(event_id: string, basket: Basket, language: string, key: string) {
  const lines = Object.entries(basket).map(([product_id, quantity]) => ({ product_id, quantity }));
  return call("post", "/public/events/{event_id}/orders", { ...access(event_id), body: { lines, language }, key });
}

export const getOrder = (order: OrderKey) => call("get", "/public/orders/{order_id}", proof(order));

export const checkout = (order: OrderKey, buyer: Buyer, key: string) =>
  call("post", "/public/orders/{order_id}/checkout", { ...proof(order), body: { buyer }, key });

/** Asks the server to ask the payment provider what became of the payment. */
export const refresh = (order: OrderKey, key: string) =>
  call("post", "/public/orders/{order_id}/refresh", { ...proof(order), body: {}, key });

export const cancel = (order: OrderKey, key: string) =>
  call("post", "/public/orders/{order_id}/cancel", { ...proof(order), body: {}, key });

export const getDocuments = (order: OrderKey) => call("get", "/public/orders/{order_id}/documents", proof(order));

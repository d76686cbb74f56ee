// The calls a buyer's page makes.

import type { BuyerOrder, Documents, PublicEvent } from "../api/types.ts";
import { request } from "../shared/http.ts";
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

const lines = (basket: Basket) =>
  Object.entries(basket).map(([product_id, quantity]) => ({ product_id, quantity }));

export const getEvent = (id: string) => request<PublicEvent>("GET", `/public/events/${id}`);

export const reserve = (eventId: string, basket: Basket, language: string, key: string) =>
  request<BuyerOrder>("POST", `/public/events/${eventId}/orders`, {
    body: { lines: lines(basket), language },
    key,
  });

export const getOrder = ({ id, token }: OrderKey) =>
  request<BuyerOrder>("GET", `/public/orders/${id}`, { token });

export const checkout = ({ id, token }: OrderKey, buyer: Buyer, key: string) =>
  request<BuyerOrder>("POST", `/public/orders/${id}/checkout`, { body: { buyer }, token, key });

/** Asks the server to ask the payment provider what became of the payment. */
export const refresh = ({ id, token }: OrderKey, key: string) =>
  request<BuyerOrder>("POST", `/public/orders/${id}/refresh`, { body: {}, token, key });

export const cancel = ({ id, token }: OrderKey, key: string) =>
  request<BuyerOrder>("POST", `/public/orders/${id}/cancel`, { body: {}, token, key });

export const getDocuments = ({ id, token }: OrderKey) =>
  request<Documents>("GET", `/public/orders/${id}/documents`, { token });

// The calls about an order's money by hand, about disputes, and about protection against fraud.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Received = Schemas["PaymentIn"];
export type Protection = Schemas["ProtectionOut"];
export type ListedDispute = Schemas["ListedDispute"];

const order = (order_id: string) => ({ order_id });

export const notePayment = (order_id: string, body: Received, key: string) =>
  call("post", "/orders/{order_id}/payments", { path: order(order_id), body, key });
export const correctPayment = (order_id: string, payment_id: string) =>
  call("post", "/orders/{order_id}/payments/{payment_id}/correction", { path: { order_id, payment_id }, body: {} });

export const handBack = (order_id: string, key: string) =>
  call("post", "/orders/{order_id}/hand-back", { path: order(order_id), body: { note: "" }, key });

export const pausePlan = (order_id: string) =>
  call("post", "/orders/{order_id}/instalments/pause", { path: order(order_id), body: {} });
export const resumePlan = (order_id: string) =>
  call("post", "/orders/{order_id}/instalments/resume", { path: order(order_id), body: {} });
export const extendPart = (order_id: string, { number, version }: { number: number; version: number }, due_at: string) =>
  call("patch", "/orders/{order_id}/instalments/{number}", {
    path: { order_id, number: String(number) },
    body: { due_at },
    ...matching(version),
  });

export const getEvidence = (order_id: string, dispute_id: string) =>
  call("get", "/orders/{order_id}/disputes/{dispute_id}/evidence", { path: { order_id, dispute_id } });
export const handIn = (order_id: string, dispute_id: string, body: Schemas["EvidenceIn"]) =>
  call("post", "/orders/{order_id}/disputes/{dispute_id}/evidence", { path: { order_id, dispute_id }, body });
export const revalidate = (order_id: string) =>
  call("post", "/orders/{order_id}/tickets/revalidate", { path: order(order_id), body: {} });
export const listDisputes = (cursor: string | null) => call("get", "/disputes", { query: { limit: 20, cursor } });

export const PROTECTION = ["protection"];
export const getProtection = () => call("get", "/account/payments/protection", {});
export const setProtection = (body: Schemas["ProtectionIn"], version: number) =>
  call("put", "/account/payments/protection", { body, ...matching(version) });

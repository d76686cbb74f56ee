// The calls about invoices: the seller's details, and an order's documents.

import { call, callWithHeaders } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { matching } from "../versions.ts";

export type Invoicing = components["schemas"]["InvoicingOut"];
export type InvoicingFields = Required<components["schemas"]["InvoicingIn"]>;
export type OrderInvoices = components["schemas"]["OrderInvoices"];

export const getInvoicing = () => call("get", "/account/invoicing", {});

/** Returns what was stored, with its next version. */
export async function saveInvoicing(body: InvoicingFields, version: number): Promise<Invoicing> {
  return (await callWithHeaders("put", "/account/invoicing", { body, ...matching(version) })).data;
}

export const listInvoices = (order_id: string): Promise<OrderInvoices> =>
  call("get", "/orders/{order_id}/invoices", { path: { order_id } });

// The calls about refunds and cancelled events, and their words.

import { call } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";

type Schemas = components["schemas"];

export type Refunds = Schemas["OrderRefunds"];
export type Refund = Schemas["RefundOut"];
export type RefundPreview = Schemas["RefundPreview"];
export type RefundReason = Schemas["NewRefund"]["reason"];
export type Cancellation = Schemas["CancellationOut"];
export type CancellationPreview = Schemas["CancellationPreview"];
export type CancellationResult = Schemas["CancellationResult"];
export type ResultState = CancellationResult["state"];

/** What goes back: exactly one of everything, tickets (with units), or an amount. */
export interface What {
  everything: boolean;
  tickets: number[];
  units: Record<string, number>;
  amount_minor: number | null;
  cancel: boolean | null;
}

export const listRefunds = (order_id: string) => call("get", "/orders/{order_id}/refunds", { path: { order_id } });
export const previewRefund = (order_id: string, body: What, signal: AbortSignal) =>
  call("post", "/orders/{order_id}/refunds/preview", { path: { order_id }, body, signal });
export const refundOrder = (order_id: string, body: Schemas["NewRefund"], key: string) =>
  call("post", "/orders/{order_id}/refunds", { path: { order_id }, body, key });
export const retryRefund = (order_id: string, refund_id: string, by_hand: boolean, key: string) =>
  call("post", "/orders/{order_id}/refunds/{refund_id}/retry", { path: { order_id, refund_id }, body: { by_hand, note: "" }, key });

export const previewCancellation = (event_id: string) =>
  call("post", "/events/{event_id}/cancellation/preview", { path: { event_id }, body: {} });
export const startCancellation = (event_id: string, body: Schemas["NewCancellation"], key: string) =>
  call("post", "/events/{event_id}/cancellation", { path: { event_id }, body, key });
export const getCancellation = (event_id: string) =>
  call("get", "/events/{event_id}/cancellation", { path: { event_id } });
export const listResults = (event_id: string, state: ResultState | null, cursor: string | null) =>
  call("get", "/events/{event_id}/cancellation/results", { path: { event_id }, query: { state, cursor, limit: 50 } });
export const retryCancellation = (event_id: string, key: string) =>
  call("post", "/events/{event_id}/cancellation/retry", { path: { event_id }, body: {}, key });

export const REFUND_REASONS: Record<RefundReason, string> = {
  buyer_asked: "The buyer asked for it",
  duplicate: "Bought twice",
  event_changed: "The event has changed",
  fraud: "Suspected fraud",
  goodwill: "Goodwill",
  mistake: "A mistake",
  other: "Something else",
};

// Why money goes back without anybody of the account asking for a refund.
const OTHER_REASONS: Record<string, string> = {
  not_owed: "Paid although nothing was owed",
  paid_too_late: "Paid after its places had gone",
  at_provider: "Refunded in Stripe’s dashboard",
  buyer_cancelled: "Cancelled by the buyer",
  event_cancelled: "The event was cancelled",
};

/** A refund's reason in words. */
export const reasonText = (reason: string): string => REFUND_REASONS[reason as RefundReason] ?? OTHER_REASONS[reason] ?? reason;

export const REFUND_STATES: Record<Refund["state"], [label: string, colour: string]> = {
  REQUESTED: ["Asked for", "blue"],
  PENDING: ["On its way", "yellow"],
  SUCCEEDED: ["Refunded", "teal"],
  FAILED: ["Failed", "red"],
};

export const RESULT_STATES: Record<ResultState, [label: string, colour: string]> = {
  WAITING: ["To do", "gray"],
  DONE: ["Done", "teal"],
  BY_HAND: ["By hand", "yellow"],
  FAILED: ["Failed", "red"],
};

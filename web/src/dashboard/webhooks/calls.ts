// The calls about an account's webhooks.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Webhook = Schemas["WebhookOut"];
export type WithSecret = Schemas["WebhookWithSecret"];
export type Delivery = Schemas["DeliveryOut"];
export type State = "DELIVERED" | "WAITING" | "DEAD";

export const WEBHOOKS = ["webhooks"];
const PAGE = 20;

export const listTypes = () => call("get", "/webhook-types", {});
export const listWebhooks = () => call("get", "/webhooks", {});
export const addWebhook = (body: Schemas["NewWebhook"], key: string) => call("post", "/webhooks", { body, key });
export const getWebhook = (webhook_id: string) => call("get", "/webhooks/{webhook_id}", { path: { webhook_id } });
export const editWebhook = ({ id, version }: Webhook, fields: Partial<Schemas["WebhookEdits"]>) =>
  call("patch", "/webhooks/{webhook_id}", { path: { webhook_id: id }, body: fields as Schemas["WebhookEdits"], ...matching(version) });
export const removeWebhook = (webhook_id: string) => call("delete", "/webhooks/{webhook_id}", { path: { webhook_id } });
export const rotateSecret = (webhook_id: string, keep_old_hours: number, key: string) =>
  call("post", "/webhooks/{webhook_id}/rotate-secret", { path: { webhook_id }, body: { keep_old_hours }, key });
export const testWebhook = (webhook_id: string) =>
  call("post", "/webhooks/{webhook_id}/test", { path: { webhook_id }, body: {} });
export const listDeliveries = (webhook_id: string, state: State | null, cursor: string | null) =>
  call("get", "/webhooks/{webhook_id}/deliveries", { path: { webhook_id }, query: { state, limit: PAGE, cursor } });
export const replayDelivery = (webhook_id: string, fact_id: string, key: string) =>
  call("post", "/webhooks/{webhook_id}/deliveries/{fact_id}/replay", { path: { webhook_id, fact_id }, body: {}, key });
export const replayStretch = (webhook_id: string, body: Schemas["Stretch"], key: string) =>
  call("post", "/webhooks/{webhook_id}/replay", { path: { webhook_id }, body, key });

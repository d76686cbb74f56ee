// The calls about how the account is paid, and each of its organizers that has a Stripe account of its own.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Settings = Schemas["MerchantOut"];
export type OrganizerPayments = Schemas["OrganizerMerchantOut"];
/** What is known of somebody's Stripe account. `paid_on` says of an organizer's which one is charged instead. */
export type Connection = Omit<OrganizerPayments, "paid_on"> & Partial<Pick<OrganizerPayments, "paid_on">>;
export type Dashboard = Settings["dashboards"][number];
export type Method = Settings["methods"][number];
export type Share = Schemas["PlatformShare"];
export type Standing = Schemas["StandingOut"];
export type Amount = Schemas["AmountOut"];
export type Payout = Schemas["PayoutOut"];
export type Movement = Schemas["MovementOut"];
export type Disconnection = Schemas["OrganizerDisconnection"];
type Page<T> = { items: T[]; next: string | null };

const PAGE = 20;
const ROOT = "/account/payments";
const ORGANIZER = "/organizers/{organizer_id}/payments";

export const SETTINGS = ["payments"];
export const getSettings = () => call("get", ROOT, {});
export const organizerPaymentsKey = (organizer_id: string) => ["payments", organizer_id];
export const getOrganizerPayments = (organizer_id: string) => call("get", ORGANIZER, { path: { organizer_id } });
export const setMethods = (methods: Method[], version: number) =>
  call("put", `${ROOT}/methods`, { body: { methods }, ...matching(version) });

/** Who has a Stripe account: the whole account, or one of its organizers. All that is asked about it begins with `key`. */
export interface Payee {
  key: string[];
  connect(dashboard: Dashboard, country: string | null): Promise<{ url: string }>;
  refresh(): Promise<Connection>;
  disconnect(why: Disconnection): Promise<Connection>;
  getBalance(): Promise<Standing>;
  listPayouts(cursor: string | null): Promise<Page<Payout>>;
  listMovements(payout_id: string, cursor: string | null): Promise<Page<Movement>>;
}

export const ACCOUNT: Payee = {
  key: SETTINGS,
  connect: (dashboard, country) => call("post", `${ROOT}/connect`, { body: { dashboard, country } }),
  refresh: () => call("post", `${ROOT}/refresh`, { body: {} }),
  disconnect: ({ reason }) => call("post", `${ROOT}/disconnect`, { body: { reason } }),
  getBalance: () => call("get", `${ROOT}/balance`, {}),
  listPayouts: (cursor) => call("get", `${ROOT}/payouts`, { query: { limit: PAGE, cursor } }),
  listMovements: (payout_id, cursor) =>
    call("get", `${ROOT}/payouts/{payout_id}/transactions`, { path: { payout_id }, query: { limit: PAGE, cursor } }),
};

export function organizerPayee(organizer_id: string): Payee {
  const path = { organizer_id };
  return {
    key: organizerPaymentsKey(organizer_id),
    connect: (dashboard, country) => call("post", `${ORGANIZER}/connect`, { path, body: { dashboard, country } }),
    refresh: () => call("post", `${ORGANIZER}/refresh`, { path, body: {} }),
    disconnect: (body) => call("post", `${ORGANIZER}/disconnect`, { path, body }),
    getBalance: () => call("get", `${ORGANIZER}/balance`, { path }),
    listPayouts: (cursor) => call("get", `${ORGANIZER}/payouts`, { path, query: { limit: PAGE, cursor } }),
    listMovements: (payout_id, cursor) =>
      call("get", `${ORGANIZER}/payouts/{payout_id}/transactions`, { path: { ...path, payout_id }, query: { limit: PAGE, cursor } }),
  };
}

export type Provider = Settings["connections"][number]["provider"];
export const connectPayPal = (body: Schemas["PayPalKeys"]) => call("put", `${ROOT}/paypal`, { body });
export const connectBtcPay = (body: Schemas["BtcPayKeys"]) => call("put", `${ROOT}/btcpay`, { body });
export const disconnectFrom = (provider: Provider) =>
  provider === "paypal" ? call("post", `${ROOT}/paypal/disconnect`, { body: {} }) : call("post", `${ROOT}/btcpay/disconnect`, { body: {} });

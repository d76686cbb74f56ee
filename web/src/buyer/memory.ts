// What survives a reload: the checkout of this tab, and the tokens of orders made on this device.

import type { Basket } from "./basket.ts";
import type { OrderKey, View } from "./api.ts";

export interface Memory {
  basket: Basket;
  view: View;
  /** Set while a reservation is on its way, so that a reload repeats the same one. */
  reserveKey?: string | undefined;
  order?: OrderKey | undefined;
}

const NOTHING: Memory = { basket: {}, view: { code: "", email: "", occurrence_id: "", currency: "" } };

// Storage may be refused (private windows, embedded frames): the page then works without a memory.
function read<T>(storage: () => Storage, name: string): T | null {
  try {
    return JSON.parse(storage().getItem(name) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function write(storage: () => Storage, name: string, value: unknown): void {
  try {
    storage().setItem(name, JSON.stringify(value));
  } catch {
    return;
  }
}

const tab = () => sessionStorage;
const device = () => localStorage;
const place = (eventId: string) => `foyer:choice:${eventId}`;

/** What this tab remembers; a link with "#code=…" counts for more than a code that was typed before. */
export function recall(eventId: string): Memory {
  const memory = { ...NOTHING, ...read<Memory>(tab, place(eventId)) };
  const code = new URLSearchParams(location.hash.slice(1)).get("code");
  return code ? { ...memory, view: { ...memory.view, code } } : memory;
}

export const remember = (eventId: string, memory: Memory): void => write(tab, place(eventId), memory);

export const rememberToken = ({ id, token }: OrderKey): void =>
  write(device, `foyer:order:${id}`, { token });

export const recallToken = (orderId: string): string | null =>
  read<{ token: string }>(device, `foyer:order:${orderId}`)?.token ?? null;

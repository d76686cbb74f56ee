// What survives a reload: the checkout of this tab, and the tokens of orders made on this device.

import type { Basket } from "./basket.ts";
import type { OrderKey } from "./api.ts";

export interface Memory {
  basket: Basket;
  /** Set while a reservation is on its way, so that a reload repeats the same one. */
  reserveKey?: string;
  order?: OrderKey;
}

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

export const recall = (eventId: string): Memory =>
  read<Memory>(tab, `foyer:checkout:${eventId}`) ?? { basket: {} };

export const remember = (eventId: string, memory: Memory): void =>
  write(tab, `foyer:checkout:${eventId}`, memory);

export const rememberToken = ({ id, token }: OrderKey): void =>
  write(device, `foyer:order:${id}`, { token });

export const recallToken = (orderId: string): string | null =>
  read<{ token: string }>(device, `foyer:order:${orderId}`)?.token ?? null;

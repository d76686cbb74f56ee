// Follows an order whose payment is under way until the server knows the outcome.

import { useEffect } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { newKey } from "../shared/http.ts";
import { getOrder, refresh, type OrderKey } from "./api.ts";

const POLL_MS = 1500;

export function useSettling(isSettling: boolean, orderKey: OrderKey, onSettled: (order: BuyerOrder) => void): void {
  useEffect(() => {
    if (!isSettling) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const key = newKey();
    async function ask(nth: number): Promise<void> {
      // The first question makes the server look at the provider; every fifth does so again.
      const asked = nth % 5 === 0 ? refresh(orderKey, nth === 0 ? key : newKey()) : getOrder(orderKey);
      const found = await asked.catch(() => null);
      if (gone) return;
      const isOpen = !found || found.state === "PROCESSING" || found.state === "EXPIRING" || (found.state === "RESERVED" && nth < 3);
      if (found && !isOpen) return onSettled(found);
      timer = setTimeout(() => void ask(nth + 1), nth < 10 ? POLL_MS : 4 * POLL_MS);
    }
    void ask(0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [isSettling, orderKey.id]);
}

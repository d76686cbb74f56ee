// Tries the event out: an order that costs nothing and counts nowhere, on the page that a buyer would see.

import { Button } from "@mantine/core";
import { useState } from "react";
import { newKey } from "../../shared/http.ts";
import { placeTestOrder } from "./calls.ts";
import { wantedLine } from "./basket.ts";
import { sayFailed } from "./undo.tsx";
import type { Sale } from "./useSale.ts";

export function TestOrder({ sale }: { sale: Sale }) {
  const [isBusy, setBusy] = useState(false);
  const product = sale.products.find((one) => one.kind === "ticket" && !one.is_paused) ?? sale.products[0];
  if (!product) return null;

  async function place(): Promise<void> {
    setBusy(true);
    try {
      const lines = [wantedLine(product!, sale)];
      const body = { lines, language: sale.event.languages[0]!, code: "", currency: null, email: null };
      const order = await placeTestOrder(sale.event.id, body, newKey());
      location.assign(`/order/?o=${encodeURIComponent(order.id)}#t=${encodeURIComponent(order.token!)}`);
    } catch (error) {
      sayFailed(error);
      setBusy(false);
    }
  }

  return (
    <Button variant="default" loading={isBusy} onClick={() => void place()}>
      Place a test order
    </Button>
  );
}

// The smallest basket that buys a product: what a preview of prices and a test order ask for.

import type { Product } from "../../api/types.ts";
import type { Schemas } from "./calls.ts";
import type { Sale } from "./useSale.ts";

export function wantedLine(product: Product, sale: Pick<Sale, "firstDate">): Schemas["WantedLine"] {
  return {
    product_id: product.id,
    quantity: product.min_per_order,
    tier_id: product.tier_mode === "choice" ? (product.tiers[0]?.id ?? "") : "",
    occurrence_id: sale.firstDate,
    amount_minor: product.kind === "donation" ? Math.max(product.price_minor, 100) : null,
  };
}

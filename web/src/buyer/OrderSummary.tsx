// What an order holds and costs.

import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { price } from "./TicketList.tsx";

export function OrderSummary({ order }: { order: BuyerOrder }) {
  return (
    <table class="summary">
      <caption class="unseen">{t("Your order")}</caption>
      <tbody>
        {order.lines.map((line) => (
          <tr key={line.product_id}>
            <th scope="row">
              <span class="times">{line.quantity} ×</span> {pick(line.name, language())}
            </th>
            <td>{price(line.total_minor, order)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">{t("Total")}</th>
          <td>{price(order.total_minor, order)}</td>
        </tr>
        {order.refunded_minor > 0 && (
          <tr class="refunded">
            <th scope="row">{t("Refunded")}</th>
            <td>−{price(order.refunded_minor, order)}</td>
          </tr>
        )}
      </tfoot>
    </table>
  );
}

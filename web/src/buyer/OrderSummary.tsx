// What an order holds and costs.

import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { includedNote, shareRows } from "./Shares.tsx";
import { amount, price } from "./words.ts";

export function OrderSummary({ order }: { order: BuyerOrder }) {
  const note = includedNote(order);
  // After the purchase the order's page says it where it can be acted upon.
  const isOpen = order.state === "RESERVED" && order.total_minor > 0;
  return (
    <>
    <table class="summary">
      <caption class="unseen">{t("Your order")}</caption>
      <tbody>
        {order.lines.map((line) => (
          <tr key={`${line.product_id} ${line.tier_id} ${line.occurrence_id}`}>
            <th scope="row">
              <span class="times">{line.quantity} ×</span> {pick(line.name, language())}
              {line.tier_id && <small> {pick(line.tier_name, language())}</small>}
            </th>
            <td>{price(line.unit_price_minor * line.quantity, order)}</td>
          </tr>
        ))}
        {shareRows(order).map(({ id, name, text }) => (
          <tr key={id} class="share">
            <th scope="row">{id === "discount" && order.code ? t("Discount ({code})", { code: order.code }) : name}</th>
            <td>{text}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">
            {t("Total")}
            {note && <small> {note}</small>}
          </th>
          <td>{price(order.total_minor, order)}</td>
        </tr>
        {order.refunded_minor > 0 && (
          <tr class="refunded">
            <th scope="row">{t("Refunded")}</th>
            <td>−{amount(order.refunded_minor, order)}</td>
          </tr>
        )}
      </tfoot>
    </table>
    {isOpen && <p><small>{pick(order.refund_terms, language())}</small></p>}
    </>
  );
}

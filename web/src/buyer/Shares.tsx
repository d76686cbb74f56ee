// What a total is made of besides the prices: discount, fees, taxes.

import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import type { Quote } from "./shapes.ts";
import { amount } from "./words.ts";

export type Priced = Pick<Quote, "currency" | "exponent" | "subtotal_minor" | "discount_minor" | "fees" | "taxes">;
type Share = Quote["taxes"][number];

/** A tax has its rate in its name: "VAT 19 %". */
const taxName = ({ name, rate }: Share) => `${pick(name, language())} ${Number(rate)} %`;

export function shareRows(quote: Priced): { id: string; name: string; text: string }[] {
  const rows = [];
  if (quote.discount_minor) rows.push({ id: "discount", name: t("Discount"), text: `−${amount(quote.discount_minor, quote)}` });
  for (const fee of quote.fees) rows.push({ id: fee.id, name: pick(fee.name, language()), text: amount(fee.amount_minor, quote) });
  for (const tax of quote.taxes)
    if (!tax.is_included) rows.push({ id: `${tax.id}+`, name: taxName(tax), text: amount(tax.amount_minor, quote) });
  return rows;
}

/** The taxes that the prices hold already; a note, for they add nothing. */
export const includedNote = (quote: Priced): string =>
  quote.taxes
    .filter((tax) => tax.is_included)
    .map((tax) => t("incl. {tax}: {amount}", { tax: taxName(tax), amount: amount(tax.amount_minor, quote) }))
    .join(", ");

/** The rows above a total; nothing when the prices are all there is. */
export function Shares({ quote }: { quote: Priced }) {
  const rows = shareRows(quote);
  const note = includedNote(quote);
  if (!rows.length && !note) return null;
  return (
    <dl class="shares">
      {rows.length > 0 && (
        <div>
          <dt>{t("Subtotal")}</dt>
          <dd>{amount(quote.subtotal_minor, quote)}</dd>
        </div>
      )}
      {rows.map(({ id, name, text }) => (
        <div key={id}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
      {note && (
        <div>
          <dt>{note}</dt>
        </div>
      )}
    </dl>
  );
}

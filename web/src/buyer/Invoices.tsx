// An order's invoice and credit notes, or its proforma while the money is still to come.

import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";
import type { BuyerOrder } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { pauseAfter } from "../shared/patience.ts";
import type { OrderKey } from "./api.ts";
import { amount } from "./words.ts";

type Paper = components["schemas"]["InvoiceOut"];

// The links are signed for a short time: fetch new ones before the old end.
const RENEW_MS = 10 * 60_000;

const title = (paper: Paper): string => {
  const values = { number: paper.number };
  if (paper.kind === "credit_note") return t("Credit note {number}", values);
  return paper.kind === "proforma" ? t("Proforma invoice {number}", values) : t("Invoice {number}", values);
};

function useInvoices(order: BuyerOrder, { id, token }: OrderKey): Paper[] {
  const [papers, setPapers] = useState<Paper[]>([]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    let gone = false;
    async function look(times: number): Promise<void> {
      const found = await call("get", "/public/orders/{order_id}/invoices", { path: { order_id: id }, token }).catch(() => null);
      if (gone) return;
      if (found) setPapers(found.items);
      if (found?.ready && !found.items.length) return; // nothing is lacking, and there will be nothing
      const pause = found?.ready ? RENEW_MS : pauseAfter(times);
      if (pause !== null) timer = setTimeout(look, pause, found?.ready ? 1 : times + 1);
    }
    void look(1);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [id, order.state, order.refunded_minor]);
  return papers;
}

export function Invoices({ order, orderKey }: { order: BuyerOrder; orderKey: OrderKey }) {
  const papers = useInvoices(order, orderKey);
  if (!papers.length) return null;
  return (
    <ul class="tickets" aria-label={t("Invoices")}>
      {papers.map((paper) => (
        <li key={paper.id}>
          {paper.url ? (
            <a href={paper.url} target="_blank" rel="noopener">{title(paper)}</a>
          ) : (
            <span>{title(paper)}</span>
          )}
          <span>{amount(paper.total_minor, paper)}</span>
        </li>
      ))}
    </ul>
  );
}

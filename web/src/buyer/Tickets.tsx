// The tickets of a completed order: who they admit, the PDF as soon as it is drawn, the calendar entry.

import { useEffect, useRef, useState } from "preact/hooks";
import type { BuyerOrder, Documents } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { getDocuments, getOrder, type OrderKey } from "./api.ts";

const POLL_MS = 1500;
const PATIENCE_MS = 90_000;
// The links are signed for a short time: fetch new ones before the old end.
const RENEW_MS = 4 * 60_000;

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  onOrder(order: BuyerOrder): void;
}

function useDocuments({ order, orderKey, onOrder }: Props): { documents: Documents | null; isLate: boolean } {
  const [documents, setDocuments] = useState<Documents | null>(null);
  const [isLate, setLate] = useState(false);
  const hasTickets = useRef(false);
  hasTickets.current = order.tickets.length > 0;
  useEffect(() => {
    const since = Date.now();
    let timer: ReturnType<typeof setTimeout>;
    let gone = false;
    async function look(): Promise<void> {
      try {
        const found = await getDocuments(orderKey);
        if (gone) return;
        setDocuments(found);
        // Tickets are issued a moment after the payment, before their PDF is drawn.
        if (!hasTickets.current) onOrder(await getOrder(orderKey));
        if (!found.ready && Date.now() - since > PATIENCE_MS) setLate(true);
        timer = setTimeout(look, found.ready ? RENEW_MS : POLL_MS);
      } catch (problem) {
        if (!(problem instanceof Problem)) throw problem;
        if (!gone) timer = setTimeout(look, 4 * POLL_MS);
      }
    }
    void look();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [order.id]);
  return { documents, isLate };
}

export function Tickets(props: Props) {
  const { order } = props;
  const { documents, isLate } = useDocuments(props);
  return (
    <>
      {order.tickets.length > 0 && (
        <ul class="tickets">
          {order.tickets.map((ticket) => (
            <li key={ticket.number}>
              <strong>{pick(ticket.product_name, language())}</strong>
              <span>{ticket.holder_name}</span>
              <small>{t("No. {number}", { number: ticket.number })}</small>
            </li>
          ))}
        </ul>
      )}
      <div class="actions" role="status">
        {documents?.ready && documents.tickets_url ? (
          <a class="primary" href={documents.tickets_url} target="_blank" rel="noopener">
            {t("Open your tickets (PDF)")}
          </a>
        ) : isLate ? (
          <p class="calm">
            {t("Your tickets take longer than usual. They will come by e-mail, and this page shows them as soon as they are ready.")}
          </p>
        ) : (
          <p class="calm">
            <progress aria-label={t("Drawing your tickets")} /> {t("Drawing your tickets…")}
          </p>
        )}
        {documents?.calendar_url && (
          <a class="secondary" href={documents.calendar_url}>
            {t("Add to calendar")}
          </a>
        )}
      </div>
    </>
  );
}

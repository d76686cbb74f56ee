// The ticket box of an event's page.

import type { PublicEvent } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { Notice } from "./Notice.tsx";
import { Purchase } from "./Purchase.tsx";
import { TicketList } from "./TicketList.tsx";
import { useCheckout } from "./useCheckout.ts";

export function EventCheckout({ event }: { event: PublicEvent }) {
  const checkout = useCheckout(event);
  if (checkout.order && checkout.orderKey)
    return (
      <>
        {checkout.notice && <Notice key={checkout.notice}>{checkout.notice}</Notice>}
        <Purchase
          key={checkout.order.id}
          order={checkout.order}
          orderKey={checkout.orderKey}
          onOrder={checkout.setOrder}
          onGiveBack={() => void checkout.giveBack()}
          onTryAgain={() => void checkout.tryAgain()}
          onStartAgain={checkout.startAgain}
        />
      </>
    );
  if (checkout.isResuming)
    return (
      <p class="calm" role="status">
        <progress aria-label={t("Loading your order")} /> {t("Loading your order…")}
      </p>
    );
  return (
    <TicketList
      event={checkout.event}
      basket={checkout.basket}
      busy={checkout.busy}
      notice={checkout.notice}
      onChoose={checkout.choose}
      onReserve={() => void checkout.reserve()}
    />
  );
}

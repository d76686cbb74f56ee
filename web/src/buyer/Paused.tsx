// Cards cannot be charged for this organizer right now: said before anybody chooses tickets, not when they pay.

import type { PublicEvent } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { Notice } from "./Notice.tsx";

export function Paused({ event }: { event: PublicEvent }) {
  const hasOthers = event.payment_methods.some((method) => method !== "card");
  return (
    <Notice tone="calm" focus={false}>
      {t("Card payments are paused for this event.")}{" "}
      {hasOthers ? t("You can order and pay in another way.") : t("Only what is free can be ordered now. Please come back later.")}
    </Notice>
  );
}

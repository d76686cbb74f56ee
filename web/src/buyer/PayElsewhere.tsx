// On the way to a provider's own page, where the whole payment is made.

import { useEffect } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { Heading } from "./Heading.tsx";

interface Props {
  order: BuyerOrder;
  url: string;
  onEditDetails(): void;
}

/** Whoever comes back with the browser's own button finds the page as they left it: the way again, and others. */
export function PayElsewhere({ order, url, onEditDetails }: Props) {
  const provider = order.method === "paypal" ? "PayPal" : "Bitcoin";
  useEffect(() => location.assign(url), [url]);
  return (
    <>
      <Heading>{t("Payment")}</Heading>
      <p>{t("You pay on another page and come back here. Your tickets are held meanwhile.")}</p>
      <p>
        <a class="primary" href={url}>
          {t("Pay with {provider}", { provider })}
        </a>
      </p>
      <p>
        <button type="button" class="link" onClick={onEditDetails}>
          {t("Pay in another way")}
        </button>
      </p>
    </>
  );
}

// The currencies that an event is sold in, one of them chosen.

import { t } from "../i18n/translate.ts";
import type { Checkout } from "./useCheckout.ts";

export function Currencies({ checkout }: { checkout: Checkout }) {
  const { event, own } = checkout;
  const choices = [own.currency, ...own.extra_currencies];
  return (
    <div class="filters" role="group" aria-label={t("Currency")}>
      {choices.map((code) => (
        <button
          key={code}
          type="button"
          aria-pressed={event.currency === code}
          onClick={() => void checkout.see({ currency: code === own.currency ? "" : code })}
        >
          {code}
        </button>
      ))}
    </div>
  );
}

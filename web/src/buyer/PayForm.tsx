// The payment step: the provider's own form; a refused card keeps the hold.

import { useEffect, useRef, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { Heading } from "./Heading.tsx";
import { Notice } from "./Notice.tsx";
import { mountPayment, type PaymentError, type PaymentForm } from "./payment.ts";
import { price } from "./words.ts";

interface Props {
  order: BuyerOrder;
  onPaid(): void;
  /** The provider said no: the order may have ended meanwhile. */
  onRefused(): void;
  /** Set while the provider works, when the end of the hold must not take the form away. */
  isPaying: { current: boolean };
  isUnconfirmed: boolean;
  /** Where the details can still be changed. */
  onEditDetails?: (() => void) | undefined;
}

const returnUrl = (order: BuyerOrder): string => `${location.origin}/order/?o=${order.id}`;

function sayPaymentError(error: PaymentError): string {
  if (error.type === "validation_error") return error.message ?? t("Please complete the payment details.");
  const reason = error.message ?? t("The payment did not go through: try again or use another card.");
  return t("{reason} Nothing has been charged, and your tickets are still held.", { reason });
}

export function PayForm({ order, onPaid, onRefused, isPaying, isUnconfirmed, onEditDetails }: Props) {
  const target = useRef<HTMLDivElement>(null);
  const wallets = useRef<HTMLDivElement>(null);
  const payNow = useRef<() => void>(() => undefined);
  const form = useRef<PaymentForm | null>(null);
  const [state, setState] = useState<"loading" | "ready" | "paying" | "unavailable">("loading");
  const [notice, setNotice] = useState<{ text: string; nth: number } | null>(
    isUnconfirmed ? { text: sayPaymentError({ type: "unconfirmed" }), nth: 0 } : null,
  );
  const [attempt, setAttempt] = useState(0);
  const secret = order.payment!.client_secret;

  const say = (text: string) => setNotice((last) => ({ text, nth: (last?.nth ?? 0) + 1 }));

  useEffect(() => {
    let gone = false;
    setState("loading");
    const places = { form: target.current!, wallets: wallets.current!, onWallet: () => payNow.current() };
    mountPayment(order.payment!, places, language())
      .then((mounted) => {
        form.current = mounted;
        if (gone) mounted.unmount();
        else setState("ready");
      })
      .catch(() => {
        if (!gone) setState("unavailable");
      });
    return () => {
      gone = true;
      form.current?.unmount();
      form.current = null;
    };
  }, [secret, attempt]);

  async function pay(): Promise<void> {
    if (state !== "ready" || !form.current) return;
    setState("paying");
    isPaying.current = true;
    const { error } = await form.current.confirm(returnUrl(order));
    isPaying.current = false;
    if (!error) return onPaid();
    onRefused();
    setState("ready");
    say(sayPaymentError(error));
  }

  payNow.current = () => void pay();

  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void pay();
      }}
    >
      <Heading>{t("Payment")}</Heading>
      {notice && <Notice key={notice.nth}>{notice.text}</Notice>}
      <p class="payer">
        {order.buyer!.name} · {order.buyer!.email}{" "}
        {onEditDetails && (
          <button type="button" class="link" onClick={onEditDetails}>
            {t("Change")}
          </button>
        )}
      </p>
      <div ref={wallets} class="payment wallets none" />
      <div ref={target} class="payment" aria-busy={state === "loading"} />
      {state === "loading" && <p class="calm" role="status">{t("Loading the payment form…")}</p>}
      {state === "unavailable" && (
        <Notice>
          {t("The payment form could not be loaded. A content blocker may be in the way.")}{" "}
          <button type="button" class="link" onClick={() => setAttempt(attempt + 1)}>
            {t("Try again")}
          </button>
        </Notice>
      )}
      <button class="primary" disabled={state !== "ready"}>
        {state === "paying" ? t("Paying…") : t("Pay {amount}", { amount: price(order.payment!.amount_minor ?? order.total_minor, order) })}
      </button>
    </form>
  );
}

// Where an order is once nothing more is asked: done, waiting for somebody, or over.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { formatAt } from "../shared/time.ts";
import type { OrderKey } from "./api.ts";
import { Heading } from "./Heading.tsx";
import { OrderAnswers } from "./OrderAnswers.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import type { CheckoutForm } from "./shapes.ts";
import { Tickets } from "./Tickets.tsx";
import { amount } from "./words.ts";

export interface OutcomeProps {
  order: BuyerOrder;
  orderKey: OrderKey;
  form?: CheckoutForm | undefined;
  onOrder(order: BuyerOrder): void;
  onStartAgain(): void;
  /** On the event's page: there is an order page to go to, and more to buy. */
  isOnEventPage: boolean;
}

function WhatNext({ order, isOnEventPage, onStartAgain }: OutcomeProps) {
  if (!isOnEventPage) return null;
  return (
    <p>
      <a href={`/order/?o=${order.id}`}>{t("Your order page")}</a>{" · "}
      <button type="button" class="link" onClick={onStartAgain}>
        {t("Buy more tickets")}
      </button>
    </p>
  );
}

const CheckMark = () => <p class="done" aria-hidden="true">✓</p>;

export function Completed(props: OutcomeProps) {
  const { order } = props;
  const hasTickets = order.lines.some(({ kind }) => kind === "ticket");
  return (
    <>
      <CheckMark />
      <Heading>{hasTickets ? t("You are going!") : t("Thank you!")}</Heading>
      <p>
        {t(hasTickets ? "Order {reference}. Your tickets go to {email}." : "Order {reference}. Your confirmation goes to {email}.", {
          reference: order.reference,
          email: order.buyer?.email ?? "",
        })}
      </p>
      {hasTickets && <Tickets order={order} orderKey={props.orderKey} onOrder={props.onOrder} />}
      <OrderSummary order={order} />
      <OrderAnswers order={order} orderKey={props.orderKey} form={props.form} />
      <WhatNext {...props} />
    </>
  );
}

export function AwaitingApproval(props: OutcomeProps) {
  const { order } = props;
  return (
    <>
      <Heading>{t("Your request is with the organizer")}</Heading>
      <p>
        {t("Order {reference}. The organizer looks at it, and you get an e-mail at {email} when it is decided.", {
          reference: order.reference,
          email: order.buyer?.email ?? "",
        })}{" "}
        {order.total_minor > 0 && t("Nothing has been charged. Once you are let in, the e-mail has a link to pay.")}
      </p>
      <OrderSummary order={order} />
      <OrderAnswers order={order} orderKey={props.orderKey} form={props.form} />
      <WhatNext {...props} />
    </>
  );
}

/** A value to be typed into a bank's form, with a button that copies it. */
function Copied({ name, children: words }: { name: string; children: string }) {
  const [isCopied, setCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(words).then(
      () => setCopied(true),
      () => undefined, // refused by the browser: the value can still be read
    );
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <b>{words}</b>{" "}
        <button type="button" class="link" onClick={() => void copy()} aria-label={t("Copy {name}", { name })}>
          {t("Copy")}
        </button>
        <small role="status">{isCopied && t("Copied")}</small>
      </dd>
    </div>
  );
}

/** How to pay by bank, in cash or on account: what, until when, and how much is there already. */
function ToPay({ order, toPay }: { order: BuyerOrder; toPay: NonNullable<BuyerOrder["to_pay"]> }) {
  const instructions = pick(toPay.instructions, language());
  const terms = pick(toPay.terms, language());
  const [paid, whole] = [amount(toPay.paid_minor, order), amount(order.total_minor, order)];
  return (
    <>
      {toPay.paid_minor > 0 && (
        <div class="part-paid">
          <meter min={0} max={order.total_minor} value={toPay.paid_minor} aria-label={t("Paid")} />
          <p>{t("{paid} of {whole} are here. Thank you!", { paid, whole })}</p>
        </div>
      )}
      <dl class="to-pay">
        <Copied name={toPay.paid_minor > 0 ? t("Still to pay") : t("Amount")}>{amount(toPay.missing_minor, order)}</Copied>
        <Copied name={t("Reference")}>{order.reference}</Copied>
      </dl>
      {(instructions || terms) && (
        <section aria-label={t("How to pay")}>
          <h3>{t("How to pay")}</h3>
          <p class="lines">{instructions}</p>
          {terms && <p class="lines hint">{terms}</p>}
        </section>
      )}
    </>
  );
}

export function AwaitingOfflinePayment(props: OutcomeProps) {
  const { order } = props;
  return (
    <>
      <CheckMark />
      <Heading>{t("Your tickets are reserved")}</Heading>
      <p>
        {t("Please pay by {date}. As soon as the money is here, your tickets go to {email}.", {
          date: formatAt(order.to_pay?.due_at ?? order.expires_at, order.event.timezone, language(), { dateStyle: "full" }),
          email: order.buyer?.email ?? "",
        })}
      </p>
      {order.to_pay && <ToPay order={order} toPay={order.to_pay} />}
      <OrderSummary order={order} />
      <OrderAnswers order={order} orderKey={props.orderKey} form={props.form} />
      <WhatNext {...props} />
    </>
  );
}

export function Review({ order }: { order: BuyerOrder }) {
  return (
    <>
      <Heading>{t("We are looking at your order")}</Heading>
      <p>{t("Your payment arrived, but something needs a closer look. You will hear from us by e-mail.")}</p>
      <OrderSummary order={order} />
    </>
  );
}

interface OverProps {
  title: string;
  children: ComponentChildren;
  onTryAgain?: (() => void) | undefined;
  onStartAgain(): void;
}

export function Over({ title, children, onTryAgain, onStartAgain }: OverProps) {
  return (
    <>
      <Heading>{title}</Heading>
      <p>{children}</p>
      {onTryAgain && (
        <button type="button" class="primary" onClick={onTryAgain}>
          {t("Try again with the same tickets")}
        </button>
      )}
      <button type="button" class={onTryAgain ? "link back" : "primary"} onClick={onStartAgain}>
        {t("Choose tickets again")}
      </button>
    </>
  );
}

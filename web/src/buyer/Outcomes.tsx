// Where an order is once nothing more is asked: done, waiting for somebody, or over.

import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";
import type { BuyerOrder, PublicEvent } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import type { OrderKey } from "./api.ts";
import { Heading } from "./Heading.tsx";
import { OrderAnswers } from "./OrderAnswers.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import { Tickets } from "./Tickets.tsx";
import { amount } from "./words.ts";

export interface OutcomeProps {
  order: BuyerOrder;
  orderKey: OrderKey;
  event?: PublicEvent | undefined;
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
      <OrderAnswers order={order} event={props.event} />
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
      <OrderAnswers order={order} event={props.event} />
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

export function AwaitingOfflinePayment(props: OutcomeProps) {
  const { order } = props;
  const due = new Intl.DateTimeFormat(language(), { dateStyle: "full", timeZone: order.event.timezone });
  const instructions = pick(order.offline_instructions, language());
  return (
    <>
      <CheckMark />
      <Heading>{t("Your tickets are reserved")}</Heading>
      <p>
        {t("Please pay by {date}. As soon as the money is here, your tickets go to {email}.", {
          date: due.format(new Date(order.expires_at)),
          email: order.buyer?.email ?? "",
        })}
      </p>
      <dl class="to-pay">
        <Copied name={t("Amount")}>{amount(order.total_minor, order)}</Copied>
        <Copied name={t("Reference")}>{order.reference}</Copied>
      </dl>
      {instructions && (
        <section aria-label={t("How to pay")}>
          <h3>{t("How to pay")}</h3>
          <p class="lines">{instructions}</p>
        </section>
      )}
      <OrderSummary order={order} />
      <OrderAnswers order={order} event={props.event} />
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

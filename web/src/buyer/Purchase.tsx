// One order from its reservation to its tickets, on the event's page and on the order's own.

import { useEffect, useRef, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { newKey } from "../shared/http.ts";
import { getOrder, refresh, type OrderKey } from "./api.ts";
import { DetailsForm } from "./DetailsForm.tsx";
import { Heading } from "./Heading.tsx";
import { HoldTimer } from "./HoldTimer.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import { PayForm } from "./PayForm.tsx";
import { Tickets } from "./Tickets.tsx";

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  onOrder(order: BuyerOrder): void;
  /** Gives the seats back and returns to the tickets. */
  onGiveBack?(): void;
  /** Reserves the same tickets once more, where the page knows how. */
  onTryAgain?(): void;
  onStartAgain(): void;
  /** Ask the provider at once: the buyer comes back from the bank's page. */
  isReturning?: boolean;
}

const POLL_MS = 1500;

/** Follows an order whose payment is under way until the server knows the outcome. */
function useSettling(isSettling: boolean, orderKey: OrderKey, onSettled: (order: BuyerOrder) => void): void {
  useEffect(() => {
    if (!isSettling) return;
    let gone = false;
    let timer: ReturnType<typeof setTimeout>;
    const key = newKey();
    async function ask(nth: number): Promise<void> {
      // The first question makes the server look at the provider; every fifth does so again.
      const asked = nth % 5 === 0 ? refresh(orderKey, nth === 0 ? key : newKey()) : getOrder(orderKey);
      const found = await asked.catch(() => null);
      if (gone) return;
      const isOpen = !found || found.state === "PROCESSING" || found.state === "EXPIRING" || (found.state === "RESERVED" && nth < 3);
      if (found && !isOpen) return onSettled(found);
      timer = setTimeout(() => void ask(nth + 1), nth < 10 ? POLL_MS : 4 * POLL_MS);
    }
    void ask(0);
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, [isSettling, orderKey.id]);
}


function Settling() {
  return (
    <>
      <Heading>{t("Confirming your payment")}</Heading>
      <p class="calm" role="status">
        <progress aria-label={t("Confirming your payment")} />{" "}
        {t("This takes a few seconds. You can close this page: we send the tickets by e-mail.")}
      </p>
    </>
  );
}

function Completed(props: Props) {
  const { order } = props;
  return (
    <>
      <p class="done" aria-hidden="true">✓</p>
      <Heading>{t("You are going!")}</Heading>
      <p>
        {t("Order {reference}. Your tickets go to {email}.", {
          reference: order.reference,
          email: order.buyer?.email ?? "",
        })}
      </p>
      <Tickets order={order} orderKey={props.orderKey} onOrder={props.onOrder} />
      <OrderSummary order={order} />
      {props.onGiveBack && (
        <p>
          <a href={`/order/?o=${order.id}`}>{t("Your order page")}</a>{" · "}
          <button type="button" class="link" onClick={props.onStartAgain}>
            {t("Buy more tickets")}
          </button>
        </p>
      )}
    </>
  );
}

interface OverProps {
  title: string;
  text: string;
  onTryAgain?(): void;
  onStartAgain(): void;
}

function Over({ title, text, onTryAgain, onStartAgain }: OverProps) {
  return (
    <>
      <Heading>{title}</Heading>
      <p>{text}</p>
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

interface ReservedProps extends Props {
  isPaying: { current: boolean };
  isUnconfirmed: boolean;
  onSettling(): void;
  onEnded(): void;
  onRefused(): void;
}

function Reserved(props: ReservedProps) {
  const { order } = props;
  const [isEditing, setEditing] = useState(false);
  const hasPayment = order.buyer && order.payment && !isEditing;
  return (
    <>
      <HoldTimer order={order} onOver={props.onEnded} />
      <OrderSummary order={order} />
      {hasPayment ? (
        <PayForm
          order={order}
          onPaid={props.onSettling}
          onRefused={props.onRefused}
          isPaying={props.isPaying}
          isUnconfirmed={props.isUnconfirmed}
          onEditDetails={() => setEditing(true)}
        />
      ) : (
        <DetailsForm
          order={order}
          orderKey={props.orderKey}
          onOrder={(next) => {
            setEditing(false);
            props.onOrder(next);
          }}
        />
      )}
      {props.onGiveBack && (
        <button type="button" class="link back" onClick={() => props.isPaying.current || props.onGiveBack?.()}>
          {t("Change tickets")}
        </button>
      )}
    </>
  );
}

export function Purchase(props: Props) {
  const { order, orderKey, onOrder } = props;
  const [isConfirming, setConfirming] = useState(Boolean(props.isReturning) && order.state === "RESERVED");
  const [isOver, setOver] = useState(false);
  const [isUnconfirmed, setUnconfirmed] = useState(false);
  const isPaying = useRef(false);
  useSettling(isConfirming || order.state === "PROCESSING", orderKey, (settled) => {
    setConfirming(false);
    setUnconfirmed(settled.state === "RESERVED");
    onOrder(settled);
  });

  // The clock ran out, or the card was refused: the server has the last word, a payment on its way goes on.
  async function look(isClockOut: boolean): Promise<void> {
    if (isPaying.current) return;
    const found = await getOrder(orderKey).catch(() => null);
    if (found && found.state !== "RESERVED") onOrder(found);
    else setOver(found ? found.server_time >= found.expires_at : isClockOut);
  }

  if (isConfirming || order.state === "PROCESSING") return <Settling />;
  if (order.state === "COMPLETED") return <Completed {...props} />;
  if (order.state === "REVIEW")
    return (
      <>
        <Heading>{t("We are looking at your order")}</Heading>
        <p>{t("Your payment arrived, but something needs a closer look. You will hear from us by e-mail.")}</p>
        <OrderSummary order={order} />
      </>
    );
  if (order.state === "EXPIRED" || order.state === "EXPIRING" || isOver)
    return (
      <Over
        title={t("Your hold has ended")}
        text={t("The tickets went back on sale and nothing has been charged. Try again: perhaps there are still some left.")}
        {...(props.onTryAgain && { onTryAgain: props.onTryAgain })}
        onStartAgain={props.onStartAgain}
      />
    );
  if (order.state === "CANCELLED")
    return (
      <Over
        title={t("This order was cancelled")}
        text={t("The tickets went back on sale.")}
        onStartAgain={props.onStartAgain}
      />
    );
  return (
    <Reserved
      {...props}
      isPaying={isPaying}
      isUnconfirmed={isUnconfirmed}
      onSettling={() => setConfirming(true)}
      onEnded={() => void look(true)}
      onRefused={() => void look(false)}
    />
  );
}

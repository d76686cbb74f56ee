// One order from its reservation to its tickets, on the event's page and on the order's own.

import { useRef, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { getOrder, type OrderKey } from "./api.ts";
import { DetailsForm } from "./DetailsForm.tsx";
import { Heading } from "./Heading.tsx";
import { HoldTimer } from "./HoldTimer.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import { AwaitingApproval, AwaitingOfflinePayment, Completed, Over, Review } from "./Outcomes.tsx";
import { PartlyPaid } from "./PartlyPaid.tsx";
import { PayElsewhere } from "./PayElsewhere.tsx";
import { PayForm } from "./PayForm.tsx";
import type { CheckoutForm } from "./shapes.ts";
import { useSettling } from "./useSettling.ts";

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  /** What the organizer asks, where the page knows it already. */
  form?: CheckoutForm | undefined;
  onOrder(order: BuyerOrder): void;
  /** Gives the seats back and returns to the tickets. */
  onGiveBack?: (() => void) | undefined;
  /** Reserves the same tickets once more, where the page knows how. */
  onTryAgain?: (() => void) | undefined;
  onStartAgain(): void;
  /** Ask the provider at once: the buyer comes back from the bank's page. */
  isReturning?: boolean;
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
      {hasPayment && order.payment!.pay_url ? (
        <PayElsewhere order={order} url={order.payment!.pay_url} onEditDetails={() => setEditing(true)} />
      ) : hasPayment ? (
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
          form={props.form}
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
  const [isConfirming, setConfirming] = useState(Boolean(props.isReturning) && ["RESERVED", "PARTLY_PAID"].includes(order.state));
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

  const outcome = { ...props, isOnEventPage: Boolean(props.onGiveBack) };
  if (isConfirming || order.state === "PROCESSING") return <Settling />;
  if (order.state === "COMPLETED") return <Completed {...outcome} />;
  if (order.state === "PARTLY_PAID")
    return <PartlyPaid {...outcome} isPaying={isPaying} onSettling={() => setConfirming(true)} />;
  if (order.state === "AWAITING_APPROVAL") return <AwaitingApproval {...outcome} />;
  if (order.state === "AWAITING_OFFLINE_PAYMENT") return <AwaitingOfflinePayment {...outcome} />;
  if (order.state === "REVIEW") return <Review order={order} />;
  if (order.state === "EXPIRED" || order.state === "EXPIRING" || isOver)
    return (
      <Over title={t("Your hold has ended")} onTryAgain={props.onTryAgain} onStartAgain={props.onStartAgain}>
        {t("The tickets went back on sale and nothing has been charged. Try again: perhaps there are still some left.")}
      </Over>
    );
  if (order.state === "CANCELLED")
    return (
      <Over title={t("This order was cancelled")} onStartAgain={props.onStartAgain}>
        {t("The tickets went back on sale.")}
      </Over>
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

// The order's own page: reached from the mail, from the confirmation, or back from the bank.

import { useEffect, useState } from "preact/hooks";
import type { BuyerOrder, Location } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { formatSpan } from "../shared/time.ts";
import { getOrder, type OrderKey } from "./api.ts";
import { GiveBack } from "./GiveBack.tsx";
import { Heading } from "./Heading.tsx";
import { Invoices } from "./Invoices.tsx";
import { recallToken, rememberToken } from "./memory.ts";
import { sayProblem } from "./problems.ts";
import { Purchase } from "./Purchase.tsx";
import { amount } from "./words.ts";

const INVOICED = new Set<BuyerOrder["state"]>(["COMPLETED", "CANCELLED", "AWAITING_OFFLINE_PAYMENT", "PARTLY_PAID"]);

/** Order and token from the address; the token moves out of it at once, so that it is not passed on by copying. */
function readAddress(): { orderKey: OrderKey | null; isReturning: boolean } {
  const query = new URLSearchParams(location.search);
  const id = query.get("o") ?? "";
  const sent = new URLSearchParams(location.hash.slice(1)).get("t");
  const isReturning = query.has("payment_intent") || query.get("back") === "paid";
  if (sent) rememberToken({ id, token: sent });
  if (sent || isReturning || query.has("back")) history.replaceState(null, "", `${location.pathname}?o=${encodeURIComponent(id)}`);
  const token = sent ?? recallToken(id);
  return { orderKey: id && token ? { id, token } : null, isReturning };
}

function Place({ location }: { location: Location }) {
  return (
    <>
      {location.name && <p>{[location.name, location.city].filter(Boolean).join(", ")}</p>}
      {location.online_url && (
        <p>
          {t("Online:")} <a href={location.online_url}>{location.online_url}</a>
        </p>
      )}
      {location.online_instructions && <p class="lines">{location.online_instructions}</p>}
    </>
  );
}

function EventFacts({ order }: { order: BuyerOrder }) {
  const { event } = order;
  return (
    <header class="about">
      <p class="over">{t("Order {reference}", { reference: order.reference })}</p>
      <h1>
        <a href={`/e/${event.slug}/`}>{pick(event.title, language())}</a>
      </h1>
      {order.dates.map((day) => (
        <p key={day.occurrence_id}>{formatSpan(day.starts_at, day.ends_at, event.timezone, language())}</p>
      ))}
      {event.location && <Place location={event.location} />}
    </header>
  );
}

function Unknown() {
  return (
    <div class="box">
      <Heading focus={false}>{t("We cannot show this order")}</Heading>
      <p>{t("Open the link in your confirmation e-mail on this device: it carries the key to your order.")}</p>
      <p>
        <a href="/">{t("To the box office")}</a>
      </p>
    </div>
  );
}

export function OrderPage() {
  const [{ orderKey, isReturning }] = useState(readAddress);
  const [order, setOrder] = useState<BuyerOrder | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    if (!orderKey) return;
    setProblem(null);
    getOrder(orderKey).then(setOrder, setProblem);
  }, [orderKey, attempt]);

  if (!orderKey || (problem && [401, 403, 404].includes(problem.status))) return <Unknown />;
  if (problem)
    return (
      <div class="box" role="alert">
        <p>{sayProblem(problem)}</p>
        <button type="button" class="primary" onClick={() => setAttempt(attempt + 1)}>
          {t("Try again")}
        </button>
      </div>
    );
  if (!order)
    return (
      <p class="calm" role="status">
        <progress aria-label={t("Loading your order")} /> {t("Loading your order…")}
      </p>
    );
  return (
    <>
      <EventFacts order={order} />
      <div class="box">
        <Purchase
          order={order}
          orderKey={orderKey}
          onOrder={setOrder}
          onStartAgain={() => location.assign(`/e/${order.event.slug}/`)}
          isReturning={isReturning}
        />
        {order.state === "CANCELLED" && order.refunded_minor > 0 && (
          <p>{t("{amount} are on the way back to you.", { amount: amount(order.refunded_minor, order) })}</p>
        )}
        {INVOICED.has(order.state) && order.total_minor > 0 && <Invoices order={order} orderKey={orderKey} />}
        {order.state === "COMPLETED" && <GiveBack order={order} orderKey={orderKey} onOrder={setOrder} />}
      </div>
    </>
  );
}

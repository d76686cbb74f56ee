// A buyer's own orders: ask for a link by mail, or follow the one that came.

import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import { call } from "../api/client.ts";
import type { components } from "../api/schema.d.ts";
import { plural, language, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { formatMoney } from "../shared/money.ts";
import { pick } from "../shared/text.ts";
import { formatAt, formatMoment } from "../shared/time.ts";

type MyOrder = components["schemas"]["MyOrderOut"];

const STORED = "foyer:my-orders";
const OVER = ["EXPIRED", "EXPIRING", "CANCELLED"];

/** The link's token; it moves out of the address at once, and lives as long as this tab. */
function readToken(): string | null {
  const sent = new URLSearchParams(location.hash.slice(1)).get("t");
  if (sent) {
    history.replaceState(null, "", location.pathname);
    sessionStorage.setItem(STORED, sent);
  }
  return sent ?? sessionStorage.getItem(STORED);
}

function Leaf({ order }: { order: MyOrder }) {
  const part = (options: Intl.DateTimeFormatOptions) => formatAt(order.starts_at, order.timezone, language(), options);
  return (
    <span class="leaf" aria-hidden="true">
      <span>{part({ month: "short" })}</span>
      <b>{part({ day: "numeric" })}</b>
    </span>
  );
}

function stateOf(order: MyOrder): string {
  if (order.state === "COMPLETED") return plural(order.quantity, "{count} ticket", "{count} tickets");
  if (OVER.includes(order.state)) return t("Cancelled or expired");
  return t("Not complete yet");
}

function Orders({ orders }: { orders: MyOrder[] }) {
  if (!orders.length) return <p class="calm">{t("There are no orders of this address.")}</p>;
  return (
    <ul class="events">
      {orders.map((order) => (
        <li key={order.id}>
          <a href={order.url}>
            <Leaf order={order} />
            <span>
              <strong>{pick(order.title, language())}</strong>
              <small>
                {formatMoment(order.starts_at, order.timezone, language())} · {stateOf(order)} ·{" "}
                {formatMoney(order.total_minor, order.currency, order.exponent, language())} · {order.reference}
              </small>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

function Ask({ isExpired }: { isExpired: boolean }) {
  const [sentTo, setSentTo] = useState("");
  const [problem, setProblem] = useState("");
  const [isSending, setSending] = useState(false);

  async function ask(event: SubmitEvent) {
    event.preventDefault();
    const email = String(new FormData(event.currentTarget as HTMLFormElement).get("email") ?? "").trim();
    setSending(true);
    setProblem("");
    try {
      await call("post", "/public/my-orders", { body: { email }, key: newKey() });
      setSentTo(email);
    } catch (error) {
      const isWrong = error instanceof Problem && error.status === 422;
      setProblem(isWrong ? t("This is not an e-mail address.") : t("That did not work. Please try again."));
    }
    setSending(false);
  }

  if (sentTo)
    return (
      <div class="box" role="status">
        <h2>{t("Look into your mailbox")}</h2>
        <p>{t("If there are orders of {email}, a link to them is on its way. It works for 30 minutes.", { email: sentTo })}</p>
      </div>
    );
  return (
    <form class="box" onSubmit={ask} noValidate>
      {isExpired && <p role="alert">{t("This link is not valid any more. Ask for a new one:")}</p>}
      <div class="field">
        <label for="email">{t("The e-mail address that you buy tickets with")}</label>
        <input
          id="email"
          name="email"
          type="email"
          autocomplete="email"
          required
          aria-invalid={problem ? "true" : undefined}
          aria-describedby={problem ? "problem" : undefined}
        />
        {problem && (
          <p class="error" id="problem" role="alert">
            {problem}
          </p>
        )}
      </div>
      <button type="submit" class="primary" disabled={isSending}>
        {t("Send me a link")}
      </button>
    </form>
  );
}

function MyOrders() {
  const [token, setToken] = useState(readToken);
  const [orders, setOrders] = useState<MyOrder[] | null>(null);
  const [isExpired, setExpired] = useState(false);

  useEffect(() => {
    if (!token) return;
    call("get", "/public/my-orders", { token }).then(
      (found) => setOrders(found.items),
      (error) => {
        sessionStorage.removeItem(STORED);
        setExpired(error instanceof Problem && error.status === 401);
        setToken(null);
      },
    );
  }, [token]);

  return (
    <>
      <header class="about">
        <h1>{t("Your orders")}</h1>
      </header>
      {!token && <Ask isExpired={isExpired} />}
      {token && !orders && <p class="calm" role="status">{t("Loading your orders…")}</p>}
      {token && orders && <Orders orders={orders} />}
    </>
  );
}

render(<MyOrders />, document.getElementById("my")!);

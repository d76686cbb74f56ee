// An order that is paid in parts: what is paid, what falls due when and by which card, and paying it earlier.

import { useState } from "preact/hooks";
import { call } from "../api/client.ts";
import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { formatAt } from "../shared/time.ts";
import { getOrder, type OrderKey } from "./api.ts";
import { Heading } from "./Heading.tsx";
import { Notice } from "./Notice.tsx";
import { OrderSummary } from "./OrderSummary.tsx";
import type { OutcomeProps } from "./Outcomes.tsx";
import { PayForm } from "./PayForm.tsx";
import { sayProblem } from "./problems.ts";
import { amount } from "./words.ts";

type Plan = NonNullable<BuyerOrder["instalments"]>;

// Here rather than with the other calls: the page that sells does not need them.
const proof = ({ id, token }: OrderKey) => ({ path: { order_id: id }, token });
const payParts = (order: OrderKey, everything: boolean) =>
  call("post", "/public/orders/{order_id}/instalments", { ...proof(order), body: { everything }, key: newKey() });
const withdrawCard = (order: OrderKey) => call("delete", "/public/orders/{order_id}/instalments/card", proof(order));

const STATES = { paid: "Paid", open: "To come", due: "Due", overdue: "Overdue" };

function Parts({ order, plan }: { order: BuyerOrder; plan: Plan }) {
  return (
    <table class="summary">
      <caption class="unseen">{t("Parts of your payment")}</caption>
      <tbody>
        {plan.parts.map((part) => (
          <tr key={part.number}>
            <th scope="row">
              {formatAt(part.due_at, order.event.timezone, language(), { dateStyle: "long" })} <small>{t(STATES[part.state])}</small>
            </th>
            <td>{amount(part.amount_minor, order)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const nameOf = ({ brand, last4 }: NonNullable<Plan["card"]>): string =>
  `${brand.charAt(0).toUpperCase()}${brand.slice(1)} •••• ${last4}`;

function whatNext(plan: Plan): string {
  if (plan.state === "paused") return t("The organizer has put your plan on hold: nothing is charged meanwhile.");
  if (plan.state === "overdue") return t("A part was not paid in time. The organizer decides about your order; you can still pay here.");
  if (plan.card) return t("Each part is charged to {card} on its day.", { card: nameOf(plan.card) });
  return t("Nothing is charged by itself: please pay each part here, on its day at the latest.");
}

interface Props extends OutcomeProps {
  isPaying: { current: boolean };
  onSettling(): void;
}

export function PartlyPaid({ order, orderKey, onOrder, isPaying, onSettling }: Props) {
  const plan = order.instalments!;
  const [notice, setNotice] = useState({ text: "", nth: 0 });
  const [busy, setBusy] = useState(false);
  const next = plan.parts.find(({ state }) => state !== "paid");
  const rest = order.total_minor - plan.paid_minor;

  async function trying(work: () => Promise<BuyerOrder>): Promise<void> {
    setBusy(true);
    try {
      onOrder(await work());
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setNotice(({ nth }) => ({ text: sayProblem(problem), nth: nth + 1 }));
    } finally {
      setBusy(false);
    }
  }

  const pay = (everything: boolean) => void trying(() => payParts(orderKey, everything));
  const withdraw = () => void trying(() => withdrawCard(orderKey).then(() => getOrder(orderKey)));
  return (
    <>
      <Heading>{t("{paid} of {whole} are paid", { paid: amount(plan.paid_minor, order), whole: amount(order.total_minor, order) })}</Heading>
      <p>
        {t("Order {reference}. Your places are yours; your tickets go to {email} when all parts are paid.", {
          reference: order.reference,
          email: order.buyer?.email ?? "",
        })}
      </p>
      {notice.text && <Notice key={notice.nth}>{notice.text}</Notice>}
      <Parts order={order} plan={plan} />
      {order.payment ? (
        <PayForm order={order} onPaid={onSettling} onRefused={() => undefined} isPaying={isPaying} isUnconfirmed={false} />
      ) : (
        <>
          <p>{whatNext(plan)}</p>
          {plan.is_charging && <p class="calm" role="status">{t("A part is being charged right now.")}</p>}
          {next && (
            <button type="button" class="primary" disabled={busy || plan.is_charging} onClick={() => pay(false)}>
              {t("Pay {amount} now", { amount: amount(next.amount_minor, order) })}
            </button>
          )}
          {next && rest > next.amount_minor && (
            <button type="button" class="secondary" disabled={busy || plan.is_charging} onClick={() => pay(true)}>
              {t("Pay all that is left: {amount}", { amount: amount(rest, order) })}
            </button>
          )}
          {plan.card && (
            <button type="button" class="link back" disabled={busy || plan.is_charging} onClick={withdraw}>
              {t("Take my card off")}
            </button>
          )}
        </>
      )}
      <OrderSummary order={order} />
    </>
  );
}

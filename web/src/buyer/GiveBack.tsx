// Giving tickets back by oneself, where the organizer's rules allow it: what comes back is said before it is done.

import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client.ts";
import type { BuyerOrder } from "../api/types.ts";
import { language, plural, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { formatMoment } from "../shared/time.ts";
import { getOrder, type OrderKey } from "./api.ts";
import { Notice } from "./Notice.tsx";
import { sayProblem } from "./problems.ts";
import type { BuyerRefund, BuyerWhat, RefundOptions } from "./shapes.ts";
import { amount } from "./words.ts";

// Here rather than with the other calls: the page that sells does not need them.
const getRefundOptions = ({ id, token }: OrderKey) =>
  call("get", "/public/orders/{order_id}/refund-options", { path: { order_id: id }, token });
const previewRefund = ({ id, token }: OrderKey, body: BuyerWhat) =>
  call("post", "/public/orders/{order_id}/refunds/preview", { path: { order_id: id }, token, body });
const giveBack = ({ id, token }: OrderKey, body: BuyerRefund, key: string) =>
  call("post", "/public/orders/{order_id}/refunds", { path: { order_id: id }, token, body, key });

type Choice = "everything" | number[];

const WHY_NOT: Record<string, string> = {
  too_late_to_cancel: "The time to cancel it is over.",
  ticket_used: "It has been used.",
};

/** A choice, and what the API says that it brings. */
interface Shown {
  choice: Choice;
  minor: number;
}

const bodyOf = (choice: Choice): BuyerWhat => ({
  everything: choice === "everything",
  tickets: choice === "everything" ? [] : choice,
});

/** What is known before asking: of one ticket, and of everything. Several together are not the sum of each by itself. */
function known({ tickets, everything_minor }: RefundOptions, choice: Choice): number | null {
  if (choice === "everything") return everything_minor;
  return choice.length === 1 ? (tickets.find(({ number }) => number === choice[0])?.amount_minor ?? null) : null;
}

function sum(options: RefundOptions, minor: number | null): string {
  if (minor === null) return "";
  return minor ? t("You get {amount} back, the way you paid.", { amount: amount(minor, options) }) : t("You get no money back.");
}

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  onOrder(order: BuyerOrder): void;
}

interface ConfirmProps {
  options: RefundOptions;
  shown: Shown;
  busy: boolean;
  onYes(): void;
  onNo(): void;
}

/** A plain second step: it cannot be undone. */
function Confirm({ options, shown: { choice, minor }, busy, onYes, onNo }: ConfirmProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  const count = choice === "everything" ? options.tickets.length : choice.length;
  return (
    <div class="hint sure" role="group" aria-labelledby="give-back-title">
      <h3 id="give-back-title" ref={heading} tabIndex={-1}>
        {choice === "everything"
          ? t("Cancel the whole order?")
          : plural(count, "Give {count} ticket back?", "Give {count} tickets back?")}
      </h3>
      <p>
        <b>{sum(options, minor)}</b> {minor > 0 && t("Banks take up to ten days to show it.")}
      </p>
      <p>{t("The tickets are not valid any more from that moment on. This cannot be undone.")}</p>
      <div class="actions">
        <button type="button" class="primary" disabled={busy} onClick={onYes}>
          {busy ? t("One moment…") : choice === "everything" ? t("Yes, cancel it") : t("Yes, give back")}
        </button>
        <button type="button" class="secondary" disabled={busy} onClick={onNo}>
          {t("No, keep the tickets")}
        </button>
      </div>
    </div>
  );
}

interface ChoicesProps {
  order: BuyerOrder;
  options: RefundOptions;
  busy: boolean;
  onChoose(choice: Choice): void;
}

function Choices({ order, options, busy, onChoose }: ChoicesProps) {
  const [chosen, setChosen] = useState<number[]>([]);
  const toggle = (number: number) => setChosen(chosen.includes(number) ? chosen.filter((one) => one !== number) : [...chosen, number]);
  const nameOf = (number: number) => {
    const ticket = order.tickets.find((one) => one.number === number);
    return ticket ? `${pick(ticket.product_name, language())}, ${ticket.holder_name}` : "";
  };
  const isAll = options.everything_minor !== null && chosen.length === options.tickets.length;
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        onChoose(isAll ? "everything" : chosen);
      }}
    >
      <fieldset class="group">
        <legend>{t("Which tickets do you want to give back?")}</legend>
        <ul class="giving">
        {options.tickets.map(({ number, amount_minor, until, why_not }) => (
          <li key={number}>
          <label>
            <input type="checkbox" checked={chosen.includes(number)} disabled={Boolean(why_not)} onChange={() => toggle(number)} />
            <span>
              {nameOf(number)} <small>{t("No. {number}", { number })}</small>
              <br />
              <small>
                {why_not
                  ? t(WHY_NOT[why_not] ?? "It cannot be given back here.")
                  : `${amount_minor ? t("{amount} back", { amount: amount(amount_minor, options) }) : t("No money back")}${
                      until ? `, ${t("until {at}", { at: formatMoment(until, order.event.timezone, language()) })}` : ""
                    }`}
              </small>
            </span>
          </label>
          </li>
        ))}
        </ul>
      </fieldset>
      <p aria-live="polite">{sum(options, known(options, isAll ? "everything" : chosen))}</p>
      <button class="secondary" disabled={busy || !chosen.length}>
        {busy ? t("One moment…") : isAll ? t("Cancel the whole order…") : t("Give them back…")}
      </button>
    </form>
  );
}

export function GiveBack({ order, orderKey, onOrder }: Props) {
  const [options, setOptions] = useState<RefundOptions | null>(null);
  const [shown, setShown] = useState<Shown | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const intention = useRef({ words: "", key: "" });
  const load = () => getRefundOptions(orderKey).then(setOptions, () => setOptions(null));
  useEffect(() => void load(), [order.id, order.state, order.tickets.length]);
  if (!options || options.why_not || !options.tickets.length) return null;

  async function trying(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setProblem(null);
    try {
      await work();
    } catch (refusal) {
      setShown(null);
      setProblem(refusal instanceof Problem ? sayProblem(refusal) : t("Something went wrong. Please try again."));
      void load();
    } finally {
      setBusy(false);
    }
  }
  const choose = (choice: Choice) =>
    trying(async () => setShown({ choice, minor: (await previewRefund(orderKey, bodyOf(choice))).amount_minor }));
  const send = ({ choice, minor }: Shown) =>
    trying(async () => {
      const body = { ...bodyOf(choice), amount_minor: minor };
      const words = JSON.stringify(body);
      if (intention.current.words !== words) intention.current = { words, key: newKey() };
      setOptions(await giveBack(orderKey, body, intention.current.key));
      onOrder(await getOrder(orderKey));
      setShown(null);
    });
  return (
    <details class="group" open={shown !== null || problem !== null}>
      <summary>{t("You cannot come?")}</summary>
      <p>{pick(options.terms, language())}</p>
      {problem && <Notice>{problem}</Notice>}
      {shown ? (
        <Confirm options={options} shown={shown} busy={busy} onYes={() => void send(shown)} onNo={() => setShown(null)} />
      ) : (
        <Choices order={order} options={options} busy={busy} onChoose={(choice) => void choose(choice)} />
      )}
    </details>
  );
}

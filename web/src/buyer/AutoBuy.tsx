// Letting a card buy when it is somebody's turn: what they agree to, the provider's form for the card, and its withdrawal.

import { useEffect, useRef, useState } from "preact/hooks";
import { call } from "../api/client.ts";
import { language, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { toDecimal, toMinor } from "../shared/money.ts";
import { pick } from "../shared/text.ts";
import type { OrderKey } from "./api.ts";
import { rememberToken } from "./memory.ts";
import { Notice } from "./Notice.tsx";
import { mountSetup, type PaymentForm } from "./payment.ts";
import { sayProblem } from "./problems.ts";
import type { KeptCard, PaymentStart, WaitlistCard } from "./shapes.ts";
import { amount } from "./words.ts";

// Here rather than with the other calls: the page that sells does not need them.
const proof = ({ id, token }: OrderKey) => ({ path: { entry_id: id }, token });
const getCard = (place: OrderKey) => call("get", "/public/waitlist/{entry_id}/card", proof(place));
const askForCard = (place: OrderKey, body: { most_minor: number; consent: string; terms_hash: string }, key: string) =>
  call("post", "/public/waitlist/{entry_id}/card", { ...proof(place), body, key });
const refreshCard = (place: OrderKey) =>
  call("post", "/public/waitlist/{entry_id}/card/refresh", { ...proof(place), body: {}, key: newKey() });
const withdrawCard = (place: OrderKey) => call("delete", "/public/waitlist/{entry_id}/card", proof(place));

const BRANDS: Record<string, string> = { amex: "American Express", jcb: "JCB" };
const nameOf = ({ brand, last4 }: KeptCard): string =>
  `${BRANDS[brand] ?? brand.charAt(0).toUpperCase() + brand.slice(1)} •••• ${last4}`;

function Kept({ desk, card, busy, onWithdraw }: { desk: WaitlistCard; card: KeptCard; busy: boolean; onWithdraw(): void }) {
  const most = amount(card.most_minor, desk);
  return (
    <>
      <p>
        {t("When it is your turn, we buy your tickets with")} <b>{nameOf(card)}</b>{" "}
        {t("for no more than {amount}. Nothing is charged before that.", { amount: most })}
      </p>
      {card.state === "charging" ? (
        <p class="calm" role="status">{t("Your tickets are being bought right now.")}</p>
      ) : (
        <button type="button" class="secondary" disabled={busy} onClick={onWithdraw}>
          {busy ? t("One moment…") : t("Withdraw my card")}
        </button>
      )}
    </>
  );
}

interface AgreeProps {
  desk: WaitlistCard;
  busy: boolean;
  onAgree(most_minor: number): void;
  say(text: string): void;
}

function Agree({ desk, busy, onAgree, say }: AgreeProps) {
  const [most, setMost] = useState(desk.total_minor === null ? "" : toDecimal(desk.total_minor, desk.exponent));
  const [agreed, setAgreed] = useState({ consent: false, terms: false });

  function send(): void {
    const minor = toMinor(most, desk.exponent);
    const least = Math.max(1, desk.total_minor ?? 1);
    if (minor === null || minor < least) return say(t("Enter {amount} or more.", { amount: amount(least, desk) }));
    if (!agreed.consent) return say(t("We need your consent to keep a card."));
    if (desk.terms_hash && !agreed.terms) return say(t("Please accept the organizer's terms."));
    onAgree(minor);
  }

  return (
    <>
      <p>{t("When something comes back for you, we buy it with your card at once, and your tickets come by e-mail. If it costs more than you say here, or your bank refuses, it is kept for you and we write to you instead.")}</p>
      <p class="field">
        <label for="auto-most">{t("At most, with all fees and taxes")} ({desk.currency})</label>
        <input
          id="auto-most"
          inputMode="decimal"
          autocomplete="off"
          value={most}
          aria-describedby={desk.total_minor === null ? undefined : "auto-now"}
          onInput={(typed) => setMost(typed.currentTarget.value)}
        />
        {desk.total_minor !== null && <small id="auto-now">{t("Now it costs {amount}.", { amount: amount(desk.total_minor, desk) })}</small>}
      </p>
      <div class="field">
        <label class="option">
          <input type="checkbox" checked={agreed.consent} onChange={(set) => setAgreed({ ...agreed, consent: set.currentTarget.checked })} />
          <span>{pick(desk.consent.words, language())}</span>
        </label>
      </div>
      {desk.terms_hash && (
        <div class="field">
          <label class="option">
            <input type="checkbox" checked={agreed.terms} onChange={(set) => setAgreed({ ...agreed, terms: set.currentTarget.checked })} />
            <span>{t("I accept the organizer's terms.")}</span>
          </label>
          <details class="terms">
            <summary>{t("Read the terms")}</summary>
            {/* They were sanitised before they were stored. */}
            <div class="prose" dangerouslySetInnerHTML={{ __html: pick(desk.terms, language()) }} />
          </details>
        </div>
      )}
      <button type="button" class="secondary" disabled={busy} onClick={send}>
        {busy ? t("One moment…") : t("Go on to the card")}
      </button>
    </>
  );
}

function Enter({ start, place, onKept }: { start: PaymentStart; place: OrderKey; onKept(): Promise<void> }) {
  const target = useRef<HTMLDivElement>(null);
  const form = useRef<PaymentForm | null>(null);
  const [state, setState] = useState<"loading" | "ready" | "busy" | "unavailable">("loading");
  const [notice, setNotice] = useState({ text: "", nth: 0 });

  useEffect(() => {
    let gone = false;
    mountSetup(start, target.current!, language()).then(
      (mounted) => {
        form.current = mounted;
        if (gone) mounted.unmount();
        else setState("ready");
      },
      () => !gone && setState("unavailable"),
    );
    return () => {
      gone = true;
      form.current?.unmount();
    };
  }, [start]);

  async function keep(): Promise<void> {
    setState("busy");
    rememberToken(place); // a bank may send the buyer to a page of its own, and back to the place's page
    const { error } = await form.current!.confirm(`${location.origin}/waitlist/?w=${place.id}`);
    if (!error) return onKept();
    setState("ready");
    setNotice(({ nth }) => ({ text: error.message ?? t("The card could not be kept. Try again or use another one."), nth: nth + 1 }));
  }

  return (
    <>
      {notice.text && <Notice key={notice.nth}>{notice.text}</Notice>}
      <div ref={target} class="payment" aria-busy={state === "loading"} />
      {state === "loading" && <p class="calm" role="status">{t("Loading the payment form…")}</p>}
      {state === "unavailable" && <Notice>{t("The payment form could not be loaded. A content blocker may be in the way.")}</Notice>}
      <button type="button" class="primary" disabled={state !== "ready"} onClick={() => void keep()}>
        {state === "busy" ? t("One moment…") : t("Keep my card for this")}
      </button>
    </>
  );
}

/** Nothing is shown where cards cannot be kept, and none is. */
export function AutoBuy({ place }: { place: OrderKey }) {
  const [desk, setDesk] = useState<WaitlistCard | null>(null);
  const [start, setStart] = useState<PaymentStart | null>(null);
  const [notice, setNotice] = useState({ text: "", nth: 0 });
  const [busy, setBusy] = useState(false);
  const intention = useRef({ words: "", key: "" });
  const say = (text: string) => setNotice(({ nth }) => ({ text, nth: nth + 1 }));

  async function trying(work: () => Promise<void>): Promise<void> {
    setBusy(true);
    setNotice({ text: "", nth: 0 });
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say(sayProblem(problem));
    } finally {
      setBusy(false);
    }
  }

  useEffect(() => {
    const isBack = new URLSearchParams(location.search).has("setup_intent");
    const first = isBack ? refreshCard(place).catch(() => getCard(place)) : getCard(place);
    first.then(setDesk, () => undefined); // the place itself says what is wrong
  }, [place.id]);

  if (!desk || (!desk.is_offered && !desk.card)) return null;
  const agree = (most_minor: number) =>
    trying(async () => {
      const body = { most_minor, consent: desk.consent.version, terms_hash: desk.terms_hash ?? "" };
      const words = JSON.stringify(body);
      if (intention.current.words !== words) intention.current = { words, key: newKey() };
      setStart(await askForCard(place, body, intention.current.key));
    });
  const kept = () =>
    trying(async () => {
      setDesk(await refreshCard(place));
      setStart(null);
      intention.current = { words: "", key: "" };
    });
  const withdraw = () =>
    trying(async () => {
      await withdrawCard(place);
      setDesk({ ...desk, card: null });
    });
  return (
    <fieldset class="group">
      <legend>{t("Let my card buy for me")}</legend>
      {notice.text && <Notice key={notice.nth}>{notice.text}</Notice>}
      {desk.card && <Kept desk={desk} card={desk.card} busy={busy} onWithdraw={() => void withdraw()} />}
      {!desk.card && !start && <Agree desk={desk} busy={busy} onAgree={(most) => void agree(most)} say={say} />}
      {!desk.card && start && <Enter start={start} place={place} onKept={kept} />}
    </fieldset>
  );
}

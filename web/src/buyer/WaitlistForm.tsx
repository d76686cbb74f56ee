// The waiting list of a product that is sold out: how many, and whom to tell.

import { useRef, useState } from "preact/hooks";
import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { joinWaitlist } from "./api.ts";
import { AutoBuy } from "./AutoBuy.tsx";
import { looksLikeEmail } from "./emailTypo.ts";
import { Notice } from "./Notice.tsx";
import { sayProblem } from "./problems.ts";
import type { WaitlistPlace } from "./shapes.ts";

interface Props {
  product: PublicProduct;
  event: PublicEvent;
  /** "" where the event has one date only. */
  occurrenceId: string;
  /** What has shown the product, if a code did. */
  code: string;
}

export function WaitlistForm({ product, event, occurrenceId, code }: Props) {
  const [wish, setWish] = useState({ name: "", email: "", quantity: product.min_per_order });
  const intention = useRef({ words: "", key: "" });
  const [place, setPlace] = useState<WaitlistPlace | null>(null);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState({ text: "", nth: 0 });
  const name = pick(product.name, language());
  const id = (field: string) => `wait-${product.id}-${field}`;
  const say = (text: string) => setNotice(({ nth }) => ({ text, nth: nth + 1 }));

  async function send(): Promise<void> {
    if (!wish.name.trim()) return say(t("Enter your name."));
    if (!looksLikeEmail(wish.email)) return say(t("Enter an e-mail address like name@example.com."));
    const words = JSON.stringify(wish);
    if (intention.current.words !== words) intention.current = { words, key: newKey() };
    setBusy(true);
    const who = { name: wish.name.trim(), email: wish.email.trim(), quantity: wish.quantity, language: language() };
    try {
      setPlace(await joinWaitlist(event.id, { ...who, product_id: product.id, occurrence_id: occurrenceId, code }, intention.current.key));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      say(sayProblem(problem));
    } finally {
      setBusy(false);
    }
  }

  if (place)
    return (
      <div class="wait">
        <Notice tone="calm">
          {t("You are on the waiting list for {name}. As soon as something comes back we write to {email}.", { name, email: wish.email })}{" "}
          {place.position !== null && t("Your place: {position}.", { position: place.position })}
        </Notice>
        {place.id && place.token && <AutoBuy place={{ id: place.id, token: place.token }} />}
      </div>
    );
  const amounts = Array.from({ length: product.max_per_order - product.min_per_order + 1 }, (_, n) => product.min_per_order + n);
  // A form cannot stand within the form around it: a group that is sent by its own button.
  return (
    <fieldset class="group">
      <legend>{t("Waiting list: {name}", { name })}</legend>
      {notice.text && <Notice key={notice.nth}>{notice.text}</Notice>}
      <p class="field">
        <label for={id("name")}>{t("Name")}</label>
        <input id={id("name")} autocomplete="name" value={wish.name} onInput={(typed) => setWish({ ...wish, name: typed.currentTarget.value })} />
      </p>
      <p class="field">
        <label for={id("email")}>{t("E-mail")}</label>
        <input id={id("email")} type="email" autocomplete="email" value={wish.email} onInput={(typed) => setWish({ ...wish, email: typed.currentTarget.value })} />
      </p>
      <p class="field">
        <label for={id("quantity")}>{t("How many")}</label>
        <select id={id("quantity")} value={wish.quantity} onChange={(picked) => setWish({ ...wish, quantity: Number(picked.currentTarget.value) })}>
          {amounts.map((quantity) => <option key={quantity}>{quantity}</option>)}
        </select>
      </p>
      <button type="button" class="secondary" disabled={busy} onClick={() => void send()}>
        {busy ? t("One moment…") : t("Put me on the list")}
      </button>
    </fieldset>
  );
}

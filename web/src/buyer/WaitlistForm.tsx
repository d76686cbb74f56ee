// The waiting list of a product that is sold out: how many, and whom to tell.

import { useState } from "preact/hooks";
import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { joinWaitlist } from "./api.ts";
import { looksLikeEmail } from "./emailTypo.ts";
import { Notice } from "./Notice.tsx";
import { sayProblem } from "./problems.ts";

interface Props {
  product: PublicProduct;
  event: PublicEvent;
  /** "" where the event has one date only. */
  occurrenceId: string;
}

export function WaitlistForm({ product, event, occurrenceId }: Props) {
  const [wish, setWish] = useState({ name: "", email: "", quantity: product.min_per_order });
  const [key] = useState(newKey);
  const [state, setState] = useState<"asking" | "sending" | "done">("asking");
  const [notice, setNotice] = useState({ text: "", nth: 0 });
  const name = pick(product.name, language());
  const id = (field: string) => `wait-${product.id}-${field}`;
  const say = (text: string) => setNotice(({ nth }) => ({ text, nth: nth + 1 }));

  async function send(): Promise<void> {
    if (!wish.name.trim()) return say(t("Enter your name."));
    if (!looksLikeEmail(wish.email)) return say(t("Enter an e-mail address like name@example.com."));
    setState("sending");
    try {
      await joinWaitlist(event.id, { ...wish, product_id: product.id, occurrence_id: occurrenceId, language: language() }, key);
      setState("done");
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setState("asking");
      say(sayProblem(problem));
    }
  }

  if (state === "done")
    return (
      <Notice tone="calm">
        {t("You are on the waiting list for {name}. As soon as something comes back we write to {email}.", { name, email: wish.email })}
      </Notice>
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
      <button type="button" class="secondary" disabled={state === "sending"} onClick={() => void send()}>
        {state === "sending" ? t("One moment…") : t("Put me on the list")}
      </button>
    </fieldset>
  );
}

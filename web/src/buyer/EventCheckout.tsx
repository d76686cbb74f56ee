// The ticket box of an event's page.

import { useEffect, useRef, useState } from "preact/hooks";
import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import type { View } from "./api.ts";
import { Asker } from "./Asker.tsx";
import { count } from "./basket.ts";
import { fetchLater, Later } from "./Later.tsx";
import { Notice } from "./Notice.tsx";
import { sayProblem } from "./problems.ts";
import { TicketList } from "./TicketList.tsx";
import { useCheckout, type Checkout } from "./useCheckout.ts";
import { useQuote } from "./useQuote.ts";

/** What a code or a membership has brought: the products that anybody else does not see. */
function useUnlocked(): [string[], (before: PublicEvent, after: PublicEvent) => void] {
  const [names, setNames] = useState<string[]>([]);
  const compare = (before: PublicEvent, after: PublicEvent) => {
    const known = new Set(before.products.map(({ id }) => id));
    setNames(after.products.filter(({ id }) => !known.has(id)).map(({ name }) => pick(name, language())));
  };
  return [names, compare];
}

function Codes({ checkout }: { checkout: Checkout }) {
  const { event, view } = checkout;
  const [unlocked, compare] = useUnlocked();
  const list = new Intl.ListFormat(language());

  async function send(change: Parameters<Checkout["see"]>[0]): Promise<string> {
    const problem = await checkout.see(change);
    if (problem) return sayProblem(problem);
    compare(event, checkout.latest().event);
    return "";
  }

  return (
    <div class="asks">
      <Asker
        id="code"
        ask={t("Have a code?")}
        label={t("Code")}
        taken={view.code}
        effect={
          unlocked.length ? t("This code opens: {names}", { names: list.format(unlocked) }) : t("Code applied: what it takes off shows in the total.")
        }
        onSend={(code) => send({ code: code.toUpperCase() })}
      />
      {event.for_members && (
        <Asker
          id="member"
          ask={t("Are you a member?")}
          label={t("The e-mail address that you are a member with")}
          type="email"
          taken={view.email}
          effect={unlocked.length ? t("For members: {names}", { names: list.format(unlocked) }) : t("Nothing is kept for this address.")}
          onSend={(email) => send({ email })}
        />
      )}
    </div>
  );
}

function Choosing({ checkout }: { checkout: Checkout }) {
  const { event, view, basket } = checkout;
  const { quote, problem } = useQuote(checkout);
  const isChosen = count(basket) > 0;
  const hasPickedDate = useRef(false);
  const pickDate = (occurrence_id: string) => {
    hasPickedDate.current = true;
    return checkout.see({ occurrence_id });
  };
  useEffect(() => {
    // The next step is fetched while somebody still chooses.
    if (isChosen) void fetchLater().catch(() => undefined);
  }, [isChosen]);
  const dates = event.is_series && (
    <Later>
      {({ DatePicker }) => <DatePicker event={event} chosen={view.occurrence_id} onChoose={pickDate} />}
    </Later>
  );
  if (event.is_series && !view.occurrence_id)
    return (
      <>
        <h2>{t("Choose a date")}</h2>
        {dates}
      </>
    );
  return (
    <TicketList
      event={event}
      basket={basket}
      busy={checkout.busy}
      notice={checkout.notice}
      isEntered={hasPickedDate.current}
      news={problem ? sayProblem(problem) : checkout.news}
      quote={quote}
      above={
        <>
          {dates}
          {event.are_cards_paused && <Later>{({ Paused }) => <Paused event={event} />}</Later>}
          {checkout.own.extra_currencies.length > 0 && <Later>{({ Currencies }) => <Currencies checkout={checkout} />}</Later>}
        </>
      }
      below={<Codes checkout={checkout} />}
      onWait={(product: PublicProduct) => <Waiting product={product} event={event} view={view} />}
      onChoose={checkout.choose}
      onReserve={() => void checkout.reserve()}
    />
  );
}

function Waiting({ product, event, view }: { product: PublicProduct; event: PublicEvent; view: View }) {
  const [isOpen, setOpen] = useState(false);
  if (isOpen)
    return (
      <Later>
        {({ WaitlistForm }) => (
          <WaitlistForm product={product} event={event} occurrenceId={view.occurrence_id} code={view.code} />
        )}
      </Later>
    );
  return (
    <button
      type="button"
      class="secondary wait"
      aria-label={t("Join the waiting list: {name}", { name: pick(product.name, language()) })}
      onClick={() => setOpen(true)}
    >
      {t("Join the waiting list")}
    </button>
  );
}

export function EventCheckout({ event }: { event: PublicEvent }) {
  const checkout = useCheckout(event);
  const { order, orderKey } = checkout;
  if (order && orderKey)
    return (
      <>
        {checkout.notice && <Notice key={checkout.notice}>{checkout.notice}</Notice>}
        <Later>
          {({ Purchase }) => (
            <Purchase
              key={order.id}
              order={order}
              orderKey={orderKey}
              form={checkout.event}
              onOrder={checkout.setOrder}
              onGiveBack={() => void checkout.giveBack()}
              onTryAgain={() => void checkout.tryAgain()}
              onStartAgain={checkout.startAgain}
            />
          )}
        </Later>
      </>
    );
  if (checkout.isResuming)
    return (
      <p class="calm" role="status">
        <progress aria-label={t("Loading your order")} /> {t("Loading your order…")}
      </p>
    );
  return <Choosing checkout={checkout} />;
}

// Who is buying, and what the organizer asks: one page, whatever there is to fill in.

import { useEffect, useState } from "preact/hooks";
import type { BuyerOrder, PublicEvent } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { getEvent, type OrderKey } from "./api.ts";
import { suggestEmail } from "./emailTypo.ts";
import { ErrorSummary } from "./ErrorSummary.tsx";
import type { Field, Group } from "./fields.ts";
import { FormField } from "./FormField.tsx";
import { Heading } from "./Heading.tsx";
import { Notice } from "./Notice.tsx";
import { useDetails, type Details } from "./useDetails.ts";

function EmailHint({ suggestion, onTake }: { suggestion: string | null; onTake(email: string): void }) {
  return (
    <div role="status">
      {suggestion && (
        <p class="hint">
          {t("Did you mean")}{" "}
          <button type="button" class="link" onClick={() => onTake(suggestion)}>
            {suggestion}
          </button>
          ?
        </p>
      )}
    </div>
  );
}

function BuyerEmail({ field, details }: { field: Field; details: Details }) {
  const [hint, setHint] = useState<string | null>(null);
  const email = String(details.values[field.path] ?? "");
  return (
    <div>
      <FormField
        field={field}
        value={email}
        error={details.errors[field.path]}
        upload={details.upload}
        onChange={(value) => details.set(field.path, value)}
        onBlur={() => setHint(suggestEmail(email))}
      />
      <EmailHint
        suggestion={hint}
        onTake={(better) => {
          details.set(field.path, better);
          setHint(null);
        }}
      />
    </div>
  );
}

function Fields({ group, details, event }: { group: Group; details: Details; event: PublicEvent }) {
  return (
    <>
      {group.fields.map((field) =>
        field.path === "buyer.email" ? (
          <BuyerEmail key={field.path} field={field} details={details} />
        ) : (
          <div key={field.path}>
            <FormField
              field={field}
              value={details.values[field.path]}
              error={details.errors[field.path]}
              upload={details.upload}
              onChange={(value) => details.set(field.path, value)}
            />
            {field.path === "terms_hash" && <Terms event={event} />}
          </div>
        ),
      )}
    </>
  );
}

/** The organizer's terms were sanitised before they were stored. */
function Terms({ event }: { event: PublicEvent }) {
  return (
    <details class="terms">
      <summary>{t("Read the terms")}</summary>
      <div class="prose" dangerouslySetInnerHTML={{ __html: pick(event.terms, language()) }} />
    </details>
  );
}

function GroupBox({ group, details, event }: { group: Group; details: Details; event: PublicEvent }) {
  const inside = <Fields group={group} details={details} event={event} />;
  const { values, set } = details;
  const isFilled = group.fields.some(({ path }) => details.errors[path] || values[path]);
  if (group.isFolded)
    return (
      <details class="group" open={isFilled}>
        <summary>{group.title}</summary>
        {inside}
      </details>
    );
  if (!group.title) return inside;
  const asksName = group.fields.some(({ path }) => path === `${group.id}.name`);
  return (
    <fieldset class="group">
      <legend>{group.title}</legend>
      {group.ticket !== undefined && asksName && (
        <button
          type="button"
          class="link copy"
          aria-label={t("This ticket is for me: {ticket}", { ticket: group.title })}
          onClick={() => set(`${group.id}.name`, values["buyer.name"] ?? "")}
        >
          {t("This ticket is for me")}
        </button>
      )}
      {inside}
    </fieldset>
  );
}

function sendText(order: BuyerOrder, event: PublicEvent, details: Details): string {
  if (details.busy) return t("One moment…");
  // An order that was looked at and let pass comes back here, with its buyer, to be paid.
  if (event.needs_approval && !order.buyer) return t("Send the request");
  if (!order.total_minor) return t("Complete the order");
  return details.values["method"] === "offline" ? t("Order now, pay later") : t("Continue to payment");
}

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  onOrder(order: BuyerOrder): void;
}

function Form({ event, onEventChanged, ...props }: Props & { event: PublicEvent; onEventChanged(): Promise<void> }) {
  const details = useDetails({ ...props, event, onEventChanged });
  const { notice, wrong, attempt } = details;
  return (
    <form
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void details.send();
      }}
    >
      <Heading>{t("Your details")}</Heading>
      {event.needs_approval && props.order.buyer && (
        <p class="hint">{t("The organizer has let your order pass. Pay, and the tickets are yours.")}</p>
      )}
      {notice && <Notice key={attempt}>{notice}</Notice>}
      {wrong.length > 0 && <ErrorSummary key={`wrong-${attempt}`} errors={wrong} />}
      {details.groups.map((group) => (
        <GroupBox key={group.id} group={group} details={details} event={event} />
      ))}
      <button class="primary" disabled={details.busy}>
        {sendText(props.order, event, details)}
      </button>
    </form>
  );
}

/** On the order's own page the event is not there yet: it says what is asked. */
export function DetailsForm({ event: given, ...props }: Props & { event?: PublicEvent | undefined }) {
  const [event, setEvent] = useState(given ?? null);
  const [isLost, setLost] = useState(false);
  const fetch = () => getEvent(props.order.event.id).then(setEvent, () => setLost(true));
  useEffect(() => {
    if (!event && !isLost) void fetch();
  }, [isLost]);
  if (event) return <Form {...props} event={event} onEventChanged={fetch} />;
  if (isLost)
    return (
      <Notice>
        {t("What the organizer asks could not be loaded.")}{" "}
        <button type="button" class="link" onClick={() => setLost(false)}>
          {t("Try again")}
        </button>
      </Notice>
    );
  return <p class="calm" role="status"><progress aria-label={t("Loading")} /> {t("One moment…")}</p>;
}

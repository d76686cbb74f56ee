// Who is buying, and what the organizer asks: one page, whatever there is to fill in.

import { useEffect, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import type { OrderKey } from "./api.ts";
import { suggestEmail } from "./emailTypo.ts";
import { ErrorSummary } from "./ErrorSummary.tsx";
import type { Field, Group } from "./fields.ts";
import { getForm } from "./form.ts";
import { FormField } from "./FormField.tsx";
import { Heading } from "./Heading.tsx";
import { Notice } from "./Notice.tsx";
import type { CheckoutForm } from "./shapes.ts";
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

function Fields({ group, details, form }: { group: Group; details: Details; form: CheckoutForm }) {
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
            {field.path === "terms_hash" && <Terms form={form} />}
          </div>
        ),
      )}
    </>
  );
}

/** The organizer's terms were sanitised before they were stored. */
function Terms({ form }: { form: CheckoutForm }) {
  return (
    <details class="terms">
      <summary>{t("Read the terms")}</summary>
      <div class="prose" dangerouslySetInnerHTML={{ __html: pick(form.terms, language()) }} />
    </details>
  );
}

function GroupBox({ group, details, form }: { group: Group; details: Details; form: CheckoutForm }) {
  const inside = <Fields group={group} details={details} form={form} />;
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

function sendText(order: BuyerOrder, form: CheckoutForm, details: Details): string {
  if (details.busy) return t("One moment…");
  // An order that was looked at and let pass comes back here, with its buyer, to be paid.
  if (form.needs_approval && !order.buyer) return t("Send the request");
  if (!order.total_minor) return t("Complete the order");
  const method = details.values["method"];
  if (method === "paypal") return t("Continue to PayPal");
  return method === "card" || method === "bitcoin" ? t("Continue to payment") : t("Order now, pay later");
}

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  onOrder(order: BuyerOrder): void;
}

function Form({ form, onFormChanged, ...props }: Props & { form: CheckoutForm; onFormChanged(): Promise<void> }) {
  const details = useDetails({ ...props, form, onFormChanged });
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
      {form.needs_approval && props.order.buyer && (
        <p class="hint">{t("The organizer has let your order pass. Pay, and the tickets are yours.")}</p>
      )}
      {notice && <Notice key={attempt}>{notice}</Notice>}
      {wrong.length > 0 && <ErrorSummary key={`wrong-${attempt}`} errors={wrong} />}
      {details.groups.map((group) => (
        <GroupBox key={group.id} group={group} details={details} form={form} />
      ))}
      <button class="primary" disabled={details.busy}>
        {sendText(props.order, form, details)}
      </button>
    </form>
  );
}

/** On the event's page it is known already what is asked. */
export function DetailsForm({ form: given, ...props }: Props & { form?: CheckoutForm | undefined }) {
  const [form, setForm] = useState(given ?? null);
  const [isLost, setLost] = useState(false);
  const fetch = () => getForm(props.orderKey).then(setForm, () => setLost(true));
  useEffect(() => {
    if (!form && !isLost) void fetch();
  }, [isLost]);
  if (form) return <Form {...props} form={form} onFormChanged={fetch} />;
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

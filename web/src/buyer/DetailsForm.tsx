// Who the tickets are for: name and e-mail, with a hint for slips of the hand.

import type { InputHTMLAttributes } from "preact";
import { useRef, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { checkout, getOrder, type Buyer, type OrderKey } from "./api.ts";
import { looksLikeEmail, suggestEmail } from "./emailTypo.ts";
import { Heading } from "./Heading.tsx";
import { Notice } from "./Notice.tsx";
import { sayProblem } from "./problems.ts";

type Errors = Partial<Record<keyof Buyer, string>>;

function check(buyer: Buyer): Errors {
  const errors: Errors = {};
  if (!buyer.name.trim()) errors.name = t("Enter your name.");
  if (!looksLikeEmail(buyer.email)) errors.email = t("Enter an e-mail address like name@example.com.");
  return errors;
}

/** Errors of the API by field; what belongs to no field is shown above the form. */
function fieldErrors(problem: Problem): Errors {
  const errors: Errors = {};
  for (const { field, message } of problem.errors) {
    const name = field.split(".").at(-1);
    if (name === "name" || name === "email") errors[name] = message;
  }
  return errors;
}

function ErrorSummary({ errors }: { errors: Errors }) {
  return (
    <Notice>
      <b>{t("Please look at this again:")}</b>
      <ul>
        {Object.entries(errors).map(([field, message]) => (
          <li key={field}>
            <a href={`#buyer-${field}`}>{message}</a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

interface FieldProps {
  name: keyof Buyer;
  label: string;
  error: string | undefined;
  attributes: InputHTMLAttributes<HTMLInputElement>;
  onChange(text: string): void;
}

function Field({ name, label, error, attributes, onChange }: FieldProps) {
  const id = `buyer-${name}`;
  return (
    <p class="field">
      <label for={id}>{label}</label>
      <input
        {...attributes}
        id={id}
        name={name}
        required
        aria-invalid={error ? "true" : undefined}
        aria-describedby={error ? `${id}-error` : undefined}
        onInput={(input) => onChange(input.currentTarget.value)}
      />
      {error && (
        <small class="error" id={`${id}-error`}>
          {error}
        </small>
      )}
    </p>
  );
}

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

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  onOrder(order: BuyerOrder): void;
}

export function DetailsForm({ order, orderKey, onOrder }: Props) {
  const [buyer, setBuyer] = useState<Buyer>(order.buyer ?? { name: "", email: "" });
  const [errors, setErrors] = useState<Errors>({});
  const [notice, setNotice] = useState<string | null>(null);
  const [hint, setHint] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [nth, setNth] = useState(0);
  const intention = useRef({ buyer: "", key: "" });

  async function send(): Promise<void> {
    const found = check(buyer);
    setErrors(found);
    setNth((n) => n + 1);
    setNotice(null);
    if (busy || Object.keys(found).length) return;
    const words = JSON.stringify(buyer);
    if (intention.current.buyer !== words) intention.current = { buyer: words, key: newKey() };
    setBusy(true);
    try {
      onOrder(await checkout(orderKey, { name: buyer.name.trim(), email: buyer.email.trim() }, intention.current.key));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      // A conflict may mean that the order has moved on, in time or in another tab.
      const found = problem.status === 409 ? await getOrder(orderKey).catch(() => null) : null;
      if (found && found.state !== "RESERVED") return onOrder(found);
      const byField = fieldErrors(problem);
      setErrors(byField);
      setNth((n) => n + 1);
      if (!Object.keys(byField).length) setNotice(sayProblem(problem));
    } finally {
      setBusy(false);
    }
  }

  return (
    <form
      noValidate
      onSubmit={(submitted) => {
        submitted.preventDefault();
        void send();
      }}
    >
      <Heading>{t("Your details")}</Heading>
      {notice && <Notice key={nth}>{notice}</Notice>}
      {Object.keys(errors).length > 0 && <ErrorSummary key={nth} errors={errors} />}
      <Field
        name="name"
        label={t("Name")}
        error={errors.name}
        attributes={{ type: "text", autocomplete: "name", value: buyer.name }}
        onChange={(name) => setBuyer({ ...buyer, name })}
      />
      <Field
        name="email"
        label={t("E-mail")}
        error={errors.email}
        attributes={{ type: "email", autocomplete: "email", value: buyer.email, onBlur: () => setHint(suggestEmail(buyer.email)) }}
        onChange={(email) => setBuyer({ ...buyer, email })}
      />
      <EmailHint
        suggestion={hint}
        onTake={(email) => {
          setBuyer({ ...buyer, email });
          setHint(null);
        }}
      />
      <button class="primary" disabled={busy}>
        {busy ? t("One moment…") : order.total_minor > 0 ? t("Continue to payment") : t("Complete the order")}
      </button>
      <small>{t("We send your tickets to this address.")}</small>
    </form>
  );
}

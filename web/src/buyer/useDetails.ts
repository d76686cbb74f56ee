// What a buyer has filled in, what is wrong with it, and sending it.

import { useRef, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import { checkout, getOrder, handIn, type OrderKey } from "./api.ts";
import type { Wrong } from "./ErrorSummary.tsx";
import { bodyOf, faultOf, groupsOf, valuesOf, type Field, type Group, type Values } from "./fields.ts";
import { sayProblem } from "./problems.ts";
import type { Answer } from "./questions.ts";
import type { CheckoutForm } from "./shapes.ts";

export interface Details {
  values: Values;
  groups: Group[];
  /** Path → what is wrong. */
  errors: Record<string, string>;
  wrong: Wrong[];
  notice: string | null;
  /** Grows with each attempt, so that a message that comes again is seen again. */
  attempt: number;
  busy: boolean;
  set(path: string, value: Answer): void;
  upload(file: File): Promise<string>;
  send(): Promise<void>;
}

function inWords(message: string): string {
  if (message === "is required" || message.startsWith("is needed")) return t("Please fill this in.");
  if (message === "must be confirmed") return t("Please confirm this.");
  return `${message.charAt(0).toUpperCase()}${message.slice(1)}.`;
}

/** A refusal's errors that belong to a field of the form; what belongs to none is told above it. */
function byField(problem: Problem, fields: Field[]): Record<string, string> {
  const paths = new Set(fields.map((field) => field.path));
  const found: Record<string, string> = {};
  for (const { field, message } of problem.errors) if (paths.has(field)) found[field] = inWords(message);
  return found;
}

function wrongOf({ fields, ticket }: Group, errors: Record<string, string>): Wrong[] {
  return fields.flatMap(({ path, label }) => {
    const message = errors[path];
    const name = label.replace(/[.?]$/, "");
    const where = ticket === undefined ? name : t("Ticket {number}, {name}", { number: ticket + 1, name });
    return message ? [{ path, label: where, message }] : [];
  });
}

interface Asked {
  order: BuyerOrder;
  orderKey: OrderKey;
  form: CheckoutForm;
  onOrder(order: BuyerOrder): void;
  /** The organizer has changed what is asked meanwhile. */
  onFormChanged(): Promise<void>;
}

export function useDetails({ order, orderKey, form, onOrder, onFormChanged }: Asked): Details {
  const [values, setValues] = useState<Values>(() => valuesOf(order));
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [notice, setNotice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const intention = useRef({ words: "", key: "" });
  const groups = groupsOf(form, order, values);
  const fields = groups.flatMap((group) => group.fields);

  function refused(problem: Problem): void {
    const found = byField(problem, fields);
    setErrors(found);
    if (Object.keys(found).length) return;
    const [first] = problem.errors;
    setNotice(problem.status === 422 && first ? `${sayProblem(problem)} (${first.field}: ${first.message})` : sayProblem(problem));
  }

  async function submit(): Promise<void> {
    const body = bodyOf(groups, values, form, order);
    const words = JSON.stringify(body);
    if (intention.current.words !== words) intention.current = { words, key: newKey() };
    try {
      onOrder(await checkout(orderKey, body, intention.current.key));
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setAttempt((nth) => nth + 1);
      if (problem.code === "terms_changed") {
        setValues((now) => ({ ...now, terms_hash: false }));
        setNotice(sayProblem(problem));
        return onFormChanged();
      }
      if (problem.status === 409) {
        // A conflict may mean that the order has moved on, in time or in another tab.
        const found = await getOrder(orderKey).catch(() => null);
        if (found && found.state !== "RESERVED") return onOrder(found);
      }
      refused(problem);
    }
  }

  async function send(): Promise<void> {
    if (busy) return;
    const found: Record<string, string> = {};
    for (const field of fields) {
      const fault = faultOf(field, values[field.path]);
      if (fault) found[field.path] = fault;
    }
    setErrors(found);
    setNotice(null);
    setAttempt((nth) => nth + 1);
    if (Object.keys(found).length) return;
    setBusy(true);
    await submit().finally(() => setBusy(false));
  }

  return {
    values,
    groups,
    errors,
    wrong: groups.flatMap((group) => wrongOf(group, errors)),
    notice,
    attempt,
    busy,
    set: (path, value) => {
      setValues((now) => ({ ...now, [path]: value }));
      setErrors(({ [path]: _, ...others }) => others);
    },
    upload: (file) => handIn(orderKey, file, newKey()),
    send,
  };
}

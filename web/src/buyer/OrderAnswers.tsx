// What a buyer has told with an order: names, answers, billing address.

import { useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import type { OrderKey } from "./api.ts";
import { getForm } from "./form.ts";
import type { CheckoutForm, Question } from "./shapes.ts";

function inWords(answer: unknown, question: Question): string {
  if (typeof answer === "boolean") return answer ? t("Yes") : t("No");
  if (question.kind === "file") return t("A file was handed in.");
  const all = Array.isArray(answer) ? answer : [answer];
  return all.map((one) => pick(question.choices[String(one)], language()) || String(one)).join(", ");
}

type Rows = [name: string, value: string][];

function answerRows(answers: Record<string, unknown>, questions: Question[]): Rows {
  return questions.filter(({ id }) => id in answers).map((one) => [pick(one.label, language()), inWords(answers[one.id], one)]);
}

const Row = ({ rows }: { rows: Rows }) => (
  <dl class="answers">
    {rows.map(([name, value]) => (
      <div key={name}>
        <dt>{name}</dt>
        <dd class="lines">{value}</dd>
      </div>
    ))}
  </dl>
);

function billingLines({ billing }: BuyerOrder): string {
  const town = [billing["postal_code"], billing["city"]].filter(Boolean).join(" ");
  const parts = [billing["company"], billing["name"], billing["street"], town, billing["region"], billing["country"], billing["vat_id"]];
  return parts.filter(Boolean).join("\n");
}

interface Props {
  order: BuyerOrder;
  orderKey: OrderKey;
  form?: CheckoutForm | undefined;
}

export function OrderAnswers({ order, orderKey, form: given }: Props) {
  const [form, setForm] = useState(given);
  const billing = billingLines(order);
  if (!Object.keys(order.answers).length && !order.attendees.length && !billing) return null;
  // The words of the questions are fetched when somebody wants to read them.
  const open = () => form ?? void getForm(orderKey).then(setForm, () => undefined);
  const questions = form?.questions ?? [];
  return (
    <details onToggle={open}>
      <summary>{t("What you told us")}</summary>
      <Row rows={[...answerRows(order.answers, questions), ...(billing ? [[t("Billing address"), billing] as [string, string]] : [])]} />
      {order.attendees.map((one, number) => (
        <section key={number}>
          <h3>{t("Ticket {number}", { number: number + 1 })}</h3>
          <Row rows={[[t("Name"), one.name], [t("E-mail"), one.email], ...answerRows(one.answers, questions)]} />
        </section>
      ))}
    </details>
  );
}

// The checkout form as data: its fields by the path under which the API knows them, and what is sent.

import type { BuyerOrder, Text } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { formatAt } from "../shared/time.ts";
import { countries } from "./countries.ts";
import { looksLikeEmail } from "./emailTypo.ts";
import { asked, type Answer, type Answers } from "./questions.ts";
import type { CheckOut, CheckoutForm, Question } from "./shapes.ts";
import { amount } from "./words.ts";

export type Values = Record<string, Answer>;

export interface Field {
  /** Where the API looks for it, and names it in a refusal: "attendees.1.answers.que_…". */
  path: string;
  kind: Question["kind"] | "email" | "confirm";
  label: string;
  help?: string;
  isRequired: boolean;
  choices?: { value: string; label: string }[];
  autocomplete?: string;
}

export interface Group {
  id: string;
  title: string;
  fields: Field[];
  /** The number of a ticket, from 0. */
  ticket?: number;
  /** Closed until somebody needs it. */
  isFolded?: boolean;
}

/** The lines' tickets, one by one, as `attendees` are sent. */
export const ticketsOf = (order: BuyerOrder): { productId: string; name: Text }[] =>
  order.lines.flatMap(({ kind, quantity, product_id, name }) =>
    kind === "ticket" ? Array.from({ length: quantity }, () => ({ productId: product_id, name })) : [],
  );

const text = (path: string, label: string, isRequired: boolean, autocomplete?: string): Field => ({
  path, label, isRequired, kind: "text", ...(autocomplete && { autocomplete }),
});

const email = (path: string, label: string, isRequired: boolean, autocomplete = "off"): Field => ({
  path, label, isRequired, kind: "email", autocomplete,
});

function questionField(question: Question, under: string): Field {
  return {
    path: `${under}.${question.id}`,
    kind: question.kind,
    label: pick(question.label, language()),
    help: pick(question.help, language()),
    isRequired: question.is_required,
    choices: Object.entries(question.choices).map(([value, words]) => ({ value, label: pick(words, language()) })),
  };
}

/** The answers given under a path. */
export function answersUnder(values: Values, under: string): Answers {
  const found: Answers = {};
  for (const [path, value] of Object.entries(values)) if (path.startsWith(`${under}.`)) found[path.slice(under.length + 1)] = value;
  return found;
}

function questionFields(form: CheckoutForm, scope: Question["scope"], products: string[], values: Values, under: string): Field[] {
  return asked(form.questions, scope, products, answersUnder(values, under)).map((one) => questionField(one, under));
}

function billingGroup(form: CheckoutForm): Group[] {
  if (form.billing === "none") return [];
  const must = form.billing === "required";
  const fields = [
    text("billing.company", t("Company"), false, "organization"),
    text("billing.vat_id", t("VAT id"), false),
    text("billing.name", t("Name on the invoice"), must, "name"),
    text("billing.street", t("Street and number"), must, "street-address"),
    text("billing.postal_code", t("Postal code"), must, "postal-code"),
    text("billing.city", t("City"), must, "address-level2"),
    text("billing.region", t("Region"), false, "address-level1"),
    { ...text("billing.country", t("Country"), must, "country"), kind: "dropdown" as const, choices: countries(language()) },
  ];
  return [{ id: "billing", title: must ? t("Billing address") : t("I need an invoice"), fields, isFolded: !must }];
}

function ticketGroups(form: CheckoutForm, order: BuyerOrder, values: Values): Group[] {
  const tickets = ticketsOf(order);
  return tickets.flatMap(({ productId, name }, number): Group[] => {
    const under = `attendees.${number}`;
    const who = form.details_per === "ticket"
      ? [text(`${under}.name`, t("Name"), true), email(`${under}.email`, t("E-mail (if not yours)"), false)]
      : [];
    const fields = [...who, ...questionFields(form, "ticket", [productId], values, `${under}.answers`)];
    const title = t("Ticket {number} of {count}: {name}", { number: number + 1, count: tickets.length, name: pick(name, language()) });
    return fields.length ? [{ id: under, title, fields, ticket: number }] : [];
  });
}

/** What a way to pay is called; one that comes later says how long there is. */
function methodName(method: string, days: number): string {
  switch (method) {
    case "bank":
      return t("Bank transfer, within {days} days", { days });
    case "cash":
      return t("In cash, within {days} days", { days });
    case "invoice":
      return t("On account, within {days} days", { days });
    case "paypal":
      return "PayPal";
    case "bitcoin":
      return "Bitcoin";
    default:
      return t("Card or wallet, now");
  }
}

function methodGroup(form: CheckoutForm, { payment_methods }: BuyerOrder, chosen: Answer | undefined): Group[] {
  const later = new Map(form.pay_later.map((way) => [way.method, way]));
  const help = pick(later.get(chosen as "bank")?.terms ?? {}, language());
  if (payment_methods.length < 2 && !help) return [];
  const choices = payment_methods.map((value) => ({ value, label: methodName(value, later.get(value)?.days ?? 0) }));
  const field: Field = { path: "method", kind: "choice", label: t("How do you want to pay?"), isRequired: true, choices, help };
  return [{ id: "method", title: "", fields: [field] }];
}

/** The parts in which an order can be paid, once its buyer pays by card: when they fall due, and what is agreed to. */
function partsGroup(order: BuyerOrder, values: Values): Group[] {
  const offer = order.instalments;
  if (!offer || values["method"] !== "card") return [];
  const [first, ...others] = offer.parts;
  const day = (at: string) => formatAt(at, order.event.timezone, language(), { dateStyle: "long" });
  const inParts = values["in_parts"] === "parts";
  const due = others.map((part) => `${amount(part.amount_minor, order)} · ${day(part.due_at)}`);
  const choice: Field = {
    path: "in_parts",
    kind: "choice",
    label: t("When do you want to pay?"),
    isRequired: true,
    choices: [
      { value: "now", label: t("All now: {amount}", { amount: amount(order.total_minor, order) }) },
      { value: "parts", label: t("In {count} parts: {amount} now", { count: offer.parts.length, amount: amount(first!.amount_minor, order) }) },
    ],
    ...(inParts && { help: [t("Then, by the same card:"), ...due, t("In all: {amount}. Your tickets come when all parts are paid.", { amount: amount(order.total_minor, order) })].join("\n") }),
  };
  const consent: Field = { path: "instalments", kind: "confirm", label: pick(offer.consent.words, language()), isRequired: true };
  return [{ id: "parts", title: "", fields: inParts ? [choice, consent] : [choice] }];
}

function confirmGroup(form: CheckoutForm, order: BuyerOrder): Group[] {
  const fields: Field[] = [];
  if (form.must_confirm_entry)
    fields.push({
      path: "confirms_entry",
      kind: "confirm",
      label: form.age_limit
        ? t("Everybody who comes is {age} or older and meets the requirements for entry.", { age: form.age_limit })
        : t("Everybody who comes meets the requirements for entry."),
      help: pick(form.entry_requirements, language()),
      isRequired: true,
    });
  if (form.terms_hash && form.terms_hash !== order.terms_hash) fields.push({ path: "terms_hash", kind: "confirm", label: t("I accept the organizer's terms."), isRequired: true });
  return fields.length ? [{ id: "confirm", title: "", fields }] : [];
}

/** All that this order's buyer is asked, given what is answered so far. */
export function groupsOf(form: CheckoutForm, order: BuyerOrder, values: Values): Group[] {
  const help = t("We send your tickets to this address.");
  const buyer = [text("buyer.name", t("Name"), true, "name"), { ...email("buyer.email", t("E-mail"), true, "email"), help }];
  const questions = questionFields(form, "order", order.lines.map((line) => line.product_id), values, "answers");
  return [
    { id: "buyer", title: "", fields: buyer },
    ...ticketGroups(form, order, values),
    ...(questions.length ? [{ id: "questions", title: t("A few questions"), fields: questions }] : []),
    ...billingGroup(form),
    ...methodGroup(form, order, values["method"]),
    ...partsGroup(order, values),
    ...confirmGroup(form, order),
  ];
}

/** What an order knows already: after a reload, or when it was told before. */
export function valuesOf(order: BuyerOrder): Values {
  const values: Values = {
    "buyer.name": order.buyer?.name ?? "",
    "buyer.email": order.buyer?.email ?? "",
    in_parts: "now",
    method: order.payment_methods.includes(order.method) ? order.method : (order.payment_methods[0] ?? order.method),
  };
  for (const [name, value] of Object.entries(order.billing)) values[`billing.${name}`] = value;
  for (const [id, value] of Object.entries(order.answers)) values[`answers.${id}`] = value as Answer;
  order.attendees.forEach((one, number) => {
    values[`attendees.${number}.name`] = one.name;
    if (one.email !== order.buyer?.email) values[`attendees.${number}.email`] = one.email;
    for (const [id, value] of Object.entries(one.answers)) values[`attendees.${number}.answers.${id}`] = value as Answer;
  });
  return values;
}

function isEmpty(value: Answer | undefined): boolean {
  if (typeof value === "string") return !value.trim();
  return Array.isArray(value) ? !value.length : value === undefined || value === false;
}

/** What is wrong with a field before anything is sent; "" for nothing. */
export function faultOf(field: Field, value: Answer | undefined): string {
  if (field.kind === "email" && !isEmpty(value) && !looksLikeEmail(String(value))) return t("Enter an e-mail address like name@example.com.");
  if (field.kind === "number" && !isEmpty(value) && Number.isNaN(toNumber(String(value)))) return t("Enter a number.");
  if (!field.isRequired || !isEmpty(value)) return "";
  if (field.path === "buyer.name") return t("Enter your name.");
  if (field.kind === "email") return t("Enter an e-mail address like name@example.com.");
  if (field.kind === "confirm" || field.kind === "yes_no") return t("Please confirm this.");
  return field.choices?.length ? t("Please choose.") : t("Please fill this in.");
}

const toNumber = (words: string): number => Number(words.trim().replace(",", "."));

function sent(field: Field, value: Answer | undefined): Answer | undefined {
  if (value === undefined || value === "") return undefined;
  if (field.kind === "number") return toNumber(String(value));
  return typeof value === "string" ? value.trim() : value;
}

const NO_BILLING = { company: "", vat_id: "", name: "", street: "", postal_code: "", city: "", region: "", country: "" };

/** The body of the checkout: of what is asked now, and of nothing else. */
export function bodyOf(groups: Group[], values: Values, form: CheckoutForm, order: BuyerOrder): CheckOut {
  const attendees = ticketsOf(order).map(() => ({ name: "", email: null as string | null, answers: {} as Answers }));
  const buyer = { name: "", email: "" };
  const answers: Answers = {};
  const billing: Record<string, string> & typeof NO_BILLING = { ...NO_BILLING };
  for (const field of groups.flatMap((group) => group.fields)) {
    const value = sent(field, values[field.path]);
    if (value === undefined) continue;
    const [part, second, third, fourth] = field.path.split(".");
    const attendee = part === "attendees" ? attendees[Number(second)] : undefined;
    if (part === "buyer") buyer[second as keyof typeof buyer] = String(value);
    if (part === "answers") answers[second!] = value;
    if (part === "billing") billing[second!] = String(value);
    if (third === "answers") attendee!.answers[fourth!] = value;
    if (third === "name" || third === "email") attendee![third] = String(value);
  }
  const isInParts = groups.some(({ id }) => id === "parts") && values["in_parts"] === "parts" && values["instalments"] === true;
  return {
    buyer,
    method: values["method"] as CheckOut["method"],
    billing,
    answers,
    attendees: groups.some((group) => group.ticket !== undefined) ? attendees : [],
    terms_hash: values["terms_hash"] === true ? (form.terms_hash ?? "") : "",
    confirms_entry: values["confirms_entry"] === true,
    instalments: isInParts ? (order.instalments?.consent.version ?? "") : "",
  };
}

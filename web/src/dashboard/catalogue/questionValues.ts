// A question as its form holds it; there and back.

import type { Event, Text } from "../../api/types.ts";
import type { Question, Schemas } from "./calls.ts";
import { written } from "./texts.ts";

export interface QuestionValues {
  kind: Question["kind"];
  scope: Question["scope"];
  label: Text;
  help: Text;
  choices: { id: string; text: Text }[];
  is_required: boolean;
  product_ids: string[];
  asked_if: string;
  asked_if_answers: string[];
}

export const KINDS: Record<Question["kind"], string> = {
  text: "A line of text",
  long_text: "Several lines of text",
  choice: "One of some choices",
  dropdown: "One of many choices",
  multi_choice: "Some of the choices",
  yes_no: "A box to tick",
  number: "A number",
  date: "A date",
  phone: "A telephone number",
  address: "An address",
  file: "A file",
};

export const hasChoices = (kind: Question["kind"]): boolean => ["choice", "dropdown", "multi_choice"].includes(kind);

export const valuesOf = (question?: Question): QuestionValues => ({
  kind: question?.kind ?? "text",
  scope: question?.scope ?? "ticket",
  label: question?.label ?? {},
  help: question?.help ?? {},
  choices: Object.entries(question?.choices ?? {}).map(([id, text]) => ({ id, text })),
  is_required: question?.is_required ?? false,
  product_ids: question?.product_ids ?? [],
  asked_if: question?.asked_if ?? "",
  asked_if_answers: question?.asked_if_answers ?? [],
});

/** A choice's id is made once, out of its first text, so that answers stay what they were when the text changes. */
export function choiceIds(choices: QuestionValues["choices"], languages: string[]): Record<string, Text> {
  const found: Record<string, Text> = {};
  const taken = new Set(choices.map(({ id }) => id));
  for (const { id, text } of choices) {
    const words = written(text);
    const first = words[languages[0]!] ?? Object.values(words)[0];
    if (!first) continue;
    const plain = first.toLowerCase().normalize("NFKD").replace(/[^a-z0-9]+/g, "_").replace(/^_+|_+$/g, "").slice(0, 30) || "choice";
    let free = id || plain;
    for (let number = 2; !id && taken.has(free); number++) free = `${plain}_${number}`;
    taken.add(free);
    found[free] = words;
  }
  return found;
}

export function fieldsOf(values: QuestionValues, event: Event): Omit<Schemas["QuestionEdits"], "choices"> & { choices: Record<string, Text> } {
  return {
    ...values,
    label: written(values.label),
    help: written(values.help),
    choices: hasChoices(values.kind) ? choiceIds(values.choices, event.languages) : {},
    asked_if_answers: values.asked_if ? values.asked_if_answers : [],
  };
}

/** The questions whose answers can decide whether this one is asked: earlier ones of the same scope with known answers. */
export function deciders(questions: Question[], question: Question | undefined, scope: Question["scope"]): Question[] {
  return questions.filter(
    (one) =>
      one.scope === scope &&
      one.id !== question?.id &&
      (!question || one.position < question.position) &&
      (one.kind === "yes_no" || hasChoices(one.kind)),
  );
}

// Which of an organizer's questions apply: the same rule as the server's.

import type { Question } from "./shapes.ts";

export type Answer = string | number | boolean | string[];
export type Answers = Record<string, Answer>;

function matches(answer: Answer | undefined, wanted: string[]): boolean {
  const given = Array.isArray(answer) ? answer : [answer === true ? "yes" : answer === false ? "no" : answer];
  return given.some((one) => typeof one === "string" && wanted.includes(one));
}

/** In the organizer's order; a question that hangs on another is asked only once that one is, and is answered so. */
export function asked(questions: Question[], scope: Question["scope"], productIds: string[], answers: Answers): Question[] {
  const found: Question[] = [];
  for (const question of questions) {
    const isMine = question.scope === scope && (!question.product_ids.length || question.product_ids.some((id) => productIds.includes(id)));
    const isOpen = !question.asked_if || (found.some(({ id }) => id === question.asked_if) && matches(answers[question.asked_if], question.asked_if_answers));
    if (isMine && isOpen) found.push(question);
  }
  return found;
}

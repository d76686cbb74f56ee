// A picture of the way to the first card payment: where it stands, in words and marks, never in colour alone.

import type { Connection } from "./calls.ts";

type Mark = "done" | "now" | "next" | "stopped";

const SAID: Record<Mark, string> = { done: "done", now: "under way", next: "to do", stopped: "stopped" };
const SIGN: Partial<Record<Mark, string>> = { done: "✓", stopped: "!" };

function marksOf({ status }: Connection): [Mark, Mark, Mark] {
  if (status === "ready") return ["done", "done", "done"];
  if (status === "onboarding") return ["done", "now", "next"];
  if (status === "restricted") return ["done", "now", "stopped"];
  if (status === "lost") return ["stopped", "next", "next"];
  return ["now", "next", "next"];
}

const TITLES: [title: string, text: string][] = [
  ["Connect", "Say which kind of Stripe account you want."],
  ["Tell Stripe who you are", "On a page of Stripe's: the business, who owns it, the bank account."],
  ["Sell by card", "Buyers pay you directly. Stripe sends the money to your bank."],
];

export function Steps({ settings }: { settings: Connection }) {
  const marks = marksOf(settings);
  return (
    <ol className="steps" aria-label="The way to card payments">
      {TITLES.map(([title, text], place) => {
        const mark = marks[place]!;
        return (
          <li key={title} data-mark={mark} aria-current={mark === "now" ? "step" : undefined}>
            <span className="step-sign" aria-hidden="true">{SIGN[mark] ?? place + 1}</span>
            <strong>
              {title} <span className="unseen">({SAID[mark]})</span>
            </strong>
            <span className="step-text">{text}</span>
          </li>
        );
      })}
    </ol>
  );
}

// From what buyers have paid to what is left: each step as a bar that begins where the one before has ended.

import { Text } from "@mantine/core";
import { money } from "../format.ts";
import type { Sums } from "./calls.ts";

interface Step {
  label: string;
  from: number;
  to: number;
  kind: "in" | "out" | "left";
}

export function steps(sums: Sums): Step[] {
  const parts: [string, number][] = [
    ["Refunds", sums.refunds_minor],
    ["Disputes", sums.disputes_minor],
    ["Platform's fee", sums.platform_fees_minor],
    ["Card processing", sums.processing_fees_minor],
  ];
  const found: Step[] = [{ label: "Paid by buyers", from: 0, to: sums.gross_minor, kind: "in" }];
  let level = sums.gross_minor;
  for (const [label, amount] of parts) {
    if (amount) found.push({ label, from: level, to: level + amount, kind: amount < 0 ? "out" : "in" });
    level += amount;
  }
  return [...found, { label: "Left for you", from: 0, to: sums.net_minor, kind: "left" }];
}

export function Waterfall({ sums }: { sums: Sums }) {
  const shown = steps(sums);
  const ends = shown.flatMap((step) => [step.from, step.to]);
  const low = Math.min(0, ...ends);
  const whole = Math.max(1, Math.max(...ends) - low);
  const part = (minor: number): string => `${(100 * minor) / whole}%`;
  return (
    <ul className="waterfall" aria-label={`From payments to what is left, in ${sums.currency}`}>
      {shown.map((step) => (
        <li key={step.label}>
          <Text span size="sm">{step.label}</Text>
          <span className="waterfall-track" aria-hidden="true">
            <span
              className={`waterfall-bar ${step.kind}`}
              style={{ left: part(Math.min(step.from, step.to) - low), width: part(Math.abs(step.to - step.from)) }}
            />
          </span>
          <Text span size="sm" fw={step.kind === "left" ? 700 : 500} className="figures" ta="right">
            {money(step.to - step.from, sums)}
          </Text>
        </li>
      ))}
    </ul>
  );
}

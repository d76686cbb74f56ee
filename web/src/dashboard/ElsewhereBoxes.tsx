// The ways to pay on a provider's own page, for an account that is connected to one.

import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getSettings, SETTINGS, type Method } from "./payments/calls.ts";

const LABELS: [method: Method, label: string][] = [
  ["paypal", "By PayPal"],
  ["bitcoin", "In Bitcoin"],
];

/** What an event offers already is shown in any case, so that it can be taken away. */
export function ElsewhereBoxes({ chosen }: { chosen: Method[] }) {
  const settings = useQuery({ queryKey: SETTINGS, queryFn: getSettings, retry: false });
  const allowed = settings.data?.methods ?? [];
  const shown = LABELS.filter(([method]) => allowed.includes(method) || chosen.includes(method));
  return shown.map(([method, label]) => <Checkbox key={method} value={method} label={label} />);
}

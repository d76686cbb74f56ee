// A state as a word with a coloured dot: never the colour alone.

import { Badge } from "@mantine/core";

const STATES: Record<string, [label: string, colour: string]> = {
  DRAFT: ["Draft", "gray"],
  LIVE: ["On sale", "teal"],
  POSTPONED: ["Postponed", "yellow"],
  TEMPLATE: ["Template", "blue"],
  ARCHIVED: ["Archived", "gray"],
  RESERVED: ["Reserved", "yellow"],
  AWAITING_APPROVAL: ["Waits for approval", "blue"],
  AWAITING_OFFLINE_PAYMENT: ["Waits for its payment", "yellow"],
  PROCESSING: ["Payment under way", "blue"],
  PARTLY_PAID: ["Paid in part", "blue"],
  COMPLETED: ["Completed", "teal"],
  EXPIRING: ["Expiring", "gray"],
  EXPIRED: ["Expired", "gray"],
  CANCELLED: ["Cancelled", "gray"],
  REVIEW: ["Needs a look", "red"],
  VALID: ["Valid", "teal"],
  VOID: ["Void", "red"],
  SCANNED: ["Checked in", "foyer"],
};

export const labelOf = (state: string): string => STATES[state]?.[0] ?? state.toLowerCase();

export function StateBadge({ state }: { state: string }) {
  const [label, colour] = STATES[state] ?? [state.toLowerCase(), "gray"];
  return <Badge color={colour} miw="max-content">{label}</Badge>;
}

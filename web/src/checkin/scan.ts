// One scan: the code that was read, and what the server said of it.

import type { ScanResult } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { newKey } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { formatTime } from "../shared/time.ts";
import type { Signal } from "./signals.ts";

export interface Scan {
  /** Also the idempotency key. */
  id: string;
  code: string;
  at: string;
  /** "waiting": the server has not answered yet; "failed": it could not be reached. */
  state: "waiting" | "failed" | "answered";
  result: ScanResult | null;
}

export const newScan = (code: string, now = new Date()): Scan => ({
  id: newKey(),
  code,
  at: now.toISOString(),
  state: "waiting",
  result: null,
});

export interface Verdict {
  signal: Signal;
  icon: string;
  title: string;
  holder: string;
  text: string;
}

export function verdictOf(result: ScanResult, timezone: string): Verdict {
  const { ticket } = result;
  const holder = ticket?.holder_name ?? "";
  const product = pick(ticket?.product_name, language());
  switch (result.verdict) {
    case "admitted":
      return { signal: "good", icon: "✓", title: t("Admitted"), holder, text: product };
    case "already_used": {
      const at = result.first_scanned_at ? formatTime(result.first_scanned_at, timezone, language()) : "";
      const text = at ? t("First scanned at {at}.", { at }) : t("This ticket was scanned before.");
      return { signal: "again", icon: "↺", title: t("Already used"), holder, text };
    }
    case "void":
      return { signal: "bad", icon: "✕", title: t("Not valid"), holder, text: t("This ticket was cancelled.") };
    case "wrong_event":
      return { signal: "bad", icon: "✕", title: t("Not valid"), holder, text: t("This ticket is for another event.") };
    case "test":
      return { signal: "bad", icon: "✕", title: t("Test ticket"), holder, text: t("It works, and admits nobody.") };
    case "unknown":
      return { signal: "bad", icon: "✕", title: t("Not valid"), holder, text: t("There is no ticket with this code.") };
  }
}

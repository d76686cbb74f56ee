// The verdict, over the whole screen: colour, icon and words.

import { useEffect, useRef } from "preact/hooks";
import { t } from "../i18n/translate.ts";
import { verdictOf, type Scan } from "./scan.ts";

const ADMITTED_MS = 2_500;

interface Props {
  scan: Scan;
  timezone: string;
  onRetry(): void;
  onDismiss(): void;
}

export function VerdictScreen({ scan, timezone, onRetry, onDismiss }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const verdict = scan.result && verdictOf(scan.result, timezone);
  const isFine = verdict?.signal === "good";

  useEffect(() => {
    button.current?.focus();
    // Admitted guests walk on by themselves; everything else waits for a look.
    if (!isFine) return;
    const timer = setTimeout(onDismiss, ADMITTED_MS);
    return () => clearTimeout(timer);
  }, [scan.state]);

  if (scan.state === "waiting")
    return (
      <div class="verdict waiting" role="status">
        <p class="title">{t("Checking…")}</p>
      </div>
    );
  return (
    <div class={`verdict ${verdict?.signal ?? "failed"}`} role="alertdialog" aria-labelledby="verdict" aria-describedby="verdict-text">
      <p class="icon" aria-hidden="true">{verdict?.icon ?? "!"}</p>
      <p class="title" id="verdict">{verdict?.title ?? t("No answer")}</p>
      {verdict?.holder && <p class="holder">{verdict.holder}</p>}
      <p id="verdict-text">{verdict?.text ?? t("The server could not be reached, so this ticket is not checked yet.")}</p>
      <p class="choices">
        {!verdict && <button type="button" onClick={onRetry}>{t("Try again")}</button>}
        <button ref={button} type="button" onClick={onDismiss}>{t("Next guest")}</button>
      </p>
    </div>
  );
}

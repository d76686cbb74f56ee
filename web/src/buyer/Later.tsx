// Parts of the page that most visitors never need, or not yet: one file, fetched when the first of them is shown.

import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";

type Parts = typeof import("./later.ts");

let fetched: Promise<Parts> | undefined;

/** Fetches the file, or goes on with the fetch that has begun; one that failed may be tried again. */
export function fetchLater(): Promise<Parts> {
  fetched ??= import("./later.ts").catch((problem: unknown) => {
    fetched = undefined;
    throw problem;
  });
  return fetched;
}

export function Later({ children }: { children(parts: Parts): ComponentChildren }) {
  const [parts, setParts] = useState<Parts | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (!isLost) fetchLater().then((found) => setParts(found), () => setLost(true));
  }, [isLost]);
  if (parts) return <>{children(parts)}</>;
  if (isLost)
    return (
      <p class="notice" role="alert">
        {t("A part of this page could not be loaded.")}{" "}
        <button type="button" class="link" onClick={() => setLost(false)}>
          {t("Try again")}
        </button>
      </p>
    );
  return (
    <p class="calm" role="status">
      <progress aria-label={t("Loading")} /> {t("One moment…")}
    </p>
  );
}

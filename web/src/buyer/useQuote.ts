// The basket's price where only the API can say it: asked a moment after the last change.

import { useEffect, useState } from "preact/hooks";
import { language } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import * as api from "./api.ts";
import { linesOf, needsQuote } from "./basket.ts";
import type { Quote } from "./shapes.ts";
import { dateOf } from "./useCheckout.ts";
import type { Choice } from "./useListing.ts";

const PAUSE_MS = 250;

export interface Quoted {
  /** undefined: the listing's own prices are all there is to it; null: not known yet. */
  quote: Quote | null | undefined;
  problem: Problem | null;
}

export function useQuote({ event, view, basket }: Choice): Quoted {
  const [quoted, setQuoted] = useState<Quoted>({ quote: undefined, problem: null });
  const isNeeded = needsQuote(basket, event, view.code);
  const lines = linesOf(basket, event, dateOf(event, view));
  useEffect(() => {
    if (!isNeeded) return setQuoted({ quote: undefined, problem: null });
    const stop = new AbortController();
    setQuoted({ quote: null, problem: null });
    const timer = setTimeout(() => {
      api.quote(event.id, lines, view, language(), stop.signal).then(
        (quote) => setQuoted({ quote, problem: null }),
        (problem: unknown) => {
          if (problem instanceof Problem) setQuoted({ quote: undefined, problem });
        },
      );
    }, PAUSE_MS);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [isNeeded, JSON.stringify(lines), view, event.currency]);
  return isNeeded ? quoted : { quote: undefined, problem: null };
}

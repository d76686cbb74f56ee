// Puts parts of the catalogue in order: shown at once, sent when the moving is over.

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { putInOrder, type Schemas } from "./calls.ts";
import { ordered, type Part } from "./order.ts";
import { sayFailed } from "./undo.tsx";

const SETTLED_MS = 500;

type Of = Schemas["NewOrderOfParts"]["of"];

export function useOrder(eventId: string, of: Of): (ids: string[]) => void {
  const queries = useQueryClient();
  const queryKey = [of === "products" ? "products" : "catalogue", eventId];
  const part = of === "products" ? "items" : of;
  const waiting = useRef<{ timer: number; ids: string[] } | null>(null);

  async function send(): Promise<void> {
    const { ids } = waiting.current!;
    waiting.current = null;
    try {
      await putInOrder(eventId, { of, ids });
    } catch (error) {
      sayFailed(error);
    }
    await queries.invalidateQueries({ queryKey });
  }

  useEffect(
    () => () => {
      if (!waiting.current) return;
      clearTimeout(waiting.current.timer);
      void send();
    },
    [],
  );

  return (ids) => {
    void queries.cancelQueries({ queryKey });
    queries.setQueryData<Record<string, unknown>>(queryKey, (known) =>
      known ? { ...known, [part]: ordered(known[part] as Part[], ids) } : known,
    );
    if (waiting.current) clearTimeout(waiting.current.timer);
    waiting.current = { ids, timer: window.setTimeout(() => void send(), SETTLED_MS) };
  };
}

// What comes of signing in, however it was done: the session, or the second factor that is needed first.

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { go } from "../router.ts";
import type { Entry, Needed } from "./calls.ts";

/** [what is still needed, what to call with each answer]; `back` is where somebody wanted to. */
export function useEntry(back: string | null = null): [Needed | null, (entry: Entry) => void] {
  const queries = useQueryClient();
  const [needed, setNeeded] = useState<Needed | null>(null);
  function enter({ session, second_factor }: Entry): void {
    setNeeded(second_factor);
    if (!session) return;
    // What another person has seen here is forgotten; the session itself is looked at by the screens, and only replaced.
    queries.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
    queries.setQueryData(["session"], session);
    if (back) location.assign(back);
    else go("/");
  }
  return [needed, enter];
}

// A fetch that waits and asks again, under one Idempotency-Key for all attempts.

import { isProblem } from "./apiError.js";

export interface Patience {
  /** How often a call is made that finds the API busy or gets no answer. */
  attempts: number;
  /** The most seconds between two attempts. */
  longestWait: number;
  /** After how many seconds an attempt has got no answer. */
  timeout: number;
  fetch: (request: Request, init: RequestInit) => Promise<Response>;
  sleep: (seconds: number) => Promise<void>;
}

export function patient({ attempts, longestWait, timeout, fetch, sleep }: Patience): typeof globalThis.fetch {
  const once = (request: Request) => fetch(request.clone(), { signal: AbortSignal.timeout(timeout * 1000) });

  return async (input, init) => {
    const request = new Request(input, init);
    if (request.method === "POST" && !request.headers.has("Idempotency-Key")) {
      request.headers.set("Idempotency-Key", crypto.randomUUID());
    }
    for (let attempt = 1; attempt < attempts; attempt++) {
      let answer: Response;
      try {
        answer = await once(request);
      } catch (error) {
        if (!isRepeatable(request)) throw error;
        await sleep(Math.min(2 ** attempt, longestWait));
        continue;
      }
      const wait = await askedToWait(answer);
      // Who asks for longer would refuse an earlier attempt as well.
      if (wait === null || wait > longestWait) return answer;
      await answer.body?.cancel();
      await sleep(wait);
    }
    return once(request);
  };
}

/** Whether it may be sent again when nobody knows what became of it: a second edit would be a stale one. */
function isRepeatable(request: Request): boolean {
  return request.method === "GET" || request.headers.has("Idempotency-Key");
}

/**
 * How many seconds, if the same request may do better later; null if not.
 * `still_running` is said to a repeat that overtakes the attempt whose answer got lost.
 */
async function askedToWait(answer: Response): Promise<number | null> {
  const isBusy = answer.status === 429 || answer.status === 503;
  if (!isBusy && !(answer.status === 409 && (await codeOf(answer)) === "still_running")) return null;
  const told = answer.headers.get("Retry-After") ?? "";
  return /^\d+$/.test(told) ? Number(told) : 1;
}

async function codeOf(answer: Response): Promise<string> {
  const said: unknown = await answer
    .clone()
    .json()
    .catch(() => null);
  return isProblem(said) ? said.code : "";
}

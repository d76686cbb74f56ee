// Staying signed in: a call that finds the session's short token over renews it and is made once more.
//
// Round `fetch` itself rather than in `exchange`: buyers, who never sign in, then carry none of it.

const REFRESH = "/api/sessions/refresh";

let underWay: Promise<Response> | undefined;

async function codeOf(answer: Response): Promise<string> {
  if (answer.status !== 401) return "";
  const problem = await answer.clone().json().catch(() => ({}));
  return problem.code ?? "";
}

/**
 * However many calls find the session over at once, it is renewed once: each refresh token is good once.
 * Whenever a call finds that there is none any more, `onOut` is told.
 */
export function staySignedIn(onOut: () => void = () => undefined): void {
  const ask = globalThis.fetch.bind(globalThis);
  globalThis.fetch = async (input, init) => {
    const answer = await ask(input, init);
    const code = await codeOf(answer);
    if (code === "unauthenticated") onOut();
    if (code !== "session_expired") return answer;
    underWay ??= ask(REFRESH, { method: "POST", credentials: "same-origin" }).finally(() => {
      underWay = undefined;
    });
    const renewed = await underWay;
    if (renewed.ok) return ask(input, init);
    onOut();
    return answer;
  };
}

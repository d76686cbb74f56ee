// One request to the API: JSON both ways, refusals as `Problem`, a busy or silent server retried quietly.

export interface FieldError {
  field: string;
  message: string;
}

/** A refusal of the API (RFC 9457), or `code: "offline"` when the server could not be reached at all. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly detail: string,
    readonly errors: FieldError[] = [],
    readonly requestId: string | null = null,
  ) {
    super(detail || code);
  }
}

export interface Call {
  body?: unknown;
  token?: string;
  /** Idempotency-Key: one per intention of the user, the same over retries and reloads. */
  key?: string;
  ifMatch?: string;
  attempts?: number;
  signal?: AbortSignal;
}

const ROOT = "/api";
const PATIENCE_MS = 5000;

const pause = (ms: number) => new Promise<void>((done) => setTimeout(done, ms));

/** Full jitter, so that a crowd turned away together does not come back together. */
export function backoff(attempt: number, retryAfter: string | null, random = Math.random()): number {
  const asked = Number(retryAfter ?? 0) * 1000;
  const window = Math.min(PATIENCE_MS, 300 * 2 ** attempt);
  return Math.min(PATIENCE_MS, asked || 0) + Math.round(window * random);
}

async function problemOf(response: Response): Promise<Problem> {
  const said = await response.json().catch(() => ({}));
  return new Problem(
    said.code ?? `http_${response.status}`,
    response.status,
    said.detail ?? said.title ?? "",
    said.errors ?? [],
    said.request_id ?? null,
  );
}

function headersOf(call: Call): Record<string, string> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (call.body !== undefined) headers["Content-Type"] = "application/json";
  if (call.token) headers["Authorization"] = `Bearer ${call.token}`;
  if (call.key) headers["Idempotency-Key"] = call.key;
  if (call.ifMatch) headers["If-Match"] = call.ifMatch;
  return headers;
}

/** Worth asking again: the server was not reached, or asked us to come back. */
const isPassing = (problem: Problem) => [0, 429, 502, 503, 504].includes(problem.status);

async function once(method: string, path: string, call: Call): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(ROOT + path, {
      cache: "no-cache", // what the browser kept a second ago may have been sold since
      method,
      headers: headersOf(call),
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(call.signal && { signal: call.signal }),
      credentials: "same-origin",
    });
  } catch (error) {
    if (call.signal?.aborted) throw error;
    throw new Problem("offline", 0, "");
  }
  return response;
}

/** The answer with its headers; throws `Problem`. */
export async function exchange(method: string, path: string, call: Call = {}): Promise<Response> {
  const attempts = call.attempts ?? 4;
  for (let attempt = 0; ; attempt++) {
    let problem: Problem;
    let retryAfter: string | null = null;
    try {
      const response = await once(method, path, call);
      if (response.ok) return response;
      retryAfter = response.headers.get("Retry-After");
      problem = await problemOf(response);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      problem = error;
    }
    if (!isPassing(problem) || attempt + 1 >= attempts) throw problem;
    await pause(backoff(attempt, retryAfter));
  }
}

/** `crypto.randomUUID` is missing on plain http; this works on both. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

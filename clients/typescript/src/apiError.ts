// A refusal as an exception.

import type { Problem } from "./generated/types.gen.js";

/** The API refused: match on `code`, show `title`, keep `requestId` for when you ask for help. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  readonly code: string;
  readonly title: string;
  readonly detail: string;
  readonly requestId: string;
  /** Which fields are not valid, and why. */
  readonly errors: NonNullable<Problem["errors"]>;

  /** `said` is the answer's body: a problem document, or whatever somebody in between said who speaks no JSON. */
  constructor(answer: Response, said: unknown) {
    const problem: Partial<Problem> = isProblem(said) ? said : {};
    const { code = "unexpected_answer", title = answer.statusText, detail = "", errors = [] } = problem;
    super(`${answer.status} ${code}: ${detail || title}`);
    this.status = answer.status;
    this.code = code;
    this.title = title;
    this.detail = detail;
    this.requestId = problem.request_id ?? answer.headers.get("X-Request-Id") ?? "";
    this.errors = errors;
  }

  /** The first field that is not valid; "" if it is none. */
  get field(): string {
    return this.errors[0]?.field ?? "";
  }
}

export function isProblem(said: unknown): said is Problem {
  return typeof said === "object" && said !== null && "code" in said && "request_id" in said;
}

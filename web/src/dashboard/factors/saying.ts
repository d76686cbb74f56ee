// What went wrong, in words, also when it was the browser's own window that was closed.

import { sayProblem } from "../forms.ts";
import { NoPasskey } from "./passkeys.ts";

export const sayWhy = (error: unknown): string => (error instanceof NoPasskey ? error.message : sayProblem(error));

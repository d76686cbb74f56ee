// Where a password is chosen: says what a good one is before it is refused, and why if it is.

import { PasswordInput } from "@mantine/core";
import type { ComponentProps } from "react";

export const NEW_PASSWORD_SAYS = "At least 10 characters. Three or four uncommon words are better than signs and digits.";

export const longEnough = (typed: string) => (typed.length >= 10 ? null : "Use at least 10 characters.");

export const NewPassword = (given: ComponentProps<typeof PasswordInput>) => (
  <PasswordInput description={NEW_PASSWORD_SAYS} autoComplete="new-password" {...given} />
);

// The calls about how somebody signs in: links by e-mail, one's own address and password.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";

type Schemas = components["schemas"];
export type EmailLink = Schemas["EmailLinkOut"];

/** A refusal of these says itself when to come again: to ask again by ourselves would be one more try. */
const once = { attempts: 1 };

export const getSignUp = () => call("get", "/public/sign-up", {});
export const askSignInLink = (email: string, key: string) =>
  call("post", "/public/sign-in-links", { body: { email }, key, ...once });
export const askReset = (email: string, key: string) =>
  call("post", "/public/password-resets", { body: { email }, key, ...once });

export const openLink = (token: string) => call("post", "/public/email-links", { body: { token } });
export const enterByLink = (token: string) => call("post", "/public/email-links/session", { body: { token } });
export const confirmEmail = (token: string) => call("post", "/me/email-confirmation", { body: { token } });
export const choosePassword = (token: string, password: string) =>
  call("post", "/public/email-links/password", { body: { token, password } });
export const undoChange = (token: string, password: string) =>
  call("post", "/public/email-links/undo", { body: { token, password } });
export const useAddress = (token: string) => call("post", "/me/email", { body: { token } });

export const askConfirmation = (key: string) => call("post", "/me/confirmation", { key, ...once });
export const askEmailChange = (body: Schemas["EmailChange"], key: string) =>
  call("post", "/me/email-change", { body, key, ...once });
export const changePassword = (body: Schemas["PasswordChange"]) => call("put", "/me/password", { body, ...once });

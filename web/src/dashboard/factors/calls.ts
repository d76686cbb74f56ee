// The calls about second factors: one's own, the second step of signing in, and an account that asks for one.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import type { Assertion, Made } from "./passkeys.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Factors = Schemas["FactorsOut"];
export type Passkey = Schemas["PasskeyOut"];
export type Setup = Schemas["AuthenticatorSetup"];
export type Entry = Schemas["SignInOut"];
export type Needed = Schemas["SecondFactorOut"];
export type Proof = { code: string } | { recovery_code: string } | { passkey: Assertion };

export const FACTORS = ["factors"];

/** A wrong code that is sent again by itself is one more wrong code. */
const once = { attempts: 1 };

export const listFactors = () => call("get", "/me/factors", {});
export const setUpAuthenticator = () => call("post", "/me/authenticator", {});
export const addAuthenticator = (setup: string, code: string) =>
  call("put", "/me/authenticator", { body: { setup, code }, ...once });
export const removeAuthenticator = () => call("delete", "/me/authenticator", {});
export const makeRecoveryCodes = () => call("post", "/me/recovery-codes", {});
export const askForNewPasskey = () => call("post", "/me/passkeys/challenge", {});
export const addPasskey = (name: string, made: Made) => call("post", "/me/passkeys", { body: { name, ...made }, ...once });
export const namePasskey = (passkey_id: string, name: string) =>
  call("put", "/me/passkeys/{passkey_id}", { path: { passkey_id }, body: { name } });
export const removePasskey = (passkey_id: string) => call("delete", "/me/passkeys/{passkey_id}", { path: { passkey_id } });

export const askForProof = () => call("post", "/sessions/current/challenge", {});
export const proveAgain = (proof: Proof | { password: string }) =>
  call("post", "/sessions/current/proof", { body: proof as Schemas["FreshProof"], ...once });

export const finishSignIn = (challenge: string, proof: Proof) =>
  call("post", "/sessions/second-factor", { body: { challenge, ...proof } as Schemas["SecondStep"], ...once });
export const askForPasskey = () => call("post", "/sessions/passkey-challenge", {});
export const enterWithPasskey = (answer: Assertion) => call("post", "/sessions/passkey", { body: answer, ...once });

export const MFA = ["mfa"];
export const getMfa = () => call("get", "/account/mfa", {});
export const requireMfa = (is_required: boolean, version: number) =>
  call("put", "/account/mfa", { body: { is_required }, ...matching(version) });

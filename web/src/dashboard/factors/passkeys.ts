// What the browser does with passkeys, between the API's base64url and the browser's bytes.

import type { components } from "../../api/schema.d.ts";

type Schemas = components["schemas"];
type Request = Schemas["PasskeyRequest"];
export type Assertion = Schemas["Assertion"];
export type Made = Omit<Schemas["PasskeyIn"], "name">;

/** ES256, EdDSA, RS256: each device can do one of them. */
const ALGORITHMS = [-7, -8, -257];

export const hasPasskeys = "PublicKeyCredential" in globalThis;

const bytes = (text: string): Uint8Array<ArrayBuffer> =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

const text = (buffer: ArrayBuffer | null): string =>
  btoa(String.fromCharCode(...new Uint8Array(buffer ?? new ArrayBuffer())))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const known = (ids: string[]) => ids.map((id) => ({ type: "public-key" as const, id: bytes(id) }));

/** Somebody closed the browser's own window, or the device has no key for this site: nothing to make noise about. */
export class NoPasskey extends Error {}

async function asking(work: Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const found = await work;
    if (found) return found as PublicKeyCredential;
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    if (error.name === "InvalidStateError") throw new NoPasskey("This device has a passkey of yours already.");
  }
  throw new NoPasskey("No passkey was used. Try again, or choose another way.");
}

/** Have the device make a passkey. Throws `NoPasskey`. */
export async function makePasskey({ challenge, site, user_handle, email, name, known: held }: Request): Promise<Made> {
  const made = await asking(
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(challenge),
        rp: { id: site, name: site },
        user: { id: bytes(user_handle), name: email, displayName: name },
        pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: known(held),
        authenticatorSelection: { residentKey: "required", userVerification: "required" },
      },
    }),
  );
  const response = made.response as AuthenticatorAttestationResponse;
  return { credential_id: made.id, client_data: text(response.clientDataJSON), attestation: text(response.attestationObject) };
}

/** Have one of these passkeys sign, or without ids whichever the device has. Throws `NoPasskey`. */
export async function signWithPasskey(challenge: string, ids: string[], site?: string): Promise<Assertion> {
  const signed = await asking(
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(challenge),
        allowCredentials: known(ids),
        userVerification: "required",
        ...(site && { rpId: site }),
      },
    }),
  );
  const response = signed.response as AuthenticatorAssertionResponse;
  return {
    credential_id: signed.id,
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
    user_handle: text(response.userHandle),
  };
}

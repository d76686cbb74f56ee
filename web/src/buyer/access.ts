// What opens a private event in this tab: the token behind its password, or the one in an invitation.

const name = (eventId: string) => `foyer:access:${eventId}`;
let held: string | undefined;

export function rememberAccess(eventId: string, token: string): void {
  held = token;
  try {
    sessionStorage.setItem(name(eventId), token);
  } catch {
    return; // storage may be refused: the page then works until it is left
  }
}

export function recallAccess(eventId: string): string | undefined {
  try {
    return held ?? sessionStorage.getItem(name(eventId)) ?? undefined;
  } catch {
    return held;
  }
}

/** The token in "#access=…", which is then taken out of the address. */
export function takeInvitation(): string | null {
  const token = new URLSearchParams(location.hash.slice(1)).get("access");
  if (token) history.replaceState(null, "", location.pathname + location.search);
  return token;
}

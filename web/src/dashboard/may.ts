// What the person who is signed in may do: the same rule as the API's, to show no button that it would refuse.

import type { Session } from "../api/types.ts";

/** Whether a permission holds in the whole account, or at one of these places (ids of an event or its organizer). */
export function may(session: Session | undefined, permission: string, ...places: string[]): boolean {
  if (!session) return false;
  const { permissions, places: granted } = session.member;
  return permissions.includes(permission) || places.some((place) => granted[place]?.includes(permission));
}

/** Whether new events can be made somewhere: for that a role at one event is not enough. */
export const mayCreate = (session: Session | undefined): boolean =>
  may(session, "events.edit", ...Object.keys(session?.member.places ?? {}).filter((place) => place.startsWith("org_")));

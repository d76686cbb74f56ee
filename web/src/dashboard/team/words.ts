// How roles, places and browsers are called.

import type { Grant, Role } from "./calls.ts";
import type { Place } from "./usePlaces.ts";

const STOCK: Record<string, string> = {
  owner: "Owner",
  admin: "Admin",
  organizer: "Organizer",
  finance: "Finance",
  check_in: "Check-in",
  read_only: "Read only",
};

export const ROLE_SAYS: Record<string, string> = {
  owner: "Everything, and makes other owners",
  admin: "Everything but making owners",
  organizer: "Events, orders and the door",
  finance: "Orders, refunds, payments and books",
  check_in: "Admits people at the door",
  read_only: "Sees everything, changes nothing",
};

export const roleName = (id: string, roles: Role[]): string =>
  STOCK[id] ?? roles.find((role) => role.id === id)?.name ?? "A role that was removed";

export const grantText = (grant: Grant, roles: Role[], places: Place[]): string => {
  const place = grant.place && (places.find(({ value }) => value === grant.place)?.label ?? "an event");
  return place ? `${roleName(grant.role, roles)} at ${place}` : roleName(grant.role, roles);
};

const BROWSERS: [RegExp, string][] = [
  [/Edg\//, "Edge"],
  [/Firefox\//, "Firefox"],
  [/Chrome\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: [RegExp, string][] = [
  [/iPhone|iPad/, "iOS"],
  [/Android/, "Android"],
  [/Windows/, "Windows"],
  [/Mac OS X/, "macOS"],
  [/Linux/, "Linux"],
];

/** "Firefox on Windows", as far as a browser's own name for itself says so. */
export function deviceName(agent: string): string {
  const [browser, system] = [BROWSERS, SYSTEMS].map((known) => known.find(([sign]) => sign.test(agent))?.[1]);
  if (!browser) return agent ? agent.split(/[ /]/)[0]! : "Unknown browser";
  return system ? `${browser} on ${system}` : browser;
}

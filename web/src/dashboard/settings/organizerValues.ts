// An organizer as the form holds it, there and back.

import { LANGUAGE } from "../format.ts";
import { toHtml, toText } from "../plainText.ts";
import type { OrganizerFields, OrganizerSettings, Topic } from "./organizerCalls.ts";

/** The topics of mails, and who gets them unless somebody is chosen. */
export const TOPICS: { name: Topic; label: string; usually: "Owners" | "Nobody" }[] = [
  { name: "orders", label: "Each new order", usually: "Nobody" },
  { name: "approvals", label: "Orders that wait for a decision", usually: "Owners" },
  { name: "stock", label: "Limits nearly reached, changes that failed", usually: "Owners" },
  { name: "refunds", label: "Refunds that failed", usually: "Owners" },
  { name: "disputes", label: "Disputed payments", usually: "Owners" },
];

/** Chosen in the place of members: a topic that is told to nobody, which is not one for which nobody was chosen. */
export const NOBODY = "nobody";

/** Nobody beside somebody is neither: what was chosen last counts. */
export const chosenOf = (before: string[], after: string[]): string[] =>
  before.includes(NOBODY) ? after.filter((one) => one !== NOBODY) : after.includes(NOBODY) ? [NOBODY] : after;

const told = (stored: string[] | undefined): string[] => (stored?.length === 0 ? [NOBODY] : (stored ?? []));

export const languageOf = (stored: OrganizerSettings): string => Object.keys(stored.bio)[0] ?? LANGUAGE;

export type Values = Omit<OrganizerFields, "bio" | "links" | "notifications" | "email" | "address"> & {
  bio: string;
  email: string;
  links: string;
  address: OrganizerSettings["address"];
  notifications: Record<Topic, string[]>;
};

export function valuesOf(stored: OrganizerSettings): Values {
  const { name, email, phone, website, address, privacy } = stored;
  return {
    name,
    email,
    phone,
    website,
    address,
    privacy,
    bio: toText(stored.bio[languageOf(stored)] ?? ""),
    links: stored.links.join("\n"),
    notifications: Object.fromEntries(TOPICS.map(({ name: topic }) => [topic, told(stored.notifications[topic])])) as Values["notifications"],
  };
}

/** A topic for which nobody is chosen is left out: its usual readers get it. */
export function fieldsOf(values: Values, stored: OrganizerSettings): OrganizerFields {
  const bio = toHtml(values.bio);
  const chosen = Object.entries(values.notifications)
    .filter(([, members]) => members.length)
    .map(([topic, members]) => [topic, members.filter((one) => one !== NOBODY)]);
  return {
    ...values,
    email: values.email || null,
    bio: { ...stored.bio, ...(bio ? { [languageOf(stored)]: bio } : {}) },
    links: values.links.split("\n").map((line) => line.trim()).filter(Boolean),
    notifications: Object.fromEntries(chosen) as OrganizerFields["notifications"],
  };
}

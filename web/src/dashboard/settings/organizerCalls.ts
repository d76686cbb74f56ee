// The calls about organizers.

import { call, callWithHeaders } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Organizer = Schemas["OrganizerOut"];
export type OrganizerSettings = Schemas["OrganizerSettings"];
export type OrganizerFields = Schemas["OrganizerIn"];
export type Topic = keyof OrganizerSettings["notifications"];

export const ORGANIZERS = ["organizers"];
export const organizerKey = (id: string) => ["organizer", id];

export const addOrganizer = (name: string, key: string) => call("post", "/organizers", { body: { name }, key });
export const getOrganizer = (organizer_id: string) => call("get", "/organizers/{organizer_id}", { path: { organizer_id } });

export async function saveOrganizer(organizer_id: string, body: OrganizerFields, version: number): Promise<OrganizerSettings> {
  return (await callWithHeaders("put", "/organizers/{organizer_id}", { path: { organizer_id }, body, ...matching(version) })).data;
}

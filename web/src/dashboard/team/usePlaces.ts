// Where a role can hold: the whole account, an organizer, or one of the newest events.

import { useQuery } from "@tanstack/react-query";
import { listEvents, listOrganizers } from "../api.ts";
import { pick } from "../../shared/text.ts";
import { LANGUAGE } from "../format.ts";

export interface Place {
  value: string;
  label: string;
}

export function usePlaces(): Place[] {
  const organizers = useQuery({ queryKey: ["organizers"], queryFn: listOrganizers, staleTime: 60_000 });
  const events = useQuery({
    queryKey: ["events", "places"],
    queryFn: () => listEvents({ status: null, category: null }, null),
    staleTime: 60_000,
  });
  return [
    { value: "", label: "The whole account" },
    ...(organizers.data?.items ?? []).map(({ id, name }) => ({ value: id, label: `All events of ${name}` })),
    ...(events.data?.items ?? []).map(({ id, title }) => ({ value: id, label: pick(title, LANGUAGE) })),
  ];
}

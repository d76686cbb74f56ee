// Who is signed in, and what they may do.

import { useQuery } from "@tanstack/react-query";
import type { Event } from "../api/types.ts";
import { getSession } from "./api.ts";
import { may } from "./may.ts";

export const useSession = () => useQuery({ queryKey: ["session"], queryFn: getSession, staleTime: 60_000 });

/** Whether a permission holds for an event. */
export function useMay(event: Event): (permission: string) => boolean {
  const { data } = useSession();
  return (permission) => may(data, permission, event.id, event.organizer_id);
}

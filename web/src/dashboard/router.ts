// Hash routes, since the pages are static files: "#/events/evt_1/orders" matches "/events/:id/orders".

import { useSyncExternalStore } from "react";

export interface Place {
  path: string;
  query: URLSearchParams;
}

function subscribe(changed: () => void): () => void {
  addEventListener("hashchange", changed);
  return () => removeEventListener("hashchange", changed);
}

export function usePlace(): Place {
  const hash = useSyncExternalStore(subscribe, () => location.hash);
  const [path, query] = hash.slice(1).split("?");
  return { path: path || "/", query: new URLSearchParams(query) };
}

export type Params = Record<string, string>;

/** The parameters of a path that fits the pattern, else null. */
export function match(pattern: string, path: string): Params | null {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params: Params = {};
  for (const [i, part] of wanted.entries()) {
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(given[i]!);
    else if (part !== given[i]) return null;
  }
  return params;
}

export function go(path: string): void {
  location.hash = path;
}

/** Where to after signing in: only to a path of this site. */
export function returnPath(query: URLSearchParams): string | null {
  const path = query.get("return");
  return path && /^\/(?![/\\])/.test(path) ? path : null;
}

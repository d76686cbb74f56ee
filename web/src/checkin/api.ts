// The calls of the check-in page, on the session's cookie.

import { call } from "../api/client.ts";

export const getSession = () => call("get", "/me", {});
export const listEvents = () => call("get", "/events", { query: { limit: 100 } });

/** The key is the scan's own: sent again after a lost answer it is the same scan, not a second one. */
export const sendScan = (event_id: string, code: string, key: string) =>
  call("post", "/events/{event_id}/scans", { path: { event_id }, body: { code }, key, attempts: 2 });

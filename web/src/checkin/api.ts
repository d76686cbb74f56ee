// The calls of the check-in page, on the session's cookie.

import type { Event, Page, ScanResult, Session } from "../api/types.ts";
import { request } from "../shared/http.ts";

export const getSession = () => request<Session>("GET", "/me");
export const listEvents = () => request<Page<Event>>("GET", "/events?limit=100");

/** The key is the scan's own: sent again after a lost answer it is the same scan, not a second one. */
export const sendScan = (eventId: string, code: string, scannedAt: string, key: string) =>
  request<ScanResult>("POST", `/events/${eventId}/scans`, {
    body: { code, scanned_at: scannedAt },
    key,
    attempts: 2,
  });

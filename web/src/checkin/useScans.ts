// The scans of this device, newest first: each is sent once, and again on request with the same key.

import { useRef, useState } from "preact/hooks";
import { sendScan } from "./api.ts";
import { newScan, verdictOf, type Scan } from "./scan.ts";
import { give } from "./signals.ts";

const KEPT = 50;
// A code held before the camera is one scan, not twenty: it must be out of sight this long to count again.
const OUT_OF_SIGHT_MS = 3_000;

export interface Scans {
  scans: Scan[];
  /** The scan whose verdict fills the screen. */
  shown: Scan | null;
  /** The camera sees a code, perhaps the same one as a moment ago. */
  see(code: string): void;
  /** Somebody typed a code. */
  check(code: string): void;
  retry(scan: Scan): void;
  dismiss(): void;
}

export function useScans(eventId: string, timezone: string): Scans {
  const [scans, setScans] = useState<Scan[]>([]);
  const [shownId, setShownId] = useState<string | null>(null);
  const last = useRef({ code: "", at: 0 });
  const isShowing = useRef(false);

  const update = (scan: Scan) =>
    setScans((all) => [scan, ...all.filter((one) => one.id !== scan.id)].slice(0, KEPT));

  async function send(scan: Scan): Promise<void> {
    update({ ...scan, state: "waiting" });
    isShowing.current = true;
    setShownId(scan.id);
    try {
      const result = await sendScan(eventId, scan.code, scan.id);
      update({ ...scan, state: "answered", result });
      give(verdictOf(result, timezone).signal);
    } catch {
      update({ ...scan, state: "failed" });
      give("bad");
    }
  }

  return {
    scans,
    shown: scans.find((scan) => scan.id === shownId) ?? null,
    see: (code) => {
      const now = Date.now();
      const isSame = last.current.code === code && now - last.current.at < OUT_OF_SIGHT_MS;
      if (isShowing.current && !isSame) return;
      last.current = { code, at: now };
      if (!isSame) void send(newScan(code));
    },
    check: (code) => void send(newScan(code)),
    retry: (scan) => void send(scan),
    dismiss: () => {
      last.current.at = Date.now();
      isShowing.current = false;
      setShownId(null);
    },
  };
}

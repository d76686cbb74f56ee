// How long the seats are still held, by the server's clock.

/** What to add to this device's clock to get the server's. */
export const clockOffset = (serverTime: string, receivedAt: number): number =>
  Date.parse(serverTime) - receivedAt;

export const remaining = (expiresAt: string, offset: number, now: number): number =>
  Math.max(0, Date.parse(expiresAt) - (now + offset));

/** 65000 → "1:05". Rounds up, so that 0:00 means over. */
export function formatClock(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

const SPOKEN_MINUTES = [5, 1];

/** The minute mark passed between two readings, which is worth saying aloud; else null. */
export function passedMark(before: number, after: number): number | null {
  return SPOKEN_MINUTES.find((m) => before > m * 60_000 && after <= m * 60_000) ?? null;
}

// How long to wait before looking again for something that is being made: longer each time, and not for ever.

const FIRST_MS = 1_500;
const LONGEST_MS = 60_000;
const MOST_LOOKS = 12; // seven minutes in all

/** After so many looks in vain; null when there is no use any more. */
export const pauseAfter = (looks: number): number | null =>
  looks < MOST_LOOKS ? Math.min(FIRST_MS * 2 ** Math.max(looks - 1, 0), LONGEST_MS) : null;

// Instants as the event's wall clock: always the event's own time zone, never the reader's.

type Parts = Intl.DateTimeFormatOptions;

/** A zone’s clock; UTC’s, and saying so beside hours, where the browser does not know the zone that a server knew. */
function clock(language: string, timeZone: string | undefined, parts: Parts): Intl.DateTimeFormat {
  const said: Parts = { hourCycle: "h23", ...parts };
  try {
    return new Intl.DateTimeFormat(language, { ...said, ...(timeZone && { timeZone }) });
  } catch {
    return new Intl.DateTimeFormat(language, { ...said, timeZone: "UTC", ...(parts.hour && { timeZoneName: "short" }) });
  }
}

export function formatAt(at: string, timezone: string | undefined, language: string, parts: Parts): string {
  return clock(language, timezone, parts).format(new Date(at));
}

export function formatSpan(startsAt: string, endsAt: string, timezone: string, language: string): string {
  const format = clock(language, timezone, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    timeZoneName: "short",
  });
  return format.formatRange(new Date(startsAt), new Date(endsAt));
}

export function formatMoment(at: string, timezone: string | undefined, language: string): string {
  return formatAt(at, timezone, language, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

export function formatTime(at: string, timezone: string, language: string): string {
  return formatAt(at, timezone, language, { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

/** What the zone's clocks are ahead of UTC at an instant, in milliseconds. */
function offsetAt(instant: number, timezone: string): number {
  const parts = clock("en-US", timezone, {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  }).formatToParts(instant);
  const at = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  const wall = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return wall - Math.floor(instant / 1000) * 1000;
}

/** A wall time of a zone ("2027-03-04T20:00") → the UTC instant; twice, since the first guess may cross a clock change. */
export function toInstant(wall: string, timezone: string): string | null {
  const asUtc = Date.parse(`${wall}Z`);
  if (Number.isNaN(asUtc)) return null;
  const guess = asUtc - offsetAt(asUtc, timezone);
  return new Date(asUtc - offsetAt(guess, timezone)).toISOString();
}

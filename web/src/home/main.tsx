// The landing page's list: what this box office sells at the moment.

import { render } from "preact";
import { language, t } from "../i18n/translate.ts";
import type { Text } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { formatMoment } from "../shared/time.ts";

interface Listed {
  title: Text;
  starts_at: string;
  timezone: string;
  url: string;
  venue: { name: string } | null;
}

function Leaf({ event }: { event: Listed }) {
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(language(), { timeZone: event.timezone, ...options }).format(new Date(event.starts_at));
  return (
    <span class="leaf" aria-hidden="true">
      <span>{part({ month: "short" })}</span>
      <b>{part({ day: "numeric" })}</b>
    </span>
  );
}

function Events({ events }: { events: Listed[] }) {
  if (!events.length) return <p class="calm">{t("Nothing is on sale at the moment. Come back soon.")}</p>;
  return (
    <ul class="events">
      {events.map((event) => (
        <li key={event.url}>
          <a href={event.url}>
            <Leaf event={event} />
            <span>
              <strong>{pick(event.title, language())}</strong>
              <small>
                {formatMoment(event.starts_at, event.timezone, language())}
                {event.venue && ` · ${event.venue.name}`}
              </small>
            </span>
          </a>
        </li>
      ))}
    </ul>
  );
}

const isListed = (value: unknown): value is Listed[] => Array.isArray(value);

async function start(): Promise<void> {
  const answer = await fetch("/events.json").catch(() => null);
  // Before the first event is published there is no list, which is not an error.
  const listed: unknown = answer?.ok ? await answer.json().catch(() => []) : [];
  render(<Events events={isListed(listed) ? listed : []} />, document.getElementById("events")!);
}

void start();

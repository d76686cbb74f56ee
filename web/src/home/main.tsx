// The landing page's list: what this box office sells at the moment.

import { render } from "preact";
import { useErrorBoundary, useState } from "preact/hooks";
import { language, t } from "../i18n/translate.ts";
import type { Text } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { formatAt, formatMoment } from "../shared/time.ts";

interface Listed {
  title: Text;
  starts_at: string;
  timezone: string;
  url: string;
  place: string | null;
  category: string;
}

function Leaf({ event }: { event: Listed }) {
  const part = (options: Intl.DateTimeFormatOptions) => formatAt(event.starts_at, event.timezone, language(), options);
  return (
    <span class="leaf" aria-hidden="true">
      <span>{part({ month: "short" })}</span>
      <b>{part({ day: "numeric" })}</b>
    </span>
  );
}

const CATEGORIES: Record<string, string> = {
  music: "Music",
  theatre: "Theatre and dance",
  film: "Film",
  comedy: "Comedy",
  festival: "Festival",
  party: "Party",
  conference: "Conference",
  workshop: "Workshops and courses",
  sport: "Sport",
  exhibition: "Exhibitions and tours",
  family: "Family",
  food: "Food and drink",
  community: "Community",
  other: "Other",
};

interface Choice {
  of: string[];
  chosen: string;
  onChoose(category: string): void;
}

/** Only categories that have an event; none at all when there is nothing to choose. */
function Filters({ of, chosen, onChoose }: Choice) {
  if (of.length < 2) return null;
  return (
    <div class="filters" role="group" aria-label={t("Category")}>
      {["", ...of].map((category) => (
        <button type="button" key={category} aria-pressed={category === chosen} onClick={() => onChoose(category)}>
          {category ? t(CATEGORIES[category] ?? category) : t("All")}
        </button>
      ))}
    </div>
  );
}

function Page({ events }: { events: Listed[] }) {
  const [chosen, setChosen] = useState("");
  if (!events.length) return <p class="calm">{t("Nothing is on sale at the moment. Come back soon.")}</p>;
  const categories = Object.keys(CATEGORIES).filter((category) => events.some((event) => event.category === category));
  return (
    <>
      <Filters of={categories} chosen={chosen} onChoose={setChosen} />
      <Events events={chosen ? events.filter((event) => event.category === chosen) : events} />
    </>
  );
}

function Entry({ event }: { event: Listed }) {
  return (
    <li>
      <a href={event.url}>
        <Leaf event={event} />
        <span>
          <strong>{pick(event.title, language())}</strong>
          <small>
            {formatMoment(event.starts_at, event.timezone, language())}
            {event.place && ` · ${event.place}`}
          </small>
        </span>
      </a>
    </li>
  );
}

/** An event that cannot be shown is left out: its neighbours are still for sale. */
function Row({ event }: { event: Listed }) {
  const [error] = useErrorBoundary();
  return error ? null : <Entry event={event} />;
}

function Events({ events }: { events: Listed[] }) {
  return (
    <ul class="events">
      {events.map((event) => (
        <Row key={event.url} event={event} />
      ))}
    </ul>
  );
}

const isListed = (value: unknown): value is Listed[] => Array.isArray(value);

async function start(): Promise<void> {
  const answer = await fetch("/events.json").catch(() => null);
  // Before the first event is published there is no list, which is not an error.
  const listed: unknown = answer?.ok ? await answer.json().catch(() => []) : [];
  render(<Page events={isListed(listed) ? listed : []} />, document.getElementById("events")!);
}

void start();

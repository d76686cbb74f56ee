// The check-in page: who scans, for which event, then the scanner.

import { useEffect, useState } from "preact/hooks";
import type { Event } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { pick } from "../shared/text.ts";
import { formatMoment } from "../shared/time.ts";
import { getSession, listEvents } from "./api.ts";
import { Scanner } from "./Scanner.tsx";

const SIGN_IN = "/dashboard/#/signin?return=/checkin/";

function EventList({ events, onChoose }: { events: Event[]; onChoose(event: Event): void }) {
  const live = events.filter((event) => event.status === "LIVE");
  return (
    <>
      <h1>{t("Check-in")}</h1>
      {live.length ? (
        <>
          <p class="calm">{t("Which event are you at?")}</p>
          <ul class="choose">
            {live.map((event) => (
              <li key={event.id}>
                <button type="button" class="secondary" onClick={() => onChoose(event)}>
                  <strong>{pick(event.title, language())}</strong>
                  <small>{formatMoment(event.starts_at, event.timezone, language())}</small>
                </button>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>
          {t("No event is on sale yet.")} <a href="/dashboard/">{t("To the dashboard")}</a>
        </p>
      )}
    </>
  );
}

export function App() {
  const [events, setEvents] = useState<Event[] | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [event, setEvent] = useState<Event | null>(null);
  const [attempt, setAttempt] = useState(0);

  useEffect(() => {
    setProblem(null);
    getSession()
      .then(listEvents)
      .then((page) => setEvents(page.items), setProblem);
  }, [attempt]);

  if (problem?.status === 401)
    return (
      <>
        <h1>{t("Check-in")}</h1>
        <p>{t("Sign in to check tickets at the door.")}</p>
        <a class="primary" href={SIGN_IN}>{t("Sign in")}</a>
      </>
    );
  if (problem)
    return (
      <>
        <h1>{t("Check-in")}</h1>
        <p role="alert">{problem.detail || t("The server cannot be reached. Check the connection.")}</p>
        <button type="button" class="primary" onClick={() => setAttempt(attempt + 1)}>{t("Try again")}</button>
      </>
    );
  if (event) return <Scanner event={event} onLeave={() => setEvent(null)} />;
  if (events) return <EventList events={events} onChoose={setEvent} />;
  return <p class="calm" role="status">{t("Loading…")}</p>;
}

// The dates of a series, by month: all until one is chosen, then that one.

import { useEffect, useState } from "preact/hooks";
import type { PublicEvent } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { formatAt } from "../shared/time.ts";
import { listDates } from "./api.ts";
import { sayProblem } from "./problems.ts";
import type { Occurrence } from "./shapes.ts";

interface Props {
  event: PublicEvent;
  /** The id of a date; "" for none. */
  chosen: string;
  onChoose(occurrenceId: string): Promise<Problem | null>;
}

interface Dates {
  items: Occurrence[];
  next: string | null;
}

function useDates(eventId: string, isShown: boolean) {
  const [dates, setDates] = useState<Dates | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const more = () => {
    setProblem(null);
    listDates(eventId, dates?.next ?? null).then(
      (page) => setDates({ items: [...(dates?.items ?? []), ...page.items], next: page.next }),
      (found: unknown) => {
        if (!(found instanceof Problem)) throw found;
        setProblem(sayProblem(found));
      },
    );
  };
  useEffect(() => {
    if (isShown && !dates) more();
  }, [isShown]);
  return { dates, problem, more, say: setProblem };
}

const dayAndHour = (at: string, timezone: string): string =>
  formatAt(at, timezone, language(), { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });

function byMonth(dates: Occurrence[], timezone: string): [string, Occurrence[]][] {
  const months = new Map<string, Occurrence[]>();
  for (const one of dates) {
    const month = formatAt(one.starts_at, timezone, language(), { month: "long", year: "numeric" });
    months.set(month, [...(months.get(month) ?? []), one]);
  }
  return [...months];
}

export function DatePicker({ event, chosen, onChoose }: Props) {
  const [isOpen, setOpen] = useState(!chosen);
  const { dates, problem, more, say } = useDates(event.id, isOpen);
  const zone = event.timezone;

  async function choose(id: string): Promise<void> {
    const found = await onChoose(id);
    say(found && sayProblem(found));
    setOpen(Boolean(found));
  }

  if (!isOpen)
    return (
      <p class="asked">
        <b>{event.occurrence.id === chosen && dayAndHour(event.occurrence.starts_at, zone)}</b>
        <button type="button" class="link" onClick={() => setOpen(true)}>
          {t("Change date")}
        </button>
      </p>
    );
  return (
    <div class="dates">
      {problem && <p class="notice" role="alert">{problem}</p>}
      {!dates && !problem && <p class="calm" role="status"><progress aria-label={t("Loading")} /> {t("One moment…")}</p>}
      {dates && !dates.items.length && <p class="calm">{t("There are no more dates.")}</p>}
      {byMonth(dates?.items ?? [], zone).map(([month, days]) => (
        <section key={month} aria-label={month}>
          <h3>{month}</h3>
          <ul>
            {days.map((day) => (
              <li key={day.id}>
                <button
                  type="button"
                  aria-pressed={day.id === chosen}
                  disabled={day.status === "CANCELLED"}
                  onClick={() => void choose(day.id)}
                >
                  {day.status === "CANCELLED" ? <s>{dayAndHour(day.starts_at, zone)}</s> : dayAndHour(day.starts_at, zone)}{" "}
                  {day.status === "CANCELLED" ? <small>{t("Cancelled")}</small> : day.sold_out && <small>{t("Sold out")}</small>}
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {(dates?.next || (problem && !dates)) && (
        <button type="button" class="link" onClick={more}>
          {dates ? t("Show later dates") : t("Try again")}
        </button>
      )}
    </div>
  );
}

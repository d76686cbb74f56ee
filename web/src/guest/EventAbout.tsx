// An event's facts and description, where no published page shows them: behind a password, and in a preview.

import type { ComponentChildren } from "preact";
import type { PublicEvent } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { formatSpan } from "../shared/time.ts";

function where({ location }: PublicEvent): string {
  if (!location) return "";
  if (location.kind === "online") return t("Online");
  const town = [location.postal_code, location.city].filter(Boolean).join(" ");
  return [location.name, location.address, town, location.country].filter(Boolean).join(", ");
}

const Html = ({ html }: { html: string }) => <div class="prose" dangerouslySetInnerHTML={{ __html: html }} />;

/** `children` are the ticket box. Descriptions and terms were sanitised before they were stored. */
export function EventAbout({ event, children }: { event: PublicEvent; children: ComponentChildren }) {
  const requirements = pick(event.entry_requirements, language());
  const terms = pick(event.terms, language());
  return (
    <>
      <header>
        <p class="over">{event.organizer.name}</p>
        <h1>{pick(event.title, language())}</h1>
        <div class="facts">
          <p>
            {formatSpan(event.starts_at, event.ends_at, event.timezone, language())} ({event.timezone})
          </p>
          {where(event) && (
            <p>
              {where(event)}
              {event.map_url && (
                <>
                  {" · "}
                  <a href={event.map_url} rel="noopener nofollow">
                    {t("Show on a map")}
                  </a>
                </>
              )}
            </p>
          )}
          {event.age_limit && <p>{t("From {age} years", { age: event.age_limit })}</p>}
          {requirements && <p class="lines">{requirements}</p>}
        </div>
      </header>
      <aside aria-label={t("Tickets")}>
        <div class="box" id="tickets">
          {children}
        </div>
      </aside>
      <section class="prose" aria-label={t("About the event")}>
        <Html html={pick(event.description, language())} />
        {terms && (
          <details>
            <summary>{t("Terms")}</summary>
            <Html html={terms} />
          </details>
        )}
      </section>
    </>
  );
}

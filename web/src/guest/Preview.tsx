// An event as its page will show it, for people whom its organizer sent a link. Nothing can be bought.

import { useEffect, useState } from "preact/hooks";
import type { PublicEvent } from "../api/types.ts";
import { getPreview } from "../buyer/api.ts";
import type { Basket } from "../buyer/basket.ts";
import { sayProblem } from "../buyer/problems.ts";
import { TicketList } from "../buyer/TicketList.tsx";
import { t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { EventAbout } from "./EventAbout.tsx";

export function Preview() {
  const [event, setEvent] = useState<PublicEvent | null>(null);
  const [notice, setNotice] = useState("");
  const [basket, setBasket] = useState<Basket>({});
  const [tried, setTried] = useState(false);
  useEffect(() => {
    const id = new URLSearchParams(location.search).get("e") ?? "";
    const token = new URLSearchParams(location.hash.slice(1)).get("t") ?? "";
    getPreview(id, token).then(setEvent, (problem: unknown) => {
      if (!(problem instanceof Problem)) throw problem;
      setNotice(problem.code === "preview_ended" ? t("This preview is over. Ask the organizer for a new link.") : sayProblem(problem));
    });
  }, []);

  if (notice)
    return (
      <div class="box">
        <h1>{t("Preview")}</h1>
        <p role="alert">{notice}</p>
      </div>
    );
  if (!event)
    return (
      <p class="calm" role="status">
        <progress aria-label={t("Loading the preview")} /> {t("Loading the preview…")}
      </p>
    );
  return (
    <EventAbout event={event}>
      <TicketList
        event={event}
        basket={basket}
        busy={false}
        notice={tried ? t("This is a preview: nothing can be bought here.") : null}
        onChoose={setBasket}
        onReserve={() => setTried(true)}
      />
    </EventAbout>
  );
}

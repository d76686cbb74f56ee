// A place on a waiting list: reached from its mail, shows how things stand, and lets go of it.

import { useEffect, useState } from "preact/hooks";
import { plural, t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { getPlace, leaveWaitlist } from "./api.ts";
import { AutoBuy } from "./AutoBuy.tsx";
import { Heading } from "./Heading.tsx";
import { recallToken, rememberToken } from "./memory.ts";
import { Notice } from "./Notice.tsx";
import { sayProblem } from "./problems.ts";
import type { WaitlistPlace } from "./shapes.ts";

/** Entry and token from the address; the token moves out of it at once, so that it is not passed on by copying. */
function readAddress(): { id: string; token: string } {
  const id = new URLSearchParams(location.search).get("w") ?? "";
  const sent = new URLSearchParams(location.hash.slice(1)).get("t");
  if (sent) {
    rememberToken({ id, token: sent });
    history.replaceState(null, "", `${location.pathname}?w=${encodeURIComponent(id)}`);
  }
  return { id, token: sent ?? recallToken(id) ?? "" };
}

function heading({ state }: WaitlistPlace): string {
  const words: Record<WaitlistPlace["state"], string> = {
    waiting: t("You are on the waiting list"),
    offered: t("Something has come back for you"),
    bought: t("You have got your tickets"),
    lapsed: t("Your offer has ended"),
    left: t("You are no longer on the waiting list"),
  };
  return words[state];
}

interface StandingProps {
  place: WaitlistPlace;
  token: string;
  onLeave(): void;
}

function Standing({ place, token, onLeave }: StandingProps) {
  const isOpen = place.state === "waiting" || place.state === "offered";
  return (
    <>
      <Heading key={place.state}>{heading(place)}</Heading>
      {place.state === "waiting" && (
        <p>
          {place.position !== null && <b>{t("Your place: {position}.", { position: place.position })} </b>}
          {plural(place.quantity, "As soon as {count} ticket comes back, we write to you.", "As soon as {count} tickets come back, we write to you.")}
        </p>
      )}
      {place.state === "offered" && <p>{t("It is held for you for a while: open the offer and complete your order.")}</p>}
      {place.state === "lapsed" && <p>{t("It was not taken in time, and went to whoever was next.")}</p>}
      {place.order_url && (
        <a class="primary" href={place.order_url}>
          {place.state === "bought" ? t("To your order") : t("Open the offer")}
        </a>
      )}
      {place.state === "waiting" && place.id && <AutoBuy place={{ id: place.id, token }} />}
      {isOpen && (
        <button type="button" class="link back" onClick={onLeave}>
          {t("I no longer want to wait")}
        </button>
      )}
    </>
  );
}

export function WaitlistPage() {
  const [{ id, token }] = useState(readAddress);
  const [place, setPlace] = useState<WaitlistPlace | null>(null);
  const [notice, setNotice] = useState("");
  const fail = (problem: unknown) => {
    if (!(problem instanceof Problem)) throw problem;
    setNotice(problem.status === 404 ? t("We do not know this place. Open the link in your e-mail once more.") : sayProblem(problem));
  };

  useEffect(() => {
    getPlace(id, token).then(setPlace, fail);
  }, []);

  const leave = () => leaveWaitlist(id, token).then(() => setPlace({ ...place!, state: "left", order_url: null }), fail);

  return (
    <div class="box">
      {notice && <Notice key={notice}>{notice}</Notice>}
      {place && <Standing place={place} token={token} onLeave={() => void leave()} />}
      {!place && !notice && <p class="calm" role="status"><progress aria-label={t("Loading")} /> {t("One moment…")}</p>}
    </div>
  );
}

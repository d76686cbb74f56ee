// A private event's page: asks for the password, or takes the invitation, then shows the event and sells.

import { useEffect, useState } from "preact/hooks";
import type { PublicEvent } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { Problem } from "../shared/http.ts";
import { recallAccess, rememberAccess, takeInvitation } from "../buyer/access.ts";
import { getEvent, openEvent } from "../buyer/api.ts";
import { EventAbout } from "./EventAbout.tsx";
import { EventCheckout } from "../buyer/EventCheckout.tsx";
import { Notice } from "../buyer/Notice.tsx";
import { sayProblem } from "../buyer/problems.ts";

function refusal(problem: unknown): string {
  if (!(problem instanceof Problem)) throw problem;
  if (problem.code === "wrong_password") return t("This is not the password. Please try again.");
  if (problem.code === "access_needed") return t("Your invitation or password no longer opens this event.");
  return sayProblem(problem);
}

function PasswordBox({ busy, notice, onSend }: { busy: boolean; notice: string; onSend(password: string): void }) {
  const [password, setPassword] = useState("");
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        onSend(password);
      }}
    >
      <h2>{t("By invitation")}</h2>
      <p>{t("Open the link in your invitation, or enter the event's password.")}</p>
      {notice && <Notice key={notice}>{notice}</Notice>}
      <div class="field">
        <label for="password">{t("Password")}</label>
        <input
          id="password"
          type="password"
          autocomplete="off"
          required
          value={password}
          onInput={(typed) => setPassword(typed.currentTarget.value)}
        />
      </div>
      <button class="primary" disabled={busy}>
        {busy ? t("One moment…") : t("Open")}
      </button>
    </form>
  );
}

export function LockedEvent({ id, title }: { id: string; title: string }) {
  const [event, setEvent] = useState<PublicEvent | null>(null);
  const [busy, setBusy] = useState(false);
  const [notice, setNotice] = useState("");

  async function show(findToken: () => Promise<string | null | undefined>): Promise<void> {
    setBusy(true);
    try {
      const token = await findToken();
      if (token) rememberAccess(id, token);
      if (token) setEvent(await getEvent(id));
    } catch (problem) {
      setNotice(refusal(problem));
    } finally {
      setBusy(false);
    }
  }
  useEffect(() => {
    void show(async () => takeInvitation() ?? recallAccess(id));
  }, []);

  if (event)
    return (
      <EventAbout event={event}>
        <EventCheckout event={event} />
      </EventAbout>
    );
  return (
    <>
      <header>
        <p class="over">{t("Private event")}</p>
        <h1>{title}</h1>
      </header>
      <aside aria-label={t("Tickets")}>
        <div class="box" id="tickets">
          <PasswordBox busy={busy} notice={notice} onSend={(password) => void show(async () => (await openEvent(id, password)).token)} />
        </div>
      </aside>
    </>
  );
}

// Scanning for one event: the camera, a field for codes, the last scans.

import { useEffect, useRef, useState } from "preact/hooks";
import type { Event } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { formatTime } from "../shared/time.ts";
import { sayCameraError, watchCamera } from "./camera.ts";
import { verdictOf, type Scan } from "./scan.ts";
import { allowSound } from "./signals.ts";
import { useScans } from "./useScans.ts";
import { VerdictScreen } from "./VerdictScreen.tsx";

/** Keeps the screen awake while the camera runs; browsers that cannot simply dim. */
async function stayAwake(): Promise<() => void> {
  const lock = await navigator.wakeLock?.request("screen").catch(() => null);
  return () => void lock?.release();
}

function Camera({ onCode }: { onCode(code: string): void }) {
  const video = useRef<HTMLVideoElement>(null);
  const stop = useRef<(() => void) | null>(null);
  const tell = useRef(onCode);
  tell.current = onCode;
  const [state, setState] = useState<"off" | "starting" | "on">("off");
  const [problem, setProblem] = useState<string | null>(null);

  async function start(): Promise<void> {
    allowSound();
    setProblem(null);
    setState("starting");
    try {
      const stopCamera = await watchCamera(video.current!, (code) => tell.current(code));
      const sleep = await stayAwake();
      stop.current = () => {
        stopCamera();
        sleep();
      };
      setState("on");
    } catch (error) {
      setProblem(sayCameraError(error));
      setState("off");
    }
  }

  useEffect(() => () => stop.current?.(), []);

  return (
    <div class={`camera ${state}`}>
      <video ref={video} playsInline muted aria-label={t("Camera")} />
      {state === "on" ? (
        <button
          type="button"
          class="secondary"
          onClick={() => {
            stop.current?.();
            setState("off");
          }}
        >
          {t("Stop")}
        </button>
      ) : (
        <button type="button" class="primary" disabled={state === "starting"} onClick={() => void start()}>
          {state === "starting" ? t("Starting the camera…") : t("Start scanning")}
        </button>
      )}
      {problem && <p class="notice bad" role="alert">{problem}</p>}
    </div>
  );
}

function TypedCode({ onCode }: { onCode(code: string): void }) {
  const [code, setCode] = useState("");
  return (
    <form
      class="typed"
      onSubmit={(submitted) => {
        submitted.preventDefault();
        allowSound();
        if (code.trim()) onCode(code.trim());
        setCode("");
      }}
    >
      <p class="field">
        <label for="code">{t("Or type the code")}</label>
        <input id="code" value={code} autocomplete="off" autocapitalize="none" spellcheck={false} onInput={(input) => setCode(input.currentTarget.value)} />
      </p>
      <button class="secondary">{t("Check")}</button>
    </form>
  );
}

function LastScans({ scans, timezone, onRetry }: { scans: Scan[]; timezone: string; onRetry(scan: Scan): void }) {
  if (!scans.length) return null;
  return (
    <section aria-labelledby="last">
      <h2 id="last">{t("Last scans")}</h2>
      <ul class="scans">
        {scans.map((scan) => {
          const verdict = scan.result && verdictOf(scan.result, timezone);
          return (
            <li key={scan.id}>
              <span class={`mark ${verdict?.signal ?? "failed"}`} aria-hidden="true">{verdict?.icon ?? "!"}</span>
              <span>
                <strong>{scan.result?.ticket?.holder_name ?? scan.code}</strong>
                <small>{verdict?.title ?? (scan.state === "waiting" ? t("Checking…") : t("No answer"))}</small>
              </span>
              {scan.state === "failed" ? (
                <button type="button" class="link" onClick={() => onRetry(scan)}>{t("Try again")}</button>
              ) : (
                <time>{formatTime(scan.at, timezone, language())}</time>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function Scanner({ event, onLeave }: { event: Event; onLeave(): void }) {
  const { scans, shown, see, check, retry, dismiss } = useScans(event.id, event.timezone);
  return (
    <>
      <div inert={shown !== null}>
        <p class="over">
          <button type="button" class="link" onClick={onLeave}>{t("Other event")}</button>
        </p>
        <h1>{pick(event.title, language())}</h1>
        <Camera onCode={see} />
        <TypedCode onCode={check} />
        <LastScans scans={scans} timezone={event.timezone} onRetry={retry} />
      </div>
      {shown && (
        <VerdictScreen scan={shown} timezone={event.timezone} onRetry={() => retry(shown)} onDismiss={dismiss} />
      )}
    </>
  );
}

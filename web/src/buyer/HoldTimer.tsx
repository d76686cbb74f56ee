// The time left to complete an order: seen all the time, spoken at five minutes and at one.

import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { BuyerOrder } from "../api/types.ts";
import { language, plural, t } from "../i18n/translate.ts";
import { formatMoment } from "../shared/time.ts";
import { clockOffset, formatClock, passedMark, remaining } from "./countdown.ts";

const HOUR_MS = 3_600_000;

export function HoldTimer({ order, onOver }: { order: BuyerOrder; onOver(): void }) {
  const offset = useMemo(() => clockOffset(order.server_time, Date.now()), [order]);
  const left = () => remaining(order.expires_at, offset, Date.now());
  const [ms, setMs] = useState(left);
  const [spoken, setSpoken] = useState("");
  const before = useRef(ms);

  useEffect(() => {
    const tick = () => {
      const now = left();
      const mark = passedMark(before.current, now);
      if (mark)
        setSpoken(plural(mark, "{count} minute left to complete your order.", "{count} minutes left to complete your order."));
      if (now === 0 && before.current > 0) onOver();
      before.current = now;
      setMs(now);
    };
    const timer = setInterval(tick, 500);
    return () => clearInterval(timer);
  }, [order]);

  // Days to pay, once the organizer has let an order pass: a date says more than a clock.
  if (ms > HOUR_MS)
    return (
      <p class="timer">
        <span>{t("Your tickets are held until")}</span>{" "}
        <time dateTime={order.expires_at}>{formatMoment(order.expires_at, order.event.timezone, language())}</time>
      </p>
    );
  return (
    <p class={ms < 60_000 ? "timer short" : "timer"}>
      <span>{t("Your tickets are held for")}</span> <time>{formatClock(ms)}</time>
      <span class="unseen" role="status">
        {spoken}
      </span>
    </p>
  );
}

// The checkout's life on one page: choose → details → pay → done, resumable at any point.

import { useEffect, useRef, useState } from "preact/hooks";
import type { BuyerOrder, PublicEvent } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import * as api from "./api.ts";
import { fit, isSame, type Basket } from "./basket.ts";
import { recall, remember, rememberToken, type Memory } from "./memory.ts";
import { sayProblem } from "./problems.ts";

export interface Checkout {
  event: PublicEvent;
  basket: Basket;
  order: BuyerOrder | null;
  orderKey: api.OrderKey | null;
  busy: boolean;
  /** An order of this tab, or a reservation on its way, is being looked up after a reload. */
  isResuming: boolean;
  notice: string | null;
  choose(basket: Basket): void;
  reserve(): Promise<void>;
  giveBack(): Promise<void>;
  /** Reserves the same basket once more. */
  tryAgain(): Promise<void>;
  startAgain(): void;
  setOrder(order: BuyerOrder): void;
}

export function useCheckout(initial: PublicEvent): Checkout {
  const [event, setEvent] = useState(initial);
  const memory = useRef<Memory>(recall(initial.id));
  const [basket, setBasket] = useState<Basket>(memory.current.basket);
  const [order, setOrder] = useState<BuyerOrder | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [isResuming, setResuming] = useState(Boolean(memory.current.order || memory.current.reserveKey));
  const running = useRef(false);

  const keep = (change: Partial<Memory>) => {
    memory.current = { ...memory.current, ...change };
    remember(initial.id, memory.current);
  };

  const choose = (next: Basket) => {
    setBasket(next);
    setNotice(null);
    keep({ basket: next, reserveKey: undefined });
  };

  async function refreshEvent(wanted: Basket): Promise<void> {
    const fresh = await api.getEvent(initial.id);
    setEvent(fresh);
    const fitted = fit(wanted, fresh.products);
    if (!isSame(fitted, wanted)) choose(fitted);
  }

  // A second click while one is running does nothing; the key makes even a lost answer harmless.
  async function exclusively(work: () => Promise<void>): Promise<void> {
    if (running.current) return;
    running.current = true;
    setBusy(true);
    try {
      await work();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      setNotice(sayProblem(problem));
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  async function sendReservation(wanted: Basket, key: string): Promise<void> {
    keep({ reserveKey: key });
    try {
      const made = await api.reserve(initial.id, wanted, language(), key);
      const orderKey = { id: made.id, token: made.token! };
      rememberToken(orderKey);
      keep({ order: orderKey, reserveKey: undefined });
      setNotice(null);
      setOrder(made);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const isAnswered = problem.status >= 400 && problem.status < 500;
      if (isAnswered) keep({ reserveKey: undefined });
      if (isAnswered) await refreshEvent(wanted).catch(() => undefined);
      throw problem;
    }
  }

  async function resume(): Promise<void> {
    const { order: orderKey, reserveKey, basket: wanted } = memory.current;
    if (orderKey) {
      const found = await api.getOrder(orderKey).catch((problem: Problem) => {
        if (problem.status === 404 || problem.status === 401) return null;
        throw problem;
      });
      if (found && found.state !== "CANCELLED") return setOrder(found);
      keep({ order: undefined });
    } else if (reserveKey) {
      return sendReservation(wanted, reserveKey);
    }
    return refreshEvent(wanted);
  }

  useEffect(() => {
    // What is left may have changed since the page was published; a failure here leaves it as it was.
    if (!isResuming) void refreshEvent(basket).catch(() => undefined);
    else void exclusively(resume).then(() => setResuming(false));
  }, []);

  const startAgain = () => {
    // The choice is kept for another try, but not once it was bought.
    const kept = order?.state === "COMPLETED" ? {} : basket;
    keep({ order: undefined, reserveKey: undefined, basket: kept });
    setBasket(kept);
    setOrder(null);
    setNotice(null);
    void refreshEvent(kept).catch(() => undefined);
  };

  return {
    event,
    basket,
    order,
    orderKey: memory.current.order ?? null,
    busy,
    isResuming,
    notice,
    choose,
    reserve: () => exclusively(() => sendReservation(basket, memory.current.reserveKey ?? newKey())),
    giveBack: () =>
      exclusively(async () => {
        const left = await api.cancel(memory.current.order!, newKey());
        if (left.state === "CANCELLED" || left.state === "EXPIRED") startAgain();
        else setOrder(left);
      }),
    tryAgain: () =>
      exclusively(async () => {
        keep({ order: undefined });
        try {
          await sendReservation(basket, newKey());
        } catch (problem) {
          setOrder(null);
          throw problem;
        }
      }),
    startAgain,
    setOrder,
  };
}

export const holdText = (minutes: number): string =>
  t("We hold your tickets for {minutes} minutes while you fill in your details.", { minutes });

// The checkout's life on one page: choose → details → pay → done, resumable at any point.

import { useEffect, useRef, useState } from "preact/hooks";
import type { BuyerOrder, PublicEvent } from "../api/types.ts";
import { language } from "../i18n/translate.ts";
import { newKey, Problem } from "../shared/http.ts";
import * as api from "./api.ts";
import { count, linesOf, type Basket } from "./basket.ts";
import { recall, remember, rememberToken, type Memory } from "./memory.ts";
import { sayProblem } from "./problems.ts";
import { useListing, useLookingAgain, type Choice } from "./useListing.ts";

export interface Checkout extends Choice {
  /** The event as it was published: in its own currency, as anybody sees it. */
  own: PublicEvent;
  order: BuyerOrder | null;
  orderKey: api.OrderKey | null;
  busy: boolean;
  /** An order of this tab, or a reservation on its way, is being looked up after a reload. */
  isResuming: boolean;
  notice: string | null;
  /** What changed by itself while somebody was choosing. */
  news: string;
  /** The choice as it is now, for whoever comes back from a request. */
  latest(): Choice;
  choose(basket: Basket): void;
  /** Looks at the event in another way; answers what stood against it. */
  see(change: Partial<api.View>): Promise<Problem | null>;
  reserve(): Promise<void>;
  giveBack(): Promise<void>;
  /** Reserves the same basket once more. */
  tryAgain(): Promise<void>;
  startAgain(): void;
  setOrder(order: BuyerOrder): void;
}

/** The date that lines name: that which was chosen, in a series; else there is only one. */
export const dateOf = (event: PublicEvent, view: api.View): string => (event.is_series ? view.occurrence_id : "");

export function useCheckout(initial: PublicEvent): Checkout {
  const memory = useRef<Memory>(recall(initial.id));
  const [order, setOrder] = useState<BuyerOrder | null>(null);
  const [notice, setNotice] = useState<string | null>(null);
  const [news, setNews] = useState("");
  const [busy, setBusy] = useState(false);
  const [isResuming, setResuming] = useState(Boolean(memory.current.order || memory.current.reserveKey));
  const running = useRef(false);

  const keep = (change: Partial<Memory>) => {
    memory.current = { ...memory.current, ...change };
    remember(initial.id, memory.current);
  };

  const { basket, view } = memory.current;
  const listing = useListing({ event: initial, view, basket }, (choice) =>
    keep({ basket: choice.basket, view: choice.view }),
  );

  useLookingAgain(!order && !isResuming, async () => {
    if (running.current) return;
    const changes = await listing.look();
    if (changes) setNews(changes);
  });

  const choose = (next: Basket) => {
    listing.set({ basket: next });
    setNotice(null);
    setNews("");
    keep({ reserveKey: undefined });
  };

  /** Once more, without what the server no longer takes. */
  async function lookOnceMore(): Promise<void> {
    try {
      await listing.look();
    } catch (problem) {
      const { code, occurrence_id } = listing.latest().view;
      const isRefused = problem instanceof Problem && problem.status >= 400 && problem.status < 500;
      if (!isRefused || !(code || occurrence_id)) return;
      await listing.look({ code: "", occurrence_id: "" }).catch(() => undefined);
      setNotice(sayProblem(problem));
    }
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

  async function sendReservation(key: string): Promise<void> {
    keep({ reserveKey: key });
    const choice = listing.latest();
    const lines = linesOf(choice.basket, choice.event, dateOf(choice.event, choice.view));
    try {
      const made = await api.reserve(initial.id, lines, choice.view, language(), key);
      const orderKey = { id: made.id, token: made.token! };
      rememberToken(orderKey);
      keep({ order: orderKey, reserveKey: undefined });
      setNotice(null);
      setNews("");
      setOrder(made);
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      const isAnswered = problem.status >= 400 && problem.status < 500;
      if (!isAnswered) throw problem;
      keep({ reserveKey: undefined });
      // What was refused, and what has changed since it was chosen.
      const changes = await listing.look().catch(() => "");
      setNotice(`${sayProblem(problem)} ${changes}`.trim());
    }
  }

  async function resume(): Promise<void> {
    const { order: orderKey, reserveKey } = memory.current;
    if (orderKey) {
      const found = await api.getOrder(orderKey).catch((problem: Problem) => {
        if (problem.status === 404 || problem.status === 401) return null;
        throw problem;
      });
      if (found && found.state !== "CANCELLED") return setOrder(found);
      keep({ order: undefined });
    } else if (reserveKey && count(listing.latest().basket)) {
      return sendReservation(reserveKey);
    }
    return lookOnceMore();
  }

  useEffect(() => {
    // What is left may have changed since the page was published; a failure here leaves it as it was.
    if (!isResuming) void lookOnceMore();
    else void exclusively(resume).then(() => setResuming(false));
  }, []);

  const startAgain = () => {
    // The choice is kept for another try, but not once it was bought.
    const isBought = order && !["RESERVED", "EXPIRED", "EXPIRING", "CANCELLED"].includes(order.state);
    if (isBought) listing.set({ basket: {} });
    keep({ order: undefined, reserveKey: undefined });
    setOrder(null);
    setNotice(null);
    void lookOnceMore();
  };

  return {
    own: initial,
    latest: listing.latest,
    event: listing.event,
    view: listing.view,
    basket: listing.basket,
    order,
    orderKey: memory.current.order ?? null,
    busy,
    isResuming,
    notice,
    news,
    choose,
    see: (change) =>
      listing.look(change).then(
        () => (keep({ reserveKey: undefined }), null),
        (problem: unknown) => {
          if (problem instanceof Problem) return problem;
          throw problem;
        },
      ),
    reserve: () => exclusively(() => sendReservation(memory.current.reserveKey ?? newKey())),
    giveBack: () =>
      exclusively(async () => {
        const left = await api.cancel(memory.current.order!, newKey());
        if (left.state === "CANCELLED" || left.state === "EXPIRED") startAgain();
        else setOrder(left);
      }),
    tryAgain: () =>
      exclusively(async () => {
        keep({ order: undefined });
        await sendReservation(newKey());
        if (!memory.current.order) setOrder(null);
      }),
    startAgain,
    setOrder,
  };
}

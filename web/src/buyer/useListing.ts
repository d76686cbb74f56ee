// What is on sale, as this visitor may see it: asked again while the page is looked at, so that what is sold out
// shows itself, and what is back too.

import { useEffect, useRef, useState } from "preact/hooks";
import type { PublicEvent } from "../api/types.ts";
import * as api from "./api.ts";
import { changesOf, fit, isSame, type Basket } from "./basket.ts";
import { sayChange } from "./words.ts";

const LOOK_AGAIN_MS = 15_000;
// A window that comes back says so in more than one way, and the listing may be kept for a second anyway.
const PAUSE_MS = 1_000;

export interface Choice {
  event: PublicEvent;
  view: api.View;
  basket: Basket;
}

export interface Listing extends Choice {
  /** Takes what was chosen; told to `onChoice` as well. */
  set(change: Partial<Choice>): void;
  /** Asks for the event again and fits the basket to it; answers what changed for whoever was choosing. */
  look(change?: Partial<api.View>): Promise<string>;
  /** The choice as it is now, for whoever comes back from a request. */
  latest(): Choice;
}

const isPlain = (view: api.View): boolean => !Object.values(view).some(Boolean);

export function useListing(start: Choice, onChoice: (choice: Choice) => void): Listing {
  const [choice, setChoice] = useState(start);
  const now = useRef(start);
  const asked = useRef(0);

  const set = (change: Partial<Choice>) => {
    now.current = { ...now.current, ...change };
    setChoice(now.current);
    onChoice(now.current);
  };

  async function look(change: Partial<api.View> = {}): Promise<string> {
    const view = { ...now.current.view, ...change };
    const nth = ++asked.current;
    const event = await (isPlain(view) ? api.getEvent(now.current.event.id) : api.viewEvent(now.current.event.id, view));
    if (nth !== asked.current) return ""; // somebody has asked for something else meanwhile
    const { event: before, basket } = now.current;
    const isOtherMoney = event.currency !== before.currency;
    const isOtherDay = event.occurrence.id !== before.occurrence.id;
    const mine = isOtherMoney ? withoutGifts(basket) : basket;
    const changes = isOtherMoney || isOtherDay ? [] : changesOf(mine, before.products, event.products);
    const fitted = fit(mine, event.products);
    set({ event, view, basket: isSame(fitted, basket) ? basket : fitted });
    return changes.map((one) => sayChange(one, event)).join(" ");
  }

  return { ...choice, set, look, latest: () => now.current };
}

/** An amount that was given in one currency means nothing in another. */
const withoutGifts = (basket: Basket): Basket =>
  Object.fromEntries(Object.entries(basket).filter(([, line]) => line.amount_minor === undefined));

/** Looks again every quarter of a minute while the page is seen, and when somebody comes back to it. */
export function useLookingAgain(isChoosing: boolean, look: () => Promise<void>): void {
  const latest = useRef(look);
  latest.current = look;
  useEffect(() => {
    if (!isChoosing) return;
    let last = Date.now();
    const again = () => {
      if (document.visibilityState !== "visible" || Date.now() - last < PAUSE_MS) return;
      last = Date.now();
      void latest.current().catch(() => undefined); // a failure leaves what is shown as it was
    };
    const timer = setInterval(again, LOOK_AGAIN_MS);
    document.addEventListener("visibilitychange", again);
    addEventListener("focus", again);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", again);
      removeEventListener("focus", again);
    };
  }, [isChoosing]);
}

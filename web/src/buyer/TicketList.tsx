// The products with their steppers, and the sum.

import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, plural, t } from "../i18n/translate.ts";
import { formatMoney } from "../shared/money.ts";
import { pick } from "../shared/text.ts";
import { formatMoment } from "../shared/time.ts";
import { ceiling, count, put, step, total, type Basket } from "./basket.ts";
import { Notice } from "./Notice.tsx";
import { holdText } from "./useCheckout.ts";

interface Props {
  event: PublicEvent;
  basket: Basket;
  busy: boolean;
  notice: string | null;
  onChoose(basket: Basket): void;
  onReserve(): void;
}

export const price = (minor: number, event: { currency: string; exponent: number }): string =>
  minor === 0 ? t("Free") : formatMoney(minor, event.currency, event.exponent, language());

function availability(product: PublicProduct, timezone: string): string | null {
  const at = (moment: string) => formatMoment(moment, timezone, language());
  if (product.state === "sold_out") return t("Sold out");
  if (product.state === "ended") return t("Sales have ended");
  if (product.state === "not_yet")
    return product.sale_starts_at ? t("On sale from {at}", { at: at(product.sale_starts_at) }) : t("Not on sale yet");
  if (product.left !== null) return plural(product.left, "{count} left", "{count} left");
  return null;
}

function Stepper({ product, name, quantity, onChange }: {
  product: PublicProduct;
  name: string;
  quantity: number;
  onChange(quantity: number): void;
}) {
  return (
    <div class="stepper" role="group" aria-label={name}>
      <button
        type="button"
        aria-label={t("One less: {name}", { name })}
        disabled={quantity === 0}
        onClick={() => onChange(step(product, quantity, -1))}
      >
        −
      </button>
      <output aria-live="polite" aria-label={t("{count} of {name}", { count: quantity, name })}>
        {quantity}
      </output>
      <button
        type="button"
        aria-label={t("One more: {name}", { name })}
        disabled={quantity >= ceiling(product)}
        onClick={() => onChange(step(product, quantity, 1))}
      >
        +
      </button>
    </div>
  );
}

export function TicketList({ event, basket, busy, notice, onChoose, onReserve }: Props) {
  const chosen = count(basket);
  const isBuyable = event.products.some((product) => ceiling(product) > 0);
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        onReserve();
      }}
    >
      <h2>{t("Tickets")}</h2>
      {notice && <Notice key={notice}>{notice}</Notice>}
      <ul class="products">
        {event.products.map((product) => {
          const name = pick(product.name, language());
          const note = availability(product, event.timezone);
          const about = pick(product.description, language());
          return (
            <li key={product.id} class={product.state}>
              <div>
                <strong>{name}</strong>
                <span class="price">{price(product.price_minor, event)}</span>
              </div>
              {ceiling(product) > 0 && (
                <Stepper
                  product={product}
                  name={name}
                  quantity={basket[product.id] ?? 0}
                  onChange={(quantity) => onChoose(put(basket, product.id, quantity))}
                />
              )}
              {(about || note) && (
                <p>
                  {about} {note && <small>{note}</small>}
                </p>
              )}
            </li>
          );
        })}
      </ul>
      {isBuyable ? (
        <div class="sum">
          <p aria-live="polite">
            <span>{chosen ? plural(chosen, "{count} ticket", "{count} tickets") : t("Nothing chosen yet")}</span>
            <b>{chosen > 0 && price(total(basket, event.products), event)}</b>
          </p>
          <button class="primary" disabled={busy || chosen === 0}>
            {busy ? t("One moment…") : t("Get tickets")}
          </button>
          <small>{holdText(event.hold_minutes)}</small>
        </div>
      ) : (
        <p class="calm">{t("There is nothing to buy at the moment.")}</p>
      )}
    </form>
  );
}

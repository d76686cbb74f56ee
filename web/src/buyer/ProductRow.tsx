// One product of the listing: what it costs with everything in it, how many, and what else there is to know.

import type { ComponentChildren } from "preact";
import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { hasChoice, isOnSale, slotsOf, type Basket, type Line, type Slot } from "./basket.ts";
import { Donation } from "./Donation.tsx";
import { Stepper } from "./Stepper.tsx";
import { addedNote, availability, needsNote, price, sequenceNote } from "./words.ts";

export interface RowProps {
  product: PublicProduct;
  event: PublicEvent;
  basket: Basket;
  onLine(slotId: string, line: Line): void;
  /** What stands beside a product that is sold out and has a waiting list. */
  onWait?: ((product: PublicProduct) => ComponentChildren) | undefined;
}

const Notes = ({ notes }: { notes: (string | null)[] }) => (
  <>{notes.map((note) => note && <small key={note}>{note}</small>)}</>
);

function Head({ slot, name, notes, isTier, ...row }: RowProps & { slot: Slot; name: string; isTier?: boolean; notes: (string | null)[] }) {
  const { event, basket, product } = row;
  const isGift = product.kind === "donation";
  const Name = isTier ? "span" : "strong";
  return (
    <>
      <div>
        <Name>{name}</Name>
        {!isGift && <span class="price">{price(slot.price.total_minor, event)}</span>}
        <Notes notes={[isGift ? null : addedNote(slot.price, event), ...notes]} />
      </div>
      {isOnSale(slot) && !isGift && (
        <Stepper slot={slot} name={name} basket={basket} onChange={(quantity) => row.onLine(slot.id, { quantity })} />
      )}
    </>
  );
}

function Choices({ slots, ...row }: RowProps & { slots: Slot[] }) {
  const { product, event } = row;
  const name = pick(product.name, language());
  return (
    <>
      <div>
        <strong>{name}</strong>
        <Notes notes={[product.state === "on_sale" ? availability(product, event.timezone) : null, needsNote(product, event)]} />
      </div>
      <ul class="tiers" aria-label={name}>
        {slots.map((slot) => (
          <li key={slot.id} class={slot.price.state}>
            <Head {...row} slot={slot} isTier name={pick(slot.price.name, language())} notes={[availability(slot.price, event.timezone)]} />
          </li>
        ))}
      </ul>
    </>
  );
}

function Single({ slot, ...row }: RowProps & { slot: Slot }) {
  const { product, event, basket } = row;
  const name = pick(product.name, language());
  const isSequence = product.prices.length > 1;
  const notes = [
    isSequence ? sequenceNote(slot, event) : null,
    isSequence && product.state === "on_sale" && slot.price.left !== null ? null : availability(product, event.timezone),
    needsNote(product, event),
  ];
  const given = basket[slot.id]?.amount_minor;
  return (
    <>
      <Head {...row} slot={slot} name={name} notes={notes} />
      {product.kind === "donation" && isOnSale(slot) && (
        <Donation
          key={event.currency}
          slot={slot}
          name={name}
          event={event}
          given={given}
          onGive={(minor) => row.onLine(slot.id, minor === undefined ? { quantity: 0 } : { quantity: 1, amount_minor: minor })}
        />
      )}
    </>
  );
}

export function ProductRow(row: RowProps) {
  const { product } = row;
  const slots = slotsOf(product);
  const about = pick(product.description, language());
  const terms = pick(product.terms, language());
  return (
    <li class={product.state}>
      {hasChoice(product) ? <Choices {...row} slots={slots} /> : <Single {...row} slot={slots[0]!} />}
      {about && <p class="lines">{about}</p>}
      {terms && (
        <details>
          <summary>{t("Terms of this ticket")}</summary>
          <p class="lines">{terms}</p>
        </details>
      )}
      {product.state === "sold_out" && product.has_waitlist && row.onWait?.(product)}
    </li>
  );
}

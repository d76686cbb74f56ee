// The products under their headings, and the sum.

import type { ComponentChildren } from "preact";
import type { PublicEvent, PublicProduct } from "../api/types.ts";
import { language, plural, t } from "../i18n/translate.ts";
import { pick } from "../shared/text.ts";
import { choose, count, isOnSale, slotsOf, total, unitsOf, type Basket } from "./basket.ts";
import { Heading } from "./Heading.tsx";
import { Notice } from "./Notice.tsx";
import { ProductRow, type RowProps } from "./ProductRow.tsx";
import type { Quote } from "./shapes.ts";
import { Shares } from "./Shares.tsx";
import { orderFeesNote, price } from "./words.ts";

interface Props {
  event: PublicEvent;
  basket: Basket;
  busy: boolean;
  notice: string | null;
  onChoose(basket: Basket): void;
  onReserve(): void;
  /** Somebody has just come here from a step before, and a reader should follow. */
  isEntered?: boolean;
  /** What changed by itself while somebody was choosing. */
  news?: string;
  /** The basket's price where only the API can say it; null until it has. */
  quote?: Quote | null | undefined;
  /** Between the heading and the products: which date, which currency. */
  above?: ComponentChildren;
  /** Between the products and the sum: codes and memberships. */
  below?: ComponentChildren;
  onWait?: RowProps["onWait"];
}

const chosenText = (basket: Basket, products: PublicProduct[]): string => {
  const tickets = products.reduce((sum, { id, kind }) => sum + (kind === "ticket" ? unitsOf(basket, id) : 0), 0);
  if (tickets) return plural(tickets, "{count} ticket", "{count} tickets");
  return count(basket) ? t("Your choice") : t("Nothing chosen yet");
};

type SumProps = Pick<Props, "event" | "basket" | "busy" | "quote">;

function Sum({ event, basket, busy, quote }: SumProps) {
  const chosen = count(basket);
  const sum = quote ? quote.total_minor : total(basket, event.products);
  const fees = orderFeesNote(event);
  return (
    <div class="sum">
      {quote && <Shares quote={quote} />}
      <p aria-live="polite" aria-busy={quote === null}>
        <span>{chosenText(basket, event.products)}</span>
        <b>{chosen > 0 && (quote === null ? "…" : price(sum, event))}</b>
      </p>
      {fees && !quote && <small>{fees}</small>}
      {sum > 0 && <small>{pick(event.refund_terms, language())}</small>}
      <button class="primary" disabled={busy || chosen === 0}>
        {busy ? t("One moment…") : event.needs_approval ? t("Choose and request") : t("Get tickets")}
      </button>
      <small>
        {t("We hold your tickets for {minutes} minutes while you fill in your details.", { minutes: event.hold_minutes })}{" "}
        {event.needs_approval && t("The organizer looks at each order before it is paid.")}
      </small>
    </div>
  );
}

export function TicketList(props: Props) {
  const { event, basket, notice } = props;
  const isBuyable = event.products.some((product) => slotsOf(product).some(isOnSale));
  // Products of no category come first; a heading without products is not shown.
  const groups = [null, ...event.categories].map((category) => ({
    category,
    products: event.products.filter(
      (product) => (event.categories.find(({ id }) => id === product.category_id) ?? null) === category,
    ),
  }));
  return (
    <form
      onSubmit={(submitted) => {
        submitted.preventDefault();
        props.onReserve();
      }}
    >
      <Heading focus={props.isEntered ?? false}>{t("Tickets")}</Heading>
      {notice && <Notice key={notice}>{notice}</Notice>}
      <div role="status">{props.news && <p class="hint">{props.news}</p>}</div>
      {props.above}
      {groups.map(({ category, products }) => products.length > 0 && (
        <section key={category?.id ?? ""}>
          {category && <h3>{pick(category.name, language())}</h3>}
          {category && pick(category.description, language()) && <p class="calm lines">{pick(category.description, language())}</p>}
          <ul class="products">
            {products.map((product) => (
              <ProductRow
                key={product.id}
                product={product}
                event={event}
                basket={basket}
                onLine={(slotId, line) => props.onChoose(choose(basket, event.products, slotId, line))}
                onWait={props.onWait}
              />
            ))}
          </ul>
        </section>
      ))}
      {props.below}
      {isBuyable ? <Sum {...props} /> : <p class="calm">{t("There is nothing to buy at the moment.")}</p>}
    </form>
  );
}

// One more, one less.

import { t } from "../i18n/translate.ts";
import { ceiling, step, type Basket, type Slot } from "./basket.ts";

interface Props {
  slot: Slot;
  name: string;
  basket: Basket;
  onChange(quantity: number): void;
}

export function Stepper({ slot, name, basket, onChange }: Props) {
  const quantity = basket[slot.id]?.quantity ?? 0;
  return (
    <div class="stepper" role="group" aria-label={name}>
      <button
        type="button"
        aria-label={t("One less: {name}", { name })}
        disabled={quantity === 0}
        onClick={() => onChange(step(slot, basket, -1))}
      >
        −
      </button>
      <output aria-live="polite" aria-label={t("{count} of {name}", { count: quantity, name })}>
        {quantity}
      </output>
      <button
        type="button"
        aria-label={t("One more: {name}", { name })}
        disabled={quantity >= ceiling(slot, basket)}
        onClick={() => onChange(step(slot, basket, 1))}
      >
        +
      </button>
    </div>
  );
}

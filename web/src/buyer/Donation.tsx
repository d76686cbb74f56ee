// A gift: suggested amounts as buttons, and any other that is not below the least.

import { useRef, useState } from "preact/hooks";
import type { PublicEvent } from "../api/types.ts";
import { t } from "../i18n/translate.ts";
import { toDecimal, toMinor } from "../shared/money.ts";
import type { Slot } from "./basket.ts";
import { amount } from "./words.ts";

interface Props {
  slot: Slot;
  name: string;
  event: PublicEvent;
  given: number | undefined;
  onGive(minor: number | undefined): void;
}

export function Donation({ slot, name, event, given, onGive }: Props) {
  const suggested = slot.product.suggested_minor;
  const isOwn = given !== undefined && !suggested.includes(given);
  const [text, setText] = useState(isOwn ? toDecimal(given, event.exponent) : "");
  const [error, setError] = useState("");
  const least = Math.max(1, slot.price.price_minor);
  const field = useRef<HTMLInputElement>(null);
  const id = `give-${slot.product.id}`;

  function type(input: HTMLInputElement): void {
    const minor = toMinor(input.value, event.exponent);
    const isFine = input.value.trim() === "" || (minor !== null && minor >= least);
    const said = isFine ? "" : t("Enter {amount} or more.", { amount: amount(least, event) });
    // The browser does not send the form while an amount is wrong: a gift must not be lost unseen.
    input.setCustomValidity(said);
    setText(input.value);
    setError(said);
    onGive(isFine && minor ? minor : undefined);
  }

  return (
    <div class="gift" role="group" aria-label={name}>
      {suggested.map((minor) => (
        <button
          key={minor}
          type="button"
          class="chip"
          aria-pressed={given === minor && !text}
          onClick={() => {
            field.current?.setCustomValidity("");
            setText("");
            setError("");
            onGive(given === minor && !text ? undefined : minor);
          }}
        >
          {amount(minor, event)}
        </button>
      ))}
      <span class="field">
        <label for={id}>{suggested.length ? t("Other amount") : t("Amount")} ({event.currency})</label>
        <input
          ref={field}
          id={id}
          inputMode="decimal"
          autocomplete="off"
          value={text}
          placeholder={t("{amount} or more", { amount: amount(least, event) })}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onInput={(typed) => type(typed.currentTarget)}
        />
        {error && (
          <small class="error" id={`${id}-error`}>
            {error}
          </small>
        )}
      </span>
    </div>
  );
}

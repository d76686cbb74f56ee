// A link that opens a small field: for a code, or for a member's address.

import type { InputHTMLAttributes } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { t } from "../i18n/translate.ts";

const KINDS = {
  text: { type: "text", autocomplete: "off", maxLength: 40 },
  email: { type: "email", autocomplete: "email", maxLength: 254 },
} satisfies Record<string, InputHTMLAttributes<HTMLInputElement>>;

interface Props {
  id: string;
  /** The link's words. */
  ask: string;
  label: string;
  type?: keyof typeof KINDS;
  /** What was sent and taken; "" for nothing yet. */
  taken: string;
  /** What the taken words are good for. */
  effect: string;
  /** Answers what was wrong, or "". */
  onSend(text: string): Promise<string>;
}

export function Asker({ id, ask, label, type = "text", taken, effect, onSend }: Props) {
  const [isOpen, setOpen] = useState(false);
  const [error, setError] = useState("");
  const [busy, setBusy] = useState(false);
  const field = useRef<HTMLInputElement>(null);

  useLayoutEffect(() => {
    if (isOpen) field.current?.focus();
  }, [isOpen]);

  async function send(text: string): Promise<void> {
    if (busy) return;
    // The browser knows what an address looks like, and says so in the reader's language.
    if (text && field.current?.checkValidity() === false) return setError(field.current.validationMessage);
    setBusy(true);
    const wrong = await onSend(text);
    setBusy(false);
    setError(wrong);
    if (wrong) field.current?.focus();
    else setOpen(false);
  }

  if (taken)
    return (
      <p class="asked" role="status">
        <span>
          <b>{taken}</b> <small>{effect}</small>
        </span>
        <button type="button" class="link" disabled={busy} onClick={() => void send("")}>
          {t("Remove")}
        </button>
      </p>
    );
  if (!isOpen)
    return (
      <button type="button" class="link" onClick={() => setOpen(true)}>
        {ask}
      </button>
    );
  return (
    <div class="field asking">
      <label for={id}>{label}</label>
      <div>
        <input
          ref={field}
          id={id}
          {...KINDS[type]}
          aria-invalid={error ? "true" : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
          onKeyDown={(pressed) => {
            if (pressed.key !== "Enter") return;
            pressed.preventDefault(); // Enter sends this field, not the whole form around it
            void send(pressed.currentTarget.value.trim());
          }}
        />
        <button type="button" class="secondary" disabled={busy} onClick={() => void send(field.current!.value.trim())}>
          {t("Apply")}
        </button>
      </div>
      {error && (
        <small class="error" role="alert" id={`${id}-error`}>
          {error}
        </small>
      )}
    </div>
  );
}

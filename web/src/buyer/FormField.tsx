// One field of the checkout, of whatever kind, with its help and what is wrong with it.

import type { ComponentChildren, InputHTMLAttributes } from "preact";
import { t } from "../i18n/translate.ts";
import { FileField } from "./FileField.tsx";
import type { Field } from "./fields.ts";
import type { Answer } from "./questions.ts";

interface Props {
  field: Field;
  value: Answer | undefined;
  error: string | undefined;
  onChange(value: Answer): void;
  onBlur?(): void;
  /** Hands a file in; answers its id. */
  upload(file: File): Promise<string>;
}

/** The element that a link of the error summary leads to. */
export const idOf = (path: string): string => `f-${path.replaceAll(".", "-")}`;

const INPUTS: Partial<Record<Field["kind"], InputHTMLAttributes<HTMLInputElement>>> = {
  email: { type: "email" },
  phone: { type: "tel", autocomplete: "tel" },
  date: { type: "date" },
  number: { type: "text", inputMode: "decimal" },
};

function described({ field, error }: Props): { "aria-describedby"?: string; "aria-invalid"?: "true" } {
  const id = idOf(field.path);
  const notes = [field.help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(" ");
  return { ...(notes && { "aria-describedby": notes }), ...(error && { "aria-invalid": "true" as const }) };
}

function Below({ field, error }: Props) {
  const id = idOf(field.path);
  return (
    <>
      {field.help && (
        <small id={`${id}-help`} class="lines">
          {field.help}
        </small>
      )}
      {error && (
        <small class="error" id={`${id}-error`}>
          {error}
        </small>
      )}
    </>
  );
}

/** What need not be filled in is marked, not what must be: most of it must. */
const Label = ({ field }: { field: Field }) => (
  <>
    {field.label} {!field.isRequired && <small>{t("(optional)")}</small>}
  </>
);

function Labelled(props: Props & { children: ComponentChildren }) {
  return (
    <div class="field">
      <label for={idOf(props.field.path)}>
        <Label field={props.field} />
      </label>
      {props.children}
      <Below {...props} />
    </div>
  );
}

interface Option {
  value: string;
  label: string;
  isOn: boolean;
  pick(isOn: boolean): void;
}

/** Radio buttons or boxes: a group with a name, of which the first is where a link leads. */
function Options({ type, options, ...props }: Props & { type: "radio" | "checkbox"; options: Option[] }) {
  const { field } = props;
  const { "aria-describedby": notes } = described(props);
  return (
    <fieldset class="field" aria-describedby={notes}>
      <legend>
        <Label field={field} />
      </legend>
      {options.map(({ value, label, isOn, pick }, nth) => (
        <label key={value} class="option">
          <input
            id={nth === 0 ? idOf(field.path) : undefined}
            type={type}
            name={field.path}
            checked={isOn}
            aria-invalid={props.error ? "true" : undefined}
            onChange={(changed) => pick(changed.currentTarget.checked)}
          />
          {label}
        </label>
      ))}
      <Below {...props} />
    </fieldset>
  );
}

function Confirm(props: Props) {
  const { field, value, onChange } = props;
  return (
    <div class="field">
      <label class="option">
        <input
          id={idOf(field.path)}
          type="checkbox"
          checked={value === true}
          {...described(props)}
          onChange={(changed) => onChange(changed.currentTarget.checked)}
        />
        {field.label}
      </label>
      <Below {...props} />
    </div>
  );
}

function Choice(props: Props) {
  const { field, value, onChange } = props;
  const choices = field.choices ?? [];
  if (field.kind === "dropdown")
    return (
      <Labelled {...props}>
        <select
          id={idOf(field.path)}
          value={String(value ?? "")}
          autocomplete={field.autocomplete}
          {...described(props)}
          onChange={(changed) => onChange(changed.currentTarget.value)}
        >
          <option value="">{t("Choose…")}</option>
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      </Labelled>
    );
  if (field.kind === "multi_choice") {
    const chosen = Array.isArray(value) ? value : [];
    const options = choices.map((choice) => ({
      ...choice,
      isOn: chosen.includes(choice.value),
      pick: (isOn: boolean) => onChange(isOn ? [...chosen, choice.value] : chosen.filter((one) => one !== choice.value)),
    }));
    return <Options {...props} type="checkbox" options={options} />;
  }
  const options = choices.map((choice) => ({ ...choice, isOn: value === choice.value, pick: () => onChange(choice.value) }));
  return <Options {...props} type="radio" options={options} />;
}

function YesNo(props: Props) {
  const { field, value, onChange } = props;
  // An answer that must be given can only be yes: it is something to confirm.
  if (field.isRequired) return <Confirm {...props} />;
  const options = [true, false].map((one) => ({
    value: String(one),
    label: one ? t("Yes") : t("No"),
    isOn: value === one,
    pick: () => onChange(one),
  }));
  return <Options {...props} type="radio" options={options} />;
}

function Line(props: Props) {
  const { field, value, onChange } = props;
  const shared = {
    id: idOf(field.path),
    value: String(value ?? ""),
    autocomplete: field.autocomplete,
    required: field.isRequired,
    ...described(props),
  };
  return (
    <Labelled {...props}>
      {field.kind === "long_text" || field.kind === "address" ? (
        <textarea {...shared} rows={3} onInput={(typed) => onChange(typed.currentTarget.value)} />
      ) : (
        <input {...INPUTS[field.kind]} {...shared} onInput={(typed) => onChange(typed.currentTarget.value)} onBlur={props.onBlur} />
      )}
    </Labelled>
  );
}

export function FormField(props: Props) {
  switch (props.field.kind) {
    case "choice":
    case "multi_choice":
    case "dropdown":
      return <Choice {...props} />;
    case "yes_no":
      return <YesNo {...props} />;
    case "confirm":
      return <Confirm {...props} />;
    case "file":
      return (
        <Labelled {...props}>
          <FileField
            id={idOf(props.field.path)}
            isHere={Boolean(props.value)}
            described={described(props)}
            upload={props.upload}
            onChange={props.onChange}
          />
        </Labelled>
      );
    default:
      return <Line {...props} />;
  }
}

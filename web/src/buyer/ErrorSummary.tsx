// All that has to be looked at again, as links to the fields; takes the focus.

import { t } from "../i18n/translate.ts";
import { idOf } from "./FormField.tsx";
import { Notice } from "./Notice.tsx";

export interface Wrong {
  path: string;
  label: string;
  message: string;
}

export function ErrorSummary({ errors }: { errors: Wrong[] }) {
  return (
    <Notice>
      <b>{t("Please look at this again:")}</b>
      <ul>
        {errors.map(({ path, label, message }) => (
          <li key={path}>
            <a
              href={`#${idOf(path)}`}
              onClick={(clicked) => {
                clicked.preventDefault();
                document.getElementById(idOf(path))?.focus();
              }}
            >
              {label}: {message}
            </a>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

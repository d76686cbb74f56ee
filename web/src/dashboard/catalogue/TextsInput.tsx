// A text that buyers read: one field for each language of the event.

import { Stack, Textarea, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import type { Text } from "../../api/types.ts";
import { languageName } from "../choices.ts";

interface Props {
  languages: string[];
  label: string;
  description?: string;
  isLong?: boolean;
  isRequired?: boolean;
  hasFocus?: boolean;
  value?: Text;
  onChange?(value: Text): void;
  error?: ReactNode;
  "data-path"?: string;
}

export function TextsInput({ languages, label, description, isLong, isRequired, hasFocus, value = {}, onChange, error, "data-path": path }: Props) {
  return (
    <Stack gap="xs">
      {languages.map((language, place) => {
        const common = {
          label: languages.length > 1 ? `${label} (${languageName(language)})` : label,
          required: isRequired && place === 0,
          value: value[language] ?? "",
          onChange: (change: { currentTarget: { value: string } }) => onChange?.({ ...value, [language]: change.currentTarget.value }),
          ...(place === 0 && { description, error, "data-path": path, ...(hasFocus && { "data-autofocus": true }) }),
        };
        return isLong ? <Textarea key={language} autosize minRows={2} {...common} /> : <TextInput key={language} {...common} />;
      })}
    </Stack>
  );
}

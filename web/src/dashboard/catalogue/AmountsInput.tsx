// An amount in each of the event's currencies; of the own one, or of the others beside it.

import { SimpleGrid, TextInput } from "@mantine/core";
import type { ReactNode } from "react";

interface Props {
  label: string;
  description?: string;
  currencies: string[];
  isRequired?: boolean;
  value?: Record<string, string>;
  onChange?(value: Record<string, string>): void;
  error?: ReactNode;
  "data-path"?: string;
}

export function AmountsInput({ label, description, currencies, isRequired, value = {}, onChange, error, "data-path": path }: Props) {
  if (!currencies.length) return null;
  return (
    <SimpleGrid cols={currencies.length > 1 ? 2 : 1}>
      {currencies.map((code, place) => (
        <TextInput
          key={code}
          label={`${label} in ${code}`}
          inputMode="decimal"
          required={Boolean(isRequired) && place === 0}
          value={value[code] ?? ""}
          onChange={(change) => onChange?.({ ...value, [code]: change.currentTarget.value })}
          {...(place === 0 && { description, error, "data-path": path })}
        />
      ))}
    </SimpleGrid>
  );
}

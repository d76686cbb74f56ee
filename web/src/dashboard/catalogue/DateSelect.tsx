// Which date of a series; nothing for an event that takes place once.

import { Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { formatMoment } from "../../shared/time.ts";
import { LOCALE } from "../format.ts";
import { listDates } from "./calls.ts";
import type { Sale } from "./useSale.ts";

interface Props {
  sale: Sale;
  value?: string;
  onChange?(id: string): void;
  error?: ReactNode;
}

export function DateSelect({ sale, value = "", onChange, error }: Props) {
  const { event, isSeries } = sale;
  const query = useQuery({ queryKey: ["dates", event.id, "some"], queryFn: () => listDates(event.id, null), enabled: isSeries });
  if (!isSeries) return null;
  const days = query.data?.items.filter((day) => day.status === "SCHEDULED") ?? [];
  return (
    <Select
      label="Date"
      data={days.map((day) => ({ value: day.id, label: formatMoment(day.starts_at, event.timezone, LOCALE) }))}
      searchable
      allowDeselect={false}
      value={value || null}
      onChange={(id) => onChange?.(id ?? "")}
      error={error}
    />
  );
}

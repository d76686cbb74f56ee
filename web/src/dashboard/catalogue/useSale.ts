// What an event sells, read together: products, and everything that stands beside them.

import { useQuery, useQueryClient } from "@tanstack/react-query";
import type { Event, Product } from "../../api/types.ts";
import { listProducts } from "../api.ts";
import { useMay } from "../session.ts";
import { getCatalogue, listDates, type Catalogue } from "./calls.ts";

const REFRESH_MS = 10_000;
const SOME_DATES = 10; // enough to know whether it is a series, and to find one that takes place

export interface Sale {
  event: Event;
  products: Product[];
  catalogue: Catalogue;
  /** Whether each date counts by itself. */
  isSeries: boolean;
  /** The next date of a series, "" for an event that takes place once. */
  firstDate: string;
  /** For it is archived, or whoever looks may not change it. */
  isReadOnly: boolean;
  /** Reads again what a change may have touched. */
  refresh(): Promise<void>;
}

/** As a query says it. */
interface Reading {
  data: Sale | undefined;
  error: unknown;
  refetch(): void;
}

export function useSale(event: Event): Reading {
  const queries = useQueryClient();
  const mayDo = useMay(event);
  const products = useQuery({
    queryKey: ["products", event.id],
    queryFn: () => listProducts(event.id),
    refetchInterval: REFRESH_MS,
  });
  const catalogue = useQuery({ queryKey: ["catalogue", event.id], queryFn: () => getCatalogue(event.id) });
  const dates = useQuery({ queryKey: ["dates", event.id, "first"], queryFn: () => listDates(event.id, null, SOME_DATES), staleTime: 30_000 });

  async function refresh(): Promise<void> {
    const names = ["products", "catalogue", "quote"];
    await Promise.all(names.map((name) => queries.invalidateQueries({ queryKey: [name, event.id] })));
  }

  const days = dates.data?.items.filter((day) => day.status === "SCHEDULED") ?? [];
  const next = days.find((day) => day.ends_at > new Date().toISOString()) ?? days[0];
  const isSeries = (dates.data?.items.length ?? 0) > 1;
  const isThere = products.data && catalogue.data && dates.data;
  const data = isThere && {
    event,
    products: products.data.items,
    catalogue: catalogue.data,
    isSeries,
    firstDate: isSeries ? (next?.id ?? "") : "",
    isReadOnly: event.status === "ARCHIVED" || !mayDo("events.edit"),
    refresh,
  };
  const failed = [products, catalogue, dates].filter((query) => query.error);
  return {
    data,
    error: failed[0]?.error,
    refetch: () => failed.forEach((query) => void query.refetch()),
  };
}

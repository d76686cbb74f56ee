// What narrows the list of orders: a search over names, addresses and references, and filters that go with it.

import { Button, CloseButton, Group, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Event } from "../api/types.ts";
import { pick } from "../shared/text.ts";
import { toInstant } from "../shared/time.ts";
import { listProducts, type OrderQuery } from "./api.ts";
import { LANGUAGE } from "./format.ts";
import { labelOf } from "./StateBadge.tsx";

export interface Wanted {
  q: string;
  state: OrderQuery["state"];
  product_id: string | null;
  method: OrderQuery["method"];
  flag: OrderQuery["flag"];
  from: string;
  to: string;
}

export const EVERYTHING: Wanted = { q: "", state: null, product_id: null, method: null, flag: null, from: "", to: "" };

export const isEverything = (wanted: Wanted): boolean => Object.values(wanted).every((value) => !value);

const STATES = (
  ["COMPLETED", "PARTLY_PAID", "RESERVED", "PROCESSING", "AWAITING_APPROVAL", "AWAITING_OFFLINE_PAYMENT", "REVIEW", "EXPIRED", "CANCELLED"] as const
).map((value) => ({ value, label: labelOf(value) }));

const METHODS = [
  { value: "stripe", label: "Card or wallet" },
  { value: "paypal", label: "PayPal" },
  { value: "btcpay", label: "Bitcoin" },
  { value: "offline", label: "Bank or cash" },
  { value: "free", label: "Free" },
];

const midnight = (day: string, timezone: string) => (day ? toInstant(`${day}T00:00`, timezone) : null);

function dayAfter(day: string): string {
  const date = new Date(`${day}T12:00Z`);
  date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

/** As the API wants it: whole days of the event's own calendar. */
export function queryOf(wanted: Wanted, event: Event): OrderQuery {
  return {
    q: wanted.q.trim() || undefined,
    state: wanted.state,
    product_id: wanted.product_id,
    method: wanted.method,
    flag: wanted.flag,
    from: midnight(wanted.from, event.timezone),
    to: wanted.to ? midnight(dayAfter(wanted.to), event.timezone) : null,
  };
}

/** What people are most often needed for, one click away. */
const ATTENTION: { label: string; wanted: Partial<Wanted> }[] = [
  { label: "Needs a look", wanted: { state: "REVIEW" } },
  { label: "Waits for its payment", wanted: { state: "AWAITING_OFFLINE_PAYMENT" } },
  { label: "Disputed", wanted: { flag: "disputed" } },
  { label: "To hand back", wanted: { flag: "to_hand_back" } },
];

function Attention({ wanted, onWanted }: Omit<Props, "event">) {
  return (
    <Group gap="xs" mb="md" role="group" aria-label="Orders that need somebody">
      {ATTENTION.map(({ label, wanted: some }) => {
        const isOn = Object.entries(some).every(([name, value]) => wanted[name as keyof Wanted] === value);
        return (
          <Button
            key={label}
            size="compact-sm"
            variant={isOn ? "filled" : "default"}
            aria-pressed={isOn}
            onClick={() => onWanted(isOn ? EVERYTHING : { ...EVERYTHING, ...some })}
          >
            {label}
          </Button>
        );
      })}
    </Group>
  );
}

interface Props {
  event: Event;
  wanted: Wanted;
  onWanted(wanted: Wanted): void;
}

export function OrderFilters({ event, wanted, onWanted }: Props) {
  const products = useQuery({ queryKey: ["products", event.id], queryFn: () => listProducts(event.id) });
  const choose = (change: Partial<Wanted>) => onWanted({ ...wanted, ...change });
  const shown = { clearable: true, comboboxProps: { withinPortal: true } };
  return (
    <search>
      <Attention wanted={wanted} onWanted={onWanted} />
      <Group mb="sm" gap="sm">
        <TextInput
          type="search"
          aria-label="Search orders"
          placeholder="Name, e-mail or order number"
          value={wanted.q}
          onChange={(change) => choose({ q: change.currentTarget.value })}
          maxLength={100}
          style={{ flex: "1 1 14rem" }}
          rightSection={wanted.q && <CloseButton aria-label="Clear the search" onClick={() => choose({ q: "" })} />}
        />
        {!isEverything(wanted) && (
          <Button variant="subtle" onClick={() => onWanted(EVERYTHING)}>
            Show all orders
          </Button>
        )}
      </Group>
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 5 }} spacing="sm" mb="md">
        <Select
          {...shown}
          label="State"
          placeholder="Every state"
          clearButtonProps={{ "aria-label": "Show every state" }}
          data={STATES}
          value={wanted.state}
          onChange={(state) => choose({ state: state as Wanted["state"] })}
        />
        <Select
          {...shown}
          label="Ticket"
          placeholder="Every ticket"
          clearButtonProps={{ "aria-label": "Show every ticket" }}
          data={(products.data?.items ?? []).map((one) => ({ value: one.id, label: pick(one.name, LANGUAGE) }))}
          value={wanted.product_id}
          onChange={(product_id) => choose({ product_id })}
        />
        <Select
          {...shown}
          label="Paid by"
          placeholder="Any way"
          clearButtonProps={{ "aria-label": "Show every way to pay" }}
          data={METHODS}
          value={wanted.method}
          onChange={(method) => choose({ method: method as Wanted["method"] })}
        />
        <TextInput
          type="date"
          label="From"
          value={wanted.from}
          max={wanted.to || undefined}
          onChange={(change) => choose({ from: change.currentTarget.value })}
        />
        <TextInput
          type="date"
          label="Until"
          value={wanted.to}
          min={wanted.from || undefined}
          onChange={(change) => choose({ to: change.currentTarget.value })}
        />
      </SimpleGrid>
    </search>
  );
}

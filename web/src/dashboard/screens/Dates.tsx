// The dates of a series by month, with what is sold of each.

import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Event } from "../../api/types.ts";
import { formatAt } from "../../shared/time.ts";
import { editDate, listDates, type DateOut } from "../catalogue/calls.ts";
import { Bar } from "../catalogue/Capacity.tsx";
import { DateForm } from "../catalogue/DateForm.tsx";
import { DatesForm } from "../catalogue/DatesForm.tsx";
import { PartRow } from "../catalogue/PartRow.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { offerUndo, sayFailed } from "../catalogue/undo.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { countOf, namesOf } from "../catalogue/wording.ts";
import { Failed } from "../Failed.tsx";
import { LOCALE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

/** Days under the name of their month, in order. */
function byMonth(days: DateOut[], event: Event): [string, DateOut[]][] {
  const months = new Map<string, DateOut[]>();
  for (const day of days) {
    const month = formatAt(day.starts_at, event.timezone, LOCALE, { month: "long", year: "numeric" });
    months.set(month, [...(months.get(month) ?? []), day]);
  }
  return [...months];
}

function stockOf(day: DateOut): { taken: number; capacity: number } {
  const own = day.pools.filter((pool) => pool.kind === "product" && pool.scope === "occurrence");
  const sum = (count: (pool: (typeof own)[number]) => number) => own.reduce((total, pool) => total + count(pool), 0);
  return { taken: sum((pool) => pool.capacity - pool.free), capacity: sum((pool) => pool.capacity) };
}

function DayRow({ sale, day, onEdit }: { sale: Sale; day: DateOut; onEdit(): void }) {
  const { event } = sale;
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["dates", event.id] });
  const name = formatAt(day.starts_at, event.timezone, LOCALE, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
  const isCancelled = day.status === "CANCELLED";
  const { taken, capacity } = stockOf(day);

  async function setStatus(status: DateOut["status"], version: number): Promise<void> {
    try {
      const after = await editDate(event.id, day.id, { status }, version);
      await refresh();
      if (status === "CANCELLED") offerUndo(`${name} is cancelled.`, () => setStatus("SCHEDULED", after.version));
    } catch (error) {
      sayFailed(error);
    }
  }

  const words = [
    capacity ? `${taken} of ${capacity} sold or held` : "No limit of its own",
    Object.keys(day.prices).length > 0 && "with prices of its own",
    day.hidden.length > 0 && `without ${namesOf(day.hidden, sale.products)}`,
  ].filter(Boolean).join(" · ");
  return (
    <PartRow
      name={name}
      words={<span className="figures">{words}</span>}
      badges={isCancelled && <Badge color="gray" miw="max-content">Cancelled</Badge>}
      isReadOnly={sale.isReadOnly}
      onEdit={onEdit}
      items={[
        isCancelled
          ? { label: "It takes place after all", onClick: () => void setStatus("SCHEDULED", day.version) }
          : { label: "Cancel this date", onClick: () => void setStatus("CANCELLED", day.version) },
      ]}
    >
      {capacity > 0 && !isCancelled && <Bar name={name} capacity={capacity} free={capacity - taken} />}
    </PartRow>
  );
}

function Once({ onAdd }: { onAdd(): void }) {
  return (
    <Paper withBorder radius="lg" p="lg" maw={640}>
      <Text fw={600}>It takes place once</Text>
      <Text c="dimmed" mt={4}>
        Does it take place more often, every Friday for example? Then make the dates here. Tickets, prices and questions
        are the same for all; each date counts by itself, and can have prices and numbers of its own. The date it has now
        becomes the first of the series.
      </Text>
      <Button mt="md" onClick={onAdd}>Make a series</Button>
    </Paper>
  );
}

type Open = { day?: DateOut };

function DatesOf({ sale }: { sale: Sale }) {
  const { event, isReadOnly } = sale;
  const [open, setOpen] = useState<Open | null>(null);
  const query = useInfiniteQuery({
    queryKey: ["dates", event.id],
    queryFn: ({ pageParam }) => listDates(event.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: 15_000,
  });
  const days = query.data?.pages.flatMap((page) => page.items) ?? [];
  const isSeries = days.length > 1;
  const close = () => setOpen(null);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h3">Dates</Title>
        {!isReadOnly && isSeries && <Button onClick={() => setOpen({})}>Add dates</Button>}
      </Group>
      <Failed of={query} />
      {query.isPending && <Skeleton height={80} radius="lg" />}
      {query.data && !isSeries && !isReadOnly && <Once onAdd={() => setOpen({})} />}
      {isSeries && (
        <>
          <Text c="dimmed">
            {query.hasNextPage ? `The first ${days.length} dates` : countOf(days.length, "date", "dates")}. Cancelling one stops its sale; refunds are made order by order.
          </Text>
          {byMonth(days, event).map(([month, some]) => (
            <Stack key={month} gap="sm" component="section">
              <Title order={3} size="h4">{month}</Title>
              <ul className="rows-list">
                {some.map((day) => (
                  <li key={day.id}><DayRow sale={sale} day={day} onEdit={() => setOpen({ day })} /></li>
                ))}
              </ul>
            </Stack>
          ))}
          {query.hasNextPage && <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
        </>
      )}
      <Panel opened={Boolean(open)} onClose={close} title={open?.day ? "Edit the date" : "Add dates"}>
        {open && (open.day ? <DateForm sale={sale} day={open.day} onDone={close} /> : <DatesForm sale={sale} onDone={close} />)}
      </Panel>
    </Stack>
  );
}

export default function Dates({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="dates">
      {(sale) => <DatesOf sale={sale} />}
    </SaleFrame>
  );
}

// How far the cancellation of an event is, and what became of each order.

import { Alert, Anchor, Badge, Button, Group, SegmentedControl, Skeleton, Stack, Table, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Event } from "../api/types.ts";
import { Bars } from "./Bars.tsx";
import { Failed } from "./Failed.tsx";
import { sayProblem, useIntention } from "./forms.ts";
import { money } from "./format.ts";
import { useMay } from "./session.ts";
import { listResults, retryCancellation, RESULT_STATES, type Cancellation, type CancellationResult, type ResultState } from "./refunds.ts";

function Rows({ event, results }: { event: Event; results: CancellationResult[] }) {
  return (
    <Table.ScrollContainer minWidth={300} scrollAreaProps={{ viewportProps: { tabIndex: 0, "aria-label": "Orders" } }}>
      <Table verticalSpacing="sm" aria-label="Orders">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Order</Table.Th>
            <Table.Th>What became of it</Table.Th>
            <Table.Th ta="end">Money</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {results.map((result) => {
            const [label, colour] = RESULT_STATES[result.state];
            return (
              <Table.Tr key={result.order_id}>
                <Table.Td>
                  <Anchor href={`#/events/${event.id}/orders/${result.order_id}`} className="figures">{result.reference}</Anchor>
                  <Text size="sm" c="dimmed">{result.buyer_name}</Text>
                </Table.Td>
                <Table.Td>
                  <Badge color={colour} miw="max-content">{label}</Badge>
                  <Text size="sm" mt={4}>{result.text}</Text>
                </Table.Td>
                <Table.Td ta="end" className="figures">{result.amount_minor > 0 && money(result.amount_minor, result)}</Table.Td>
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Results({ event, cancellation }: { event: Event; cancellation: Cancellation }) {
  const [state, setState] = useState<ResultState | "ALL">("ALL");
  const query = useInfiniteQuery({
    // Asked once more at the end: the last orders are done between two looks.
    queryKey: ["cancellation-results", event.id, state, cancellation.state],
    placeholderData: keepPreviousData,
    queryFn: ({ pageParam }) => listResults(event.id, state === "ALL" ? null : state, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    refetchInterval: cancellation.state === "RUNNING" ? 3_000 : false,
  });
  const results = query.data?.pages.flatMap((page) => page.items) ?? [];
  const choices = [
    { value: "ALL", label: "All" },
    { value: "FAILED", label: `Failed (${cancellation.failed})` },
    { value: "BY_HAND", label: `By hand (${cancellation.by_hand})` },
  ];
  return (
    <Stack gap="sm">
      <SegmentedControl aria-label="Which orders" data={choices} value={state} onChange={(value) => setState(value as ResultState | "ALL")} style={{ alignSelf: "start" }} />
      <Failed of={query} />
      {query.isPending && <Skeleton height={80} radius="lg" />}
      {query.data && results.length === 0 && <Text c="dimmed">No order is in this list.</Text>}
      {results.length > 0 && <Rows event={event} results={results} />}
      {query.hasNextPage && <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>}
    </Stack>
  );
}

export function CancellationProgress({ event, cancellation }: { event: Event; cancellation: Cancellation }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const isMine = useMay(event)("events.edit");
  const [problem, setProblem] = useState<unknown>(null);
  const { waiting, done, by_hand, failed, state } = cancellation;
  // Ten minutes do twelve thousand orders; whatever takes longer may have been stopped, and beginning again does no harm.
  const isStuck = state === "STOPPED" || (state === "RUNNING" && Date.now() - Date.parse(cancellation.started_at) > 600_000);
  const whole = waiting + done + by_hand + failed;

  async function retry(): Promise<void> {
    setProblem(null);
    try {
      queries.setQueryData(["cancellation", event.id], await retryCancellation(event.id, keyFor({ failed, started: whole })));
      void queries.invalidateQueries({ queryKey: ["cancellation-results", event.id] });
    } catch (error) {
      setProblem(error);
    }
  }
  const said =
    state === "RUNNING"
      ? whole ? `${whole - waiting} of ${whole} orders are done. You can close this page: it goes on by itself.` : "The orders are being listed."
      : state === "STOPPED" ? "It has stopped before its end. Nothing is lost: let it go on."
      : failed ? `All orders were looked at; ${failed} need you.` : whole ? "All orders are done." : "There was no order to cancel.";
  return (
    <Stack gap="lg">
      <Text role="status" fz="lg">{said}</Text>
      {whole > 0 && (
        <Bars
          label="Orders"
          parts={[
            { label: "Done", count: done, colour: "teal" },
            { label: "Hand the money back", count: by_hand, colour: "yellow" },
            { label: "Failed", count: failed, colour: "red" },
            { label: "To do", count: waiting, colour: "gray" },
          ]}
        />
      )}
      {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
      {isMine && (isStuck || (failed > 0 && state === "DONE")) && (
        <Group>
          <Button variant="default" onClick={() => void retry()}>
            {isStuck ? "Let it go on" : "Try the failed ones again"}
          </Button>
        </Group>
      )}
      {whole > 0 && <Results event={event} cancellation={cancellation} />}
    </Stack>
  );
}

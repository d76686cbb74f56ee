// The audit log: every change of the account, who made it, and what was different before.

import { Anchor, Button, Group, Paper, Skeleton, Text, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { AuditEntry } from "../audit/AuditEntry.tsx";
import { AuditFilters } from "../audit/AuditFilters.tsx";
import { EVERYTHING, isEverything, listEntries } from "../audit/calls.ts";
import { Check } from "../audit/Check.tsx";
import { ExportForm } from "../audit/ExportForm.tsx";
import { Failed } from "../Failed.tsx";
import { Panel } from "../Panel.tsx";

export default function Audit() {
  const [wanted, setWanted] = useState(EVERYTHING);
  const [isExporting, setExporting] = useState(false);
  const query = useInfiniteQuery({
    queryKey: ["audit", wanted],
    queryFn: ({ pageParam }) => listEntries(wanted, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
    placeholderData: keepPreviousData,
  });
  const found = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Group justify="space-between" mt="xs" mb="lg" align="flex-start">
        <div>
          <Title order={1} size="h2">Audit log</Title>
          <Text c="dimmed" mt={4}>Every change, who made it, and what was different before. Nobody can edit it.</Text>
        </div>
        <Group gap="xs">
          <Check />
          <Button onClick={() => setExporting(true)}>Export</Button>
        </Group>
      </Group>
      <AuditFilters wanted={wanted} onWanted={setWanted} />
      <Failed of={query} />
      {query.isPending && <Skeleton height={240} radius="lg" />}
      {query.data && !found.length && (
        <Paper withBorder radius="lg" p="xl">
          <Text fw={600}>{query.hasNextPage ? "Nothing among the newest changes." : "No change fits."}</Text>
          <Text c="dimmed" mt={4}>
            {isEverything(wanted)
              ? "From the first event that you draft on, everything that anybody changes stands here."
              : "Take one of the filters away, or look further back."}
          </Text>
        </Paper>
      )}
      {found.length > 0 && (
        <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-label="Changes">
          <ul className="rows-list">
            {found.map((entry) => (
              <li key={entry.id}><AuditEntry entry={entry} onAbout={(subject) => setWanted({ ...EVERYTHING, subject })} /></li>
            ))}
          </ul>
        </Paper>
      )}
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {found.length ? "Show older changes" : "Look further back"}
        </Button>
      )}
      <Panel opened={isExporting} onClose={() => setExporting(false)} title="Export">
        {isExporting && <ExportForm wanted={wanted} />}
      </Panel>
    </>
  );
}

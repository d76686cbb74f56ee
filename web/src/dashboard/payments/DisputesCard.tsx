// Payments that buyers' banks ask back, newest first: what needs an answer, and until when.

import { Anchor, Badge, Button, Group, Paper, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Failed } from "../Failed.tsx";
import { LOCALE, money } from "../format.ts";
import { listDisputes, type ListedDispute } from "../money/calls.ts";
import { DISPUTE_STATES } from "../money/words.ts";

const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "medium" });

function Row({ dispute }: { dispute: ListedDispute }) {
  const [label, colour] = DISPUTE_STATES[dispute.state];
  return (
    <li>
      <Group justify="space-between" gap="xs">
        <Anchor href={`#/events/${dispute.event_id}/orders/${dispute.order_id}`} fw={600} className="figures">
          {dispute.reference}
        </Anchor>
        <Badge color={colour} miw="max-content">{label}</Badge>
      </Group>
      <Text size="sm" c="dimmed" className="figures">
        {money(dispute.amount_minor, dispute)} · {dispute.buyer_name} · {dispute.reason.replaceAll("_", " ")}
        {dispute.state === "NEEDS_ANSWER" && dispute.answer_by && ` · answer by ${day.format(new Date(dispute.answer_by))}`}
      </Text>
    </li>
  );
}

export function DisputesCard() {
  const query = useInfiniteQuery({
    queryKey: ["disputes"],
    queryFn: ({ pageParam }) => listDisputes(pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const found = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="disputes">
      <Title order={2} size="h3" id="disputes">Disputes</Title>
      {query.isPending && <Skeleton height={60} mt="md" />}
      <Failed of={query} />
      {query.data && !found.length && (
        <Text c="dimmed" mt="xs">None. Should a buyer’s bank ask for money back, it stands here, and the owners get a mail.</Text>
      )}
      <Stack component="ul" gap="sm" p={0} mt="md" mb={0} style={{ listStyle: "none" }}>
        {found.map((dispute) => (
          <Row key={dispute.id} dispute={dispute} />
        ))}
      </Stack>
      {query.hasNextPage && (
        <Button variant="default" mt="md" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more
        </Button>
      )}
    </Paper>
  );
}

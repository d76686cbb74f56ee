// Calling an event off: what it means for orders and money, the title typed to confirm it, then how far it is.

import { Skeleton, Stack, Text, Title, Anchor, Group } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Problem } from "../../shared/http.ts";
import { pick } from "../../shared/text.ts";
import { CancellationPlan } from "../CancellationPlan.tsx";
import { CancellationProgress } from "../CancellationProgress.tsx";
import { useEvent } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { LANGUAGE } from "../format.ts";
import { getCancellation } from "../refunds.ts";
import type { Params } from "../router.ts";
import { StateBadge } from "../StateBadge.tsx";

export default function CancelEvent({ params }: { params: Params }) {
  const id = params["event"]!;
  const queries = useQueryClient();
  const event = useEvent(id);
  const found = useQuery({
    queryKey: ["cancellation", id],
    queryFn: async () => {
      try {
        return await getCancellation(id);
      } catch (error) {
        if (error instanceof Problem && error.code === "cancellation_not_found") return null;
        throw error;
      }
    },
    refetchInterval: (query) => (query.state.data?.state === "RUNNING" ? 1_000 : false),
  });
  const failed = [event, found].find((query) => query.isLoadingError);
  if (failed) return <Failed of={failed} />;
  if (!event.data || found.isPending) return <Skeleton height={240} radius="lg" />;
  const title = pick(event.data.event.title, LANGUAGE);
  return (
    <Stack gap="lg" maw={760}>
      <div>
        <Anchor href={`#/events/${id}`} size="sm">← {title}</Anchor>
        <Group mt="xs" gap="sm">
          <Title order={1} size="h2">{found.data ? "The event is called off" : "Call the event off"}</Title>
          <StateBadge state={event.data.event.status} />
        </Group>
        {!found.data && <Text c="dimmed" mt={4}>Nothing happens before you type its title below.</Text>}
      </div>
      {found.data ? (
        <CancellationProgress event={event.data.event} cancellation={found.data} />
      ) : (
        <CancellationPlan
          event={event.data.event}
          title={title}
          onBegun={(begun) => {
            queries.setQueryData(["cancellation", id], begun);
            void queries.invalidateQueries({ queryKey: ["event", id] });
          }}
        />
      )}
    </Stack>
  );
}

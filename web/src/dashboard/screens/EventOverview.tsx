// One event: publish it, share it, and see what is sold of its tickets.

import { Alert, Anchor, Button, CopyButton, Group, Paper, Progress, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { Event, Product } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { listProducts, publishEvent } from "../api.ts";
import { EventFrame } from "../EventFrame.tsx";
import { Failed } from "../Failed.tsx";
import { sayProblem, useIntention } from "../forms.ts";
import { LANGUAGE, money } from "../format.ts";
import { Panel } from "../Panel.tsx";
import { ProductForm } from "../ProductForm.tsx";
import type { Params } from "../router.ts";

function Publishing({ event, hasProducts }: { event: Event; hasProducts: boolean }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const publish = useMutation({
    mutationFn: () => publishEvent(event.id, keyFor({ publish: event.version })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["event", event.id] });
      await queries.invalidateQueries({ queryKey: ["events"] });
      notifications.show({ message: "The event is on sale.", color: "teal" });
    },
    onError: (error) => notifications.show({ message: sayProblem(error), color: "red" }),
  });

  if (event.status !== "DRAFT")
    return event.page_url ? (
      <Paper withBorder p="md" radius="lg">
        <Group justify="space-between">
          <Stack gap={0} style={{ minWidth: 0 }}>
            <Text fw={600}>Your page is public</Text>
            <Anchor href={event.page_url} target="_blank" rel="noopener" underline="always" style={{ overflowWrap: "anywhere" }}>
              {event.page_url}
            </Anchor>
          </Stack>
          <CopyButton value={event.page_url}>
            {({ copied, copy }) => (
              <Button variant="default" onClick={copy}>
                {copied ? "Copied" : "Copy the link"}
              </Button>
            )}
          </CopyButton>
        </Group>
      </Paper>
    ) : null;
  return (
    <Alert variant="default" title="This is a draft" radius="lg">
      <Text mb="md">
        {hasProducts
          ? "Nobody can see it yet. Publish it to open its page and the sale."
          : "Nobody can see it yet. Add at least one ticket, then publish it."}
      </Text>
      <Button onClick={() => publish.mutate()} loading={publish.isPending} disabled={!hasProducts}>
        Publish the event
      </Button>
    </Alert>
  );
}

function ProductRow({ product, event }: { product: Product; event: Event }) {
  const name = pick(product.name, LANGUAGE);
  const taken = product.capacity - product.free;
  return (
    <Paper withBorder p="md" radius="lg" component="li">
      <Group justify="space-between" wrap="nowrap" align="baseline">
        <Text fw={600}>{name}</Text>
        <Text className="figures">{product.price_minor ? money(product.price_minor, event) : "Free"}</Text>
      </Group>
      <Progress value={product.capacity ? (100 * taken) / product.capacity : 0} my="sm" aria-label={`${name}: sold or held`} />
      <Text size="sm" c="dimmed" className="figures">
        {taken} of {product.capacity} sold or held · {product.free} free
      </Text>
    </Paper>
  );
}

function Products({ event }: { event: Event }) {
  const [isAdding, adding] = useDisclosure(false);
  const query = useQuery({
    queryKey: ["products", event.id],
    queryFn: () => listProducts(event.id),
    refetchInterval: 10_000,
  });
  const products = query.data?.items ?? [];
  return (
    <Stack gap="lg">
      {query.data && <Publishing event={event} hasProducts={products.length > 0} />}
      <Group justify="space-between">
        <Title order={2} size="h3">
          Tickets
        </Title>
        <Group gap="sm">
          <Button component="a" variant="default" href={`#/events/${event.id}/edit`}>
            Edit the event
          </Button>
          <Button onClick={adding.open}>Add tickets</Button>
        </Group>
      </Group>
      {query.error && <Failed error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton height={100} radius="lg" />}
      {query.data && products.length === 0 && (
        <Text c="dimmed">No tickets yet. A ticket has a name, a price and a number; most events start with one.</Text>
      )}
      <Stack component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {products.map((product) => (
          <ProductRow key={product.id} product={product} event={event} />
        ))}
      </Stack>
      <Panel opened={isAdding} onClose={adding.close} title="Add tickets">
        <ProductForm event={event} onDone={adding.close} />
      </Panel>
    </Stack>
  );
}

export default function EventOverview({ params }: { params: Params }) {
  return (
    <EventFrame eventId={params["event"]!} section="overview">
      {(event) => <Products event={event} />}
    </EventFrame>
  );
}

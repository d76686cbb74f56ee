// One event: publish it, share it, and see what is sold of its tickets.

import { Alert, Anchor, Button, CopyButton, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { notifications } from "@mantine/notifications";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Event, Product } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { publishEvent } from "../api.ts";
import { Bar } from "../catalogue/Capacity.tsx";
import { ProductForm } from "../catalogue/ProductForm.tsx";
import { ownPool } from "../catalogue/productValues.ts";
import { TestOrder } from "../catalogue/TestOrder.tsx";
import { OnSale } from "../catalogue/SaleFrame.tsx";
import type { Sale } from "../catalogue/useSale.ts";
import { priceOf } from "../catalogue/wording.ts";
import { EventFrame } from "../EventFrame.tsx";
import { sayProblem, useIntention } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

function Publishing({ event, hasProducts, mayEdit }: { event: Event; hasProducts: boolean; mayEdit: boolean }) {
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
            <Anchor href={event.page_url} target="_blank" rel="noopener" underline="always">
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
  if (!mayEdit) return <Alert variant="default" title="This is a draft" radius="lg">Nobody outside the team can see it yet.</Alert>;
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

function Row({ sale, product }: { sale: Sale; product: Product }) {
  const name = pick(product.name, LANGUAGE);
  const pool = ownPool(product, sale.catalogue);
  return (
    <Paper withBorder p="md" radius="lg" component="li">
      <Group justify="space-between" wrap="nowrap" align="baseline">
        <Text fw={600}>{name}</Text>
        <Text className="figures">{priceOf(product, sale.event)}</Text>
      </Group>
      {pool && !sale.isSeries && (
        <>
          <Bar name={name} capacity={pool.capacity} free={pool.free} />
          <Text size="sm" c="dimmed" className="figures">
            {pool.capacity - pool.free} of {pool.capacity} sold or held · {pool.free} free
          </Text>
        </>
      )}
      {pool && sale.isSeries && <Text size="sm" c="dimmed" className="figures">{pool.capacity} on each date</Text>}
    </Paper>
  );
}

function Products({ sale }: { sale: Sale }) {
  const { event, products, isReadOnly } = sale;
  const [isAdding, adding] = useDisclosure(false);
  return (
    <Stack gap="lg">
      <Publishing event={event} hasProducts={products.length > 0} mayEdit={!isReadOnly} />
      <Group justify="space-between">
        <Title order={2} size="h3">
          Tickets
        </Title>
        {!isReadOnly && (
          <Group gap="sm">
            <Button component="a" variant="default" href={`#/events/${event.id}/edit`}>
              Edit the event
            </Button>
            <TestOrder sale={sale} />
            <Button onClick={adding.open}>Add tickets</Button>
          </Group>
        )}
      </Group>
      {products.length === 0 && (
        <Text c="dimmed">No tickets yet. A ticket has a name, a price and a number; most events start with one.</Text>
      )}
      <Stack component="ul" p={0} m={0} style={{ listStyle: "none" }}>
        {products.map((product) => (
          <Row key={product.id} sale={sale} product={product} />
        ))}
      </Stack>
      <Panel opened={isAdding} onClose={adding.close} title="Add tickets">
        {isAdding && <ProductForm sale={sale} onDone={adding.close} />}
      </Panel>
    </Stack>
  );
}

export default function EventOverview({ params }: { params: Params }) {
  return (
    <EventFrame eventId={params["event"]!} section="overview">
      {(event) => <OnSale event={event}>{(sale) => <Products sale={sale} />}</OnSale>}
    </EventFrame>
  );
}

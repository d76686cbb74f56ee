// Everything that is on sale, under its categories: put in order, changed, paused, removed.

import { Badge, Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { Product } from "../../api/types.ts";
import { newKey } from "../../shared/http.ts";
import { pick } from "../../shared/text.ts";
import { addCategory, putInOrder, removeCategory, type Category } from "../catalogue/calls.ts";
import { CategoryForm } from "../catalogue/CategoryForm.tsx";
import { Members } from "../catalogue/Members.tsx";
import { ProductForm } from "../catalogue/ProductForm.tsx";
import { ProductRow } from "../catalogue/ProductRow.tsx";
import { moves, RowMenu } from "../catalogue/RowMenu.tsx";
import { SaleFrame } from "../catalogue/SaleFrame.tsx";
import { Sortable } from "../catalogue/Sortable.tsx";
import { TestOrder } from "../catalogue/TestOrder.tsx";
import { offerUndo, sayFailed } from "../catalogue/undo.tsx";
import { useOrder } from "../catalogue/useOrder.ts";
import type { Sale } from "../catalogue/useSale.ts";
import { AUDIENCES } from "../catalogue/wording.ts";
import { LANGUAGE } from "../format.ts";
import { Panel } from "../Panel.tsx";
import type { Params } from "../router.ts";

type Open = { kind: "product"; product?: Product } | { kind: "category"; category?: Category } | { kind: "members"; product: Product };

const nameOf = (thing: { name: Record<string, string> }) => pick(thing.name, LANGUAGE);

function Heading({ sale, category, onEdit }: { sale: Sale; category: Category; onEdit(): void }) {
  const { categories } = sale.catalogue;
  const order = useOrder(sale.event.id, "categories");
  const ids = categories.map((one) => one.id);
  const isUsed = sale.products.some((product) => product.category_id === category.id);

  async function restore(): Promise<void> {
    const { id: _id, position: _position, version: _version, ...fields } = category;
    const again = await addCategory(sale.event.id, fields, newKey());
    await putInOrder(sale.event.id, { of: "categories", ids: ids.map((id) => (id === category.id ? again.id : id)) });
    await sale.refresh();
  }

  async function remove(): Promise<void> {
    try {
      await removeCategory(sale.event.id, category.id);
      await sale.refresh();
      offerUndo(`${nameOf(category)} is removed.`, restore);
    } catch (error) {
      sayFailed(error);
    }
  }

  return (
    <Group justify="space-between" mt="md" wrap="nowrap">
      <Group gap="sm" style={{ minWidth: 0 }}>
        <Title order={3} size="h4">{nameOf(category)}</Title>
        {category.shown_to !== "everyone" && <Badge color="blue" miw="max-content">{AUDIENCES[category.shown_to]}</Badge>}
      </Group>
      {!sale.isReadOnly && (
        <RowMenu
          name={nameOf(category)}
          items={[
            { label: "Edit…", onClick: onEdit },
            ...moves(ids, category.id, order),
            { label: isUsed ? "Tickets stand under it" : "Remove", onClick: () => void remove(), isDisabled: isUsed },
          ]}
        />
      )}
    </Group>
  );
}

function Lists({ sale, onOpen }: { sale: Sale; onOpen(open: Open): void }) {
  const { products, catalogue, event } = sale;
  const order = useOrder(event.id, "products");
  const headings = [null, ...catalogue.categories];
  const under = (category: Category | null) =>
    products.filter((product) => (catalogue.categories.some(({ id }) => id === product.category_id) ? product.category_id : "") === (category?.id ?? ""));
  const all = headings.map((heading) => under(heading).map((product) => product.id));
  return headings.map((category, place) => {
    const mine = under(category);
    const put = (ids: string[]) => order(all.flatMap((group, other) => (other === place ? ids : group)));
    return (
      <Stack key={category?.id ?? "none"} gap="sm">
        {category && <Heading sale={sale} category={category} onEdit={() => onOpen({ kind: "category", category })} />}
        {category && mine.length === 0 && <Text c="dimmed">Nothing stands here yet. Choose this category in a ticket’s form.</Text>}
        <Sortable<Product> label={category ? nameOf(category) : "Tickets"} items={mine} nameOf={nameOf} isFixed={sale.isReadOnly} onOrder={put}>
          {(product, handle) => (
            <ProductRow
              sale={sale}
              product={product}
              handle={handle}
              moves={moves(mine.map((one) => one.id), product.id, put)}
              onEdit={() => onOpen({ kind: "product", product })}
              onMembers={() => onOpen({ kind: "members", product })}
            />
          )}
        </Sortable>
      </Stack>
    );
  });
}

function Nothing() {
  return (
    <Paper withBorder radius="lg" p="lg" maw={640}>
      <Text fw={600}>What do you sell?</Text>
      <Text c="dimmed" mt={4}>
        A ticket has a name, a price and a number; most events start with one. Early birds and reduced prices are prices of
        the same ticket. Parking, a shirt or a meal is an add-on. With a donation, buyers say what they give.
      </Text>
    </Paper>
  );
}

function titleOf(open: Open | null): string {
  if (!open) return "";
  if (open.kind === "members") return `Members for ${nameOf(open.product)}`;
  if (open.kind === "category") return open.category ? nameOf(open.category) : "Add a category";
  return open.product ? nameOf(open.product) : "Add tickets";
}

function Catalogue({ sale }: { sale: Sale }) {
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  return (
    <Stack gap="md">
      <Group justify="space-between">
        <Title order={2} size="h3">Tickets</Title>
        {!sale.isReadOnly && (
          <Group gap="sm">
            <TestOrder sale={sale} />
            <Button variant="default" onClick={() => setOpen({ kind: "category" })}>Add a category</Button>
            <Button onClick={() => setOpen({ kind: "product" })}>Add tickets</Button>
          </Group>
        )}
      </Group>
      {sale.products.length === 0 && <Nothing />}
      <Lists sale={sale} onOpen={setOpen} />
      <Panel opened={Boolean(open)} onClose={close} title={titleOf(open)}>
        {open?.kind === "product" && <ProductForm sale={sale} {...(open.product && { product: open.product })} onDone={close} />}
        {open?.kind === "category" && <CategoryForm sale={sale} {...(open.category && { category: open.category })} onDone={close} />}
        {open?.kind === "members" && <Members eventId={sale.event.id} product={open.product} />}
      </Panel>
    </Stack>
  );
}

export default function Tickets({ params }: { params: Params }) {
  return (
    <SaleFrame eventId={params["event"]!} part="tickets">
      {(sale) => <Catalogue sale={sale} />}
    </SaleFrame>
  );
}

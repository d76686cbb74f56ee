// One product in the list: price, badges, what is left, and what can be done with it.

import { Badge, Button, Group, Paper, Stack, Text } from "@mantine/core";
import type { ReactNode } from "react";
import type { Product } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { createProduct } from "../api.ts";
import { newKey } from "../../shared/http.ts";
import { LANGUAGE, money } from "../format.ts";
import { editProduct, putInOrder, removeProduct } from "./calls.ts";
import { Bar, Capacity } from "./Capacity.tsx";
import { fieldsOf, ownPool, valuesOf } from "./productValues.ts";
import { RowMenu, type Item } from "./RowMenu.tsx";
import { offerUndo, sayFailed } from "./undo.tsx";
import type { Sale } from "./useSale.ts";
import { badgesOf, countOf, namesOf, priceOf } from "./wording.ts";

interface Props {
  sale: Sale;
  product: Product;
  handle: ReactNode;
  moves: (Item | false)[];
  onEdit(): void;
  onMembers(): void;
}

function Details({ sale, product }: { sale: Sale; product: Product }) {
  const { event, catalogue, products } = sale;
  const lines = [
    product.requires.length && `Only with ${namesOf(product.requires, products)}`,
    product.min_per_order > 1 && `At least ${product.min_per_order} in an order`,
    product.max_per_buyer && `At most ${product.max_per_buyer} for a buyer`,
    product.tax_ids.length && namesOf(product.tax_ids, catalogue.taxes),
  ].filter(Boolean);
  return (
    <>
      {product.tiers.map((tier) => (
        <Group key={tier.id} justify="space-between" wrap="nowrap">
          <Text size="sm">{pick(tier.name, LANGUAGE)}</Text>
          <Text size="sm" c="dimmed" className="figures">
            {tier.capacity !== null && `${tier.capacity - (tier.free ?? 0)} of ${tier.capacity} · `}
            {money(tier.price_minor, event)}
          </Text>
        </Group>
      ))}
      {lines.length > 0 && <Text size="sm" c="dimmed">{lines.join(" · ")}</Text>}
    </>
  );
}

const limitWords = ({ pool_ids: { length } }: Product) => (length ? countOf(length, "shared limit", "shared limits") : "No limit");

export function ProductRow({ sale, product, handle, moves, onEdit, onMembers }: Props) {
  const { event, catalogue } = sale;
  const name = pick(product.name, LANGUAGE);
  const own = ownPool(product, catalogue);
  const stays = !own ? "Without a limit: pause it instead" : own.free < own.capacity ? "Sold already: pause it instead" : "";

  async function pause(is_paused: boolean): Promise<void> {
    try {
      const after = await editProduct(event.id, product.id, { is_paused }, product.version);
      await sale.refresh();
      if (is_paused) offerUndo(`The sale of ${name} is paused.`, () => editProduct(event.id, product.id, { is_paused: false }, after.version).then(sale.refresh));
    } catch (error) {
      sayFailed(error);
    }
  }

  async function restore(): Promise<void> {
    const fields = fieldsOf(valuesOf(product, event, catalogue), event);
    const again = await createProduct(event.id, { ...fields, tiers: fields.tiers!.map((tier) => ({ ...tier, id: null })) }, newKey());
    await putInOrder(event.id, { of: "products", ids: sale.products.map((one) => (one.id === product.id ? again.id : one.id)) });
    await sale.refresh();
  }

  async function remove(): Promise<void> {
    try {
      await removeProduct(event.id, product.id);
      await sale.refresh();
      offerUndo(`${name} is removed.`, restore);
    } catch (error) {
      sayFailed(error);
    }
  }

  const badges = badgesOf(product);
  return (
    <Paper withBorder p={{ base: "sm", sm: "md" }} radius="lg">
      <Group wrap="nowrap" align="flex-start" gap="xs">
        {handle}
        <Stack gap="xs" style={{ flex: 1, minWidth: 0 }}>
          <Group justify="space-between" align="flex-start" gap="xs">
            <Text fw={600}>{name}</Text>
            <Text className="figures">{priceOf(product, event)}</Text>
          </Group>
          {badges.length > 0 && (
            <Group gap={6}>
              {badges.map(([label, colour]) => <Badge key={label} color={colour} miw="max-content">{label}</Badge>)}
            </Group>
          )}
          <Details sale={sale} product={product} />
          {own && !(sale.isSeries && own.scope === "occurrence") && <Bar name={name} capacity={own.capacity} free={own.free} />}
          <Group justify="space-between" gap="xs">
            {own ? <Capacity sale={sale} pool={own} name={name} /> : <Text size="sm" c="dimmed">{limitWords(product)}</Text>}
            {!sale.isReadOnly && (
              <Group gap="xs" ms="auto">
                <Button variant="default" onClick={onEdit} aria-label={`Edit ${name}`}>Edit</Button>
                <RowMenu
                  name={name}
                  items={[
                    ...moves,
                    { label: product.is_paused ? "Resume the sale" : "Pause the sale", onClick: () => void pause(!product.is_paused) },
                    { label: "Members…", onClick: onMembers },
                    { label: stays || "Remove", onClick: () => void remove(), isDisabled: Boolean(stays) },
                  ]}
                />
              </Group>
            )}
          </Group>
        </Stack>
      </Group>
    </Paper>
  );
}

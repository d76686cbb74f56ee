// The prices of a product: a list to add to, to put in order, to take from.

import { ActionIcon, Button, Fieldset, Group, NumberInput, SegmentedControl, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import type { UseFormReturnType } from "@mantine/form";
import type { Event } from "../../api/types.ts";
import { pick } from "../../shared/text.ts";
import { LANGUAGE } from "../format.ts";
import { AmountsInput } from "./AmountsInput.tsx";
import { newTier, type ProductValues } from "./productValues.ts";
import { TextsInput } from "./TextsInput.tsx";

type Form = UseFormReturnType<ProductValues>;

const MODES = {
  sequence: "One after the other: the next price begins when the one before is sold out or over. Good for early birds.",
  choice: "Side by side: the buyer chooses. Good for reduced prices.",
};

function TierFields({ form, event, place }: { form: Form; event: Event; place: number }) {
  const path = `tiers.${place}`;
  const tier = form.values.tiers[place]!;
  const name = pick(tier.name, LANGUAGE) || `Price ${place + 1}`;
  return (
    <Fieldset legend={name} radius="md">
      <Stack gap="sm">
        <TextsInput languages={event.languages} label="Name of this price" isRequired {...form.getInputProps(`${path}.name`)} />
        <SimpleGrid cols={2}>
          <TextInput label={`Price in ${event.currency}`} inputMode="decimal" required {...form.getInputProps(`${path}.price`)} />
          <NumberInput
            label="How many"
            placeholder="No limit"
            min={0}
            allowDecimal={false}
            {...form.getInputProps(`${path}.capacity`)}
          />
        </SimpleGrid>
        <AmountsInput label="Price" currencies={event.extra_currencies} {...form.getInputProps(`${path}.others`)} />
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label="From" type="datetime-local" {...form.getInputProps(`${path}.sale_starts_at`)} />
          <TextInput label="Until" type="datetime-local" {...form.getInputProps(`${path}.sale_ends_at`)} />
        </SimpleGrid>
        <Group gap="xs" justify="flex-end">
          {place > 0 && (
            <ActionIcon
              variant="default"
              size="lg"
              aria-label={`Move ${name} up`}
              onClick={() => form.reorderListItem("tiers", { from: place, to: place - 1 })}
            >
              <span aria-hidden="true">↑</span>
            </ActionIcon>
          )}
          <Button variant="default" onClick={() => form.removeListItem("tiers", place)} aria-label={`Remove ${name}`}>
            Remove
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}

export function TierList({ form, event }: { form: Form; event: Event }) {
  const { tiers, tier_mode, price_minor } = form.values;
  function add(): void {
    const tier = newTier(event.languages, tiers.length ? "" : "Early bird");
    form.insertListItem("tiers", tiers.length ? tier : { ...tier, price: price_minor });
  }
  return (
    <Stack>
      {tiers.length > 1 && (
        <>
          <SegmentedControl
            aria-label="How prices follow each other"
            data={[
              { value: "sequence", label: "One after the other" },
              { value: "choice", label: "Buyer chooses" },
            ]}
            {...form.getInputProps("tier_mode")}
          />
          <Text size="sm" c="dimmed">{MODES[tier_mode]}</Text>
        </>
      )}
      {form.errors["tiers"] && <Text c="red" size="sm" role="alert">{form.errors["tiers"]}</Text>}
      {tiers.map((tier, place) => (
        <TierFields key={tier.id ?? `new-${place}`} form={form} event={event} place={place} />
      ))}
      <Button variant="default" onClick={add}>
        {tiers.length ? "Add another price" : "Add a price"}
      </Button>
    </Stack>
  );
}

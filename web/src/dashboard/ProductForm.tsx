// Adding a ticket to an event; the price is typed in the currency's own units.

import { Alert, Button, NumberInput, SimpleGrid, Stack, Textarea, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import type { Event } from "../api/types.ts";
import { toDecimal, toMinor } from "../shared/money.ts";
import { toInstant } from "../shared/time.ts";
import { createProduct, type ProductFields } from "./api.ts";
import { errorsOf, useIntention } from "./forms.ts";
import { LANGUAGE } from "./format.ts";

const FIELDS = [
  "name", "description", "price_minor", "capacity", "min_per_order", "max_per_order", "sale_starts_at", "sale_ends_at",
];

const EMPTY = {
  name: "",
  description: "",
  price_minor: "",
  capacity: 100,
  min_per_order: 1,
  max_per_order: 10,
  sale_starts_at: "",
  sale_ends_at: "",
};

type Values = typeof EMPTY;

const fieldsOf = (values: Values, event: Event): ProductFields => ({
  ...values,
  name: { [LANGUAGE]: values.name.trim() },
  description: values.description.trim() ? { [LANGUAGE]: values.description.trim() } : {},
  // Checked by the form before.
  price_minor: toMinor(values.price_minor, event.exponent)!,
  sale_starts_at: values.sale_starts_at ? toInstant(values.sale_starts_at, event.timezone) : null,
  sale_ends_at: values.sale_ends_at ? toInstant(values.sale_ends_at, event.timezone) : null,
});

export function ProductForm({ event, onDone }: { event: Event; onDone(): void }) {
  const queries = useQueryClient();
  const keyFor = useIntention();
  const example = toDecimal(2500, event.exponent);
  const form = useForm<Values>({
    initialValues: EMPTY,
    validate: {
      name: (value) => (value.trim() ? null : "Give the ticket a name."),
      price_minor: (value) =>
        toMinor(value, event.exponent) === null ? `Type an amount like ${example}, or 0 when it is free.` : null,
      capacity: (value) => (value > 0 ? null : "There must be at least one."),
      max_per_order: (value, all) => (value < all.min_per_order ? "This is below the least." : null),
    },
  });

  const send = form.onSubmit(async (values) => {
    const fields = fieldsOf(values, event);
    try {
      await createProduct(event.id, fields, keyFor(fields));
      await queries.invalidateQueries({ queryKey: ["products", event.id] });
      onDone();
    } catch (error) {
      form.setErrors(errorsOf(error, FIELDS));
    }
  });

  const whole = { min: 1, allowDecimal: false, allowNegative: false };
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="Name" required data-autofocus {...form.getInputProps("name")} />
        <Textarea label="Description" autosize minRows={2} {...form.getInputProps("description")} />
        <SimpleGrid cols={2}>
          <TextInput
            label={`Price in ${event.currency}`}
            inputMode="decimal"
            required
            {...form.getInputProps("price_minor")}
          />
          <NumberInput label="How many" required {...whole} {...form.getInputProps("capacity")} />
          <NumberInput label="Least per order" {...whole} {...form.getInputProps("min_per_order")} />
          <NumberInput label="Most per order" {...whole} {...form.getInputProps("max_per_order")} />
        </SimpleGrid>
        <TextInput
          label="On sale from"
          description={`Empty: as soon as the event is published. Times in ${event.timezone}.`}
          type="datetime-local"
          {...form.getInputProps("sale_starts_at")}
        />
        <TextInput
          label="On sale until"
          description="Empty: until the event ends."
          type="datetime-local"
          {...form.getInputProps("sale_ends_at")}
        />
        <Button type="submit" size="md" loading={form.submitting}>
          Add the tickets
        </Button>
      </Stack>
    </form>
  );
}

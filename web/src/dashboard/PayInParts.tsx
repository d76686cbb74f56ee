// Whether and how orders may be paid in parts: the deposit, the days of the other parts, and what happens without them.

import { Alert, Fieldset, NumberInput, Select, SimpleGrid, Stack, Switch, TextInput } from "@mantine/core";
import type { Form } from "./eventValues.ts";

export function PayInParts({ form }: { form: Form }) {
  const { currency, instalments } = form.values;
  const field = (name: string) => form.getInputProps(`instalments.${name}`);
  const terms = (
    <Fieldset legend="Paying in parts" radius="md">
      <Stack gap="sm">
        {form.errors["instalments"] && <Alert color="red" role="alert">{form.errors["instalments"]}</Alert>}
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput label="Deposit" description="Of the total, paid at once." suffix=" %" min={1} max={90} allowDecimal={false} {...field("deposit_percent")} />
          <TextInput label={`From a total of (${currency})`} description="May stay empty." inputMode="decimal" {...field("minimum")} />
          <TextInput
            label="Days before the start"
            description="A part falls due on each: 90, 60, 30."
            {...field("due_days_before")}
          />
          <TextInput label="Or on these dates" description="As year-month-day: 2031-05-01." {...field("due_on")} />
          <NumberInput label="All is paid" suffix=" days before the start" min={1} max={365} allowDecimal={false} {...field("paid_days_before")} />
          <NumberInput
            label="A part is overdue after"
            description="Its card is tried three times by then."
            inputWrapperOrder={["label", "input", "description", "error"]}
            suffix=" days"
            min={4}
            max={60}
            allowDecimal={false}
            {...field("grace_days")}
          />
          <Select
            label="Then"
            allowDeselect={false}
            data={[
              { value: "ask", label: "I decide" },
              { value: "cancel", label: "The order is cancelled" },
            ]}
            {...field("when_overdue")}
          />
          <NumberInput
            label="Kept of an order that is cancelled for it"
            suffix=" % of its total"
            min={0}
            max={100}
            allowDecimal={false}
            {...field("kept_percent")}
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
  return (
    <>
      <Switch
        label="Buyers may pay in parts, by card"
        description="Tickets come when all is paid. The places are theirs from the first part on."
        {...form.getInputProps("instalments.isOn", { type: "checkbox" })}
      />
      {instalments.isOn && terms}
    </>
  );
}

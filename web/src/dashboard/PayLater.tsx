// What buyers are told of one way to pay later, how long they have, and when they are reminded.

import { Fieldset, NumberInput, SimpleGrid, Stack, Textarea } from "@mantine/core";
import type { Form } from "./eventValues.ts";
import type { LaterMethod } from "./eventValues.ts";

const SAID: Record<LaterMethod, { title: string; how: string }> = {
  bank: { title: "Bank transfer", how: "Account holder, account number, bank. The order number is added as the reference." },
  cash: { title: "Cash", how: "Where to bring the money, and when somebody is there." },
  invoice: { title: "On account", how: "How the invoice comes, and where to pay it." },
};

interface Props {
  form: Form;
  method: LaterMethod;
  /** The language whose words are being written. */
  language: string;
}

export function PayLater({ form, method, language }: Props) {
  const { days, grace_hours } = form.values.offline[method];
  const ends = grace_hours ? `${days} days and ${grace_hours} hours` : `${days} days`;
  return (
    <Fieldset legend={SAID[method].title} radius="md">
      <Stack gap="sm">
        <Textarea
          label="How to pay"
          description={SAID[method].how}
          autosize
          minRows={2}
          {...form.getInputProps(`words.${language}.${method}_instructions`)}
        />
        <Textarea
          label="Terms"
          description="Shown before it is chosen. May stay empty."
          autosize
          minRows={1}
          {...form.getInputProps(`words.${language}.${method}_terms`)}
        />
        <SimpleGrid cols={{ base: 1, sm: 3 }}>
          <NumberInput label="Days to pay" min={1} max={90} allowDecimal={false} {...form.getInputProps(`offline.${method}.days`)} />
          <NumberInput
            label="Remind before"
            placeholder="No reminder"
            suffix=" days"
            min={1}
            max={Math.max(days - 1, 1)}
            allowDecimal={false}
            {...form.getInputProps(`offline.${method}.reminder_days`)}
          />
          <NumberInput
            label="Wait on"
            description={`Unpaid orders end after ${ends}.`}
            inputWrapperOrder={["label", "input", "description", "error"]}
            suffix=" hours"
            min={0}
            max={240}
            allowDecimal={false}
            {...form.getInputProps(`offline.${method}.grace_hours`)}
          />
        </SimpleGrid>
      </Stack>
    </Fieldset>
  );
}

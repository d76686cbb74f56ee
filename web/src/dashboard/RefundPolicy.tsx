// What buyers get back when they cannot come: nothing, what the organizer decides, or what rules say.

import { Alert, Button, Checkbox, Fieldset, NumberInput, Radio, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { AmountsInput } from "./catalogue/AmountsInput.tsx";
import type { Form } from "./eventValues.ts";
import { Section } from "./FormSection.tsx";
import { newRule, type PolicyValues } from "./policyValues.ts";

export function saysPolicy({ refunds, rules, self_service }: PolicyValues): string {
  if (refunds === "none") return "No refunds";
  if (refunds === "ask") return "Buyers ask, you decide";
  const count = rules.length === 1 ? "1 rule" : `${rules.length} rules`;
  return self_service ? `${count}; buyers cancel by themselves` : count;
}

function RuleFields({ form, place }: { form: Form; place: number }) {
  const { currency, extra_currencies, policy } = form.values;
  return (
    <Fieldset legend={`Rule ${place + 1}`} radius="md">
      <Stack gap="sm">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <NumberInput
            label="Until so many hours before the start"
            description="24 hours are a day, 168 a week; 0 is the start itself."
            suffix=" hours"
            min={0}
            max={17_520}
            allowDecimal={false}
            {...form.getInputProps(`policy.rules.${place}.hours_before`)}
          />
          <TextInput
            label="Percent of the price that goes back"
            description="From 0 to 100."
            inputMode="decimal"
            {...form.getInputProps(`policy.rules.${place}.percent`)}
          />
        </SimpleGrid>
        <AmountsInput
          label="Kept of each ticket"
          description="May stay empty."
          currencies={[currency, ...extra_currencies]}
          {...form.getInputProps(`policy.rules.${place}.fee`)}
        />
        <Button
          variant="default"
          style={{ alignSelf: "start" }}
          disabled={policy.rules.length === 1}
          onClick={() => form.removeListItem("policy.rules", place)}
        >
          Remove this rule
        </Button>
      </Stack>
    </Fieldset>
  );
}

export function RefundPolicy({ form }: { form: Form }) {
  const { policy } = form.values;
  return (
    <Section value="refunds" title="Refunds" summary={saysPolicy(policy)}>
      {form.errors["policy"] && <Alert color="red" role="alert">{form.errors["policy"]}</Alert>}
      <Radio.Group
        label="When somebody cannot come"
        description="Buyers read it before they pay. Orders keep what held when they were made."
        {...form.getInputProps("policy.refunds")}
        onChange={(refunds) => {
          const rules = refunds === "rules" && !policy.rules.length ? [newRule()] : policy.rules;
          form.setFieldValue("policy", { ...policy, refunds: refunds as PolicyValues["refunds"], rules });
        }}
      >
        <Stack mt="xs" gap="xs">
          <Radio value="none" label="No refunds" />
          <Radio value="ask" label="They ask, and you decide" />
          <Radio value="rules" label="By rules: the earlier, the more" />
        </Stack>
      </Radio.Group>
      {policy.refunds === "rules" && (
        <>
          {policy.rules.map((rule, place) => (
            <RuleFields key={rule.key} form={form} place={place} />
          ))}
          <Button variant="default" style={{ alignSelf: "start" }} disabled={policy.rules.length >= 10} onClick={() => form.insertListItem("policy.rules", newRule())}>
            Add a rule
          </Button>
          <Checkbox label="Fees are not given back" {...form.getInputProps("policy.keeps_fees", { type: "checkbox" })} />
          <Checkbox
            label="Buyers may cancel by themselves, on the page of their order"
            {...form.getInputProps("policy.self_service", { type: "checkbox" })}
          />
        </>
      )}
    </Section>
  );
}

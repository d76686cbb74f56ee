// The parts of an event's form that most events leave as they are: each says in a line what holds now.

import { Accordion, Checkbox, MultiSelect, NumberInput, PasswordInput, SegmentedControl, Select, SimpleGrid, Stack, Switch, Textarea, TextInput } from "@mantine/core";
import type { Event } from "../api/types.ts";
import { CURRENCIES } from "./choices.ts";
import { ElsewhereBoxes } from "./ElsewhereBoxes.tsx";
import { PayInParts } from "./PayInParts.tsx";
import { PayLater } from "./PayLater.tsx";
import { RefundPolicy } from "./RefundPolicy.tsx";
import { LATER, type Form } from "./eventValues.ts";
import { Section } from "./FormSection.tsx";

interface Props {
  form: Form;
  event: Event | undefined;
  /** The language whose words are being written. */
  language: string;
}

const VISIBILITIES = {
  public: "Listed, and found by search engines",
  unlisted: "Only people who have the link find it",
  private: "Only people with the password or an invitation see it",
};

/** Which section an input lies in, so that an error in a closed one opens it. */
export const SECTION_OF: Record<string, string> = {
  visibility: "audience",
  password: "audience",
  age_limit: "entry",
  entry_requirements: "entry",
  must_confirm_entry: "entry",
  orders_close_at: "orders",
  hold_minutes: "orders",
  currency: "orders",
  extra_currencies: "orders",
  payment_methods: "orders",
  days: "orders",
  reminder_days: "orders",
  grace_hours: "orders",
  instalments: "orders",
  deposit_percent: "orders",
  paid_days_before: "orders",
  grace_days: "orders",
  kept_percent: "orders",
  billing: "orders",
  details_per: "orders",
  terms: "terms",
  policy: "refunds",
};

function Audience({ form, event }: Props) {
  const { visibility } = form.values;
  return (
    <Section value="audience" title="Who can see it" summary={VISIBILITIES[visibility]}>
      <SegmentedControl
        aria-label="Who can see it"
        data={[
          { value: "public", label: "Public" },
          { value: "unlisted", label: "Unlisted" },
          { value: "private", label: "Private" },
        ]}
        {...form.getInputProps("visibility")}
      />
      {visibility === "private" && (
        <>
          <PasswordInput
            label={event?.has_password ? "New password" : "Password"}
            description="Without one, only invitations open the event. A new password also ends invitations that were sent."
            placeholder={event?.has_password ? "Unchanged" : ""}
            autoComplete="new-password"
            disabled={form.values.hasNoPassword}
            {...form.getInputProps("password")}
          />
          {event?.has_password && (
            <Checkbox label="Take the password away" {...form.getInputProps("hasNoPassword", { type: "checkbox" })} />
          )}
        </>
      )}
    </Section>
  );
}

function Entry({ form, language }: Props) {
  const { age_limit, words } = form.values;
  const requirements = words[language]?.entry_requirements ?? "";
  const summary = [age_limit !== "" && `From ${age_limit} years`, requirements && "With requirements"].filter(Boolean);
  return (
    <Section value="entry" title="Entry" summary={summary.join(" · ") || "Everybody, without conditions"}>
      <NumberInput label="Youngest age" placeholder="No limit" min={1} max={99} allowDecimal={false} {...form.getInputProps("age_limit")} />
      <Textarea
        label="Requirements"
        description="What people need to be let in, such as a student card. Shown before they pay."
        autosize
        minRows={2}
        {...form.getInputProps(`words.${language}.entry_requirements`)}
      />
      {(age_limit !== "" || requirements) && (
        <Switch
          label="Buyers have to confirm that they meet this"
          {...form.getInputProps("must_confirm_entry", { type: "checkbox" })}
        />
      )}
    </Section>
  );
}

const WAYS_TO_PAY = { card: "online payment", paypal: "PayPal", bitcoin: "Bitcoin", bank: "transfer", cash: "cash", invoice: "on account" };

function Orders({ form, event, language }: Props) {
  const { values } = form;
  const methods = values.payment_methods.map((method) => WAYS_TO_PAY[method]);
  const summary = `${values.currency} · ${methods.join(" or ")}${values.needs_approval ? " · with your approval" : ""}`;
  return (
    <Section value="orders" title="Orders and payment" summary={summary}>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select label="Currency" data={CURRENCIES} searchable disabled={Boolean(event)} {...form.getInputProps("currency")} />
        <MultiSelect
          label="Also in"
          placeholder="No other currency"
          data={CURRENCIES.filter(({ value }) => value !== values.currency)}
          searchable
          {...form.getInputProps("extra_currencies")}
        />
        <TextInput label="Last moment to order" type="datetime-local" description="Empty: until each ticket's own end." {...form.getInputProps("orders_close_at")} />
        <NumberInput label="Minutes to complete an order" description="How long tickets are held." min={1} max={60} allowDecimal={false} {...form.getInputProps("hold_minutes")} />
      </SimpleGrid>
      <Checkbox.Group label="How buyers pay" {...form.getInputProps("payment_methods")}>
        <Stack mt="xs" gap="xs">
          <Checkbox value="card" label="Online, by card or wallet" />
          <ElsewhereBoxes chosen={values.payment_methods} />
          <Checkbox value="bank" label="By bank transfer; you note what arrives" />
          <Checkbox value="cash" label="In cash; you note what is paid" />
          <Checkbox value="invoice" label="On account, with an invoice; you note what arrives" />
        </Stack>
      </Checkbox.Group>
      {LATER.filter((method) => values.payment_methods.includes(method)).map((method) => (
        <PayLater key={method} form={form} method={method} language={language} />
      ))}
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Select
          label="Names"
          allowDeselect={false}
          data={[
            { value: "order", label: "Ask the buyer's name once" },
            { value: "ticket", label: "Ask a name for each ticket" },
          ]}
          {...form.getInputProps("details_per")}
        />
        <Select
          label="Billing address"
          allowDeselect={false}
          data={[
            { value: "none", label: "Do not ask" },
            { value: "optional", label: "Optional" },
            { value: "required", label: "Required" },
          ]}
          {...form.getInputProps("billing")}
        />
      </SimpleGrid>
      <Switch label="I approve each order before it is complete" {...form.getInputProps("needs_approval", { type: "checkbox" })} />
      <Switch
        label="Who waits may let a card buy for them"
        description="Kept at Stripe and charged once, when it is their turn. Not where you approve orders, ask for names or require answers."
        {...form.getInputProps("has_auto_buy", { type: "checkbox" })}
      />
      {values.payment_methods.includes("card") && <PayInParts form={form} />}
    </Section>
  );
}

function Terms({ form, language }: Props) {
  const hasTerms = Boolean(form.values.words[language]?.terms);
  return (
    <Section value="terms" title="Terms" summary={hasTerms ? "Buyers agree to your terms" : "No terms of your own"}>
      <Textarea
        label="What buyers agree to"
        description="The version that somebody accepted is kept with the order."
        autosize
        minRows={4}
        {...form.getInputProps(`words.${language}.terms`)}
      />
    </Section>
  );
}

export function EventSections({ opened, onOpen, ...props }: Props & { opened: string[]; onOpen(opened: string[]): void }) {
  return (
    <Accordion multiple variant="separated" radius="md" value={opened} onChange={onOpen} order={2}>
      <Audience {...props} />
      <Entry {...props} />
      <Orders {...props} />
      <RefundPolicy form={props.form} />
      <Terms {...props} />
    </Accordion>
  );
}

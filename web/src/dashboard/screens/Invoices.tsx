// Who sells, as invoices say it, and how they are numbered.

import { Alert, Anchor, Fieldset, Select, SimpleGrid, Skeleton, Stack, Switch, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { COUNTRIES, TIME_ZONES } from "../choices.ts";
import { Failed } from "../Failed.tsx";
import { may } from "../may.ts";
import { getInvoicing, saveInvoicing, type Invoicing, type InvoicingFields } from "../invoices/calls.ts";
import { useSession } from "../session.ts";

const valuesOf = ({ version: _, ...fields }: Invoicing): InvoicingFields => ({ ...fields });
const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** What the next number looks like, or nothing for what is no pattern. */
export function sample(pattern: string): string {
  const year = String(new Date().getFullYear());
  const filled = pattern.replace("{year}", year).replace(/\{number(?::0([1-9]))?\}/, (_, width) => "1".padStart(Number(width ?? 1), "0"));
  return filled !== pattern && !/[{}]/.test(filled) ? `Looks like ${filled}` : "Needs {number}, such as {year}-{number:06}";
}

function DetailsForm({ stored, mayEdit }: { stored: Invoicing; mayEdit: boolean }) {
  const queries = useQueryClient();
  const known = useRef(stored);
  const first = { ...valuesOf(stored), ...(stored.version === 0 && { is_on: true, timezone: HERE }) };
  const form = useForm({ initialValues: first });
  const field = (name: keyof InvoicingFields) => ({ ...form.getInputProps(name), disabled: !mayEdit });

  async function send(values: InvoicingFields): Promise<void> {
    // The API takes no empty address: it says null instead.
    known.current = await saveInvoicing({ ...values, email: values.email || null }, known.current.version);
    queries.setQueryData(["invoicing"], known.current);
    notifications.show({ message: values.is_on ? "Saved. Paid orders get invoices from now on." : "Saved. Invoices are off." });
  }

  async function fresh(): Promise<InvoicingFields> {
    known.current = await getInvoicing();
    return valuesOf(known.current);
  }

  return (
    <Editor form={form} fields={Object.keys(form.values)} submitLabel="Save" onSend={send} onFresh={fresh}>
      <Switch
        label="Make out invoices"
        description="For every order that is paid with money, and credit notes for refunds."
        disabled={!mayEdit}
        {...form.getInputProps("is_on", { type: "checkbox" })}
      />
      <Fieldset legend="Seller">
        <Stack>
          <TextInput label="Legal name" autoComplete="organization" required {...field("legal_name")} />
          <TextInput label="Street and number" autoComplete="street-address" required {...field("street")} />
          <SimpleGrid cols={{ base: 1, sm: 2 }}>
            <TextInput label="Postal code" autoComplete="postal-code" {...field("postal_code")} />
            <TextInput label="City" autoComplete="address-level2" required {...field("city")} />
            <TextInput label="Region" autoComplete="address-level1" {...field("region")} />
            <Select label="Country" data={COUNTRIES} searchable allowDeselect={false} required {...field("country")} />
            <TextInput label="Tax ID" {...field("tax_id")} />
            <TextInput label="E-mail" type="email" autoComplete="email" {...field("email")} />
          </SimpleGrid>
        </Stack>
      </Fieldset>
      <Fieldset legend="Numbers">
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <TextInput label="Invoices" description={sample(form.values.invoice_pattern)} {...field("invoice_pattern")} />
          <TextInput label="Credit notes" description={sample(form.values.credit_note_pattern)} {...field("credit_note_pattern")} />
          <Select
            label="Time zone"
            description="Says which day and year it is"
            data={TIME_ZONES}
            searchable
            allowDeselect={false}
            {...field("timezone")}
          />
        </SimpleGrid>
        <Text size="sm" c="dimmed" mt="sm">
          With {"{year}"} numbers begin again each year. No number is left out or used twice.
        </Text>
      </Fieldset>
      <Fieldset legend="Small print">
        <Stack>
          <Textarea label="Terms of payment" autosize minRows={2} maxLength={1000} {...field("terms")} />
          <Textarea label="Footer" description="Register, bank account, what the law asks for" autosize minRows={2} maxLength={1000} {...field("footer")} />
        </Stack>
      </Fieldset>
    </Editor>
  );
}

export default function Invoices() {
  const details = useQuery({ queryKey: ["invoicing"], queryFn: getInvoicing, staleTime: Infinity });
  const session = useSession();
  const mayEdit = may(session.data, "payments.edit");
  return (
    <Stack maw={720}>
      <div>
        <Anchor href="#/" size="sm">← All events</Anchor>
        <Title order={1} size="h2" mt="xs">Invoices</Title>
      </div>
      <Text c="dimmed">An invoice that was issued never changes: what you save here is for those to come.</Text>
      {details.isPending && <Skeleton height={320} />}
      <Failed of={details} />
      {details.data && !mayEdit && session.data && <Alert variant="default">Only owners and admins can change this.</Alert>}
      {details.data && session.data && <DetailsForm stored={details.data} mayEdit={mayEdit} />}
    </Stack>
  );
}

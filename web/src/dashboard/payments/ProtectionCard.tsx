// Protection against fraud: how often somebody may begin to pay, which cards are looked at, what a dispute does.

import { Box, Checkbox, NumberInput, Paper, SimpleGrid, TagsInput, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useRef } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { sayDone } from "../catalogue/undo.tsx";
import { getProtection, PROTECTION, setProtection, type Protection } from "../money/calls.ts";

const LIMITS = [
  ["checkouts_per_address", "Payments an hour from one connection", "A whole office may share one."],
  ["checkouts_per_email", "Payments an hour for one e-mail", "Whoever tries more is asked to wait."],
  ["orders_per_card", "Orders a day with one card", "You look at the next before tickets are made."],
] as const;

/** Country codes as they are typed: "de" is DE, and what is no code is left out. */
const codes = (typed: string[]): string[] => [
  ...new Set(typed.map((code) => code.trim().toUpperCase()).filter((code) => /^[A-Z]{2}$/.test(code))),
];

type Values = Omit<Protection, "version">;

const valuesOf = ({ version: _, ...values }: Protection): Values => values;

function Form({ saved, canEdit }: { saved: Protection; canEdit: boolean }) {
  const queries = useQueryClient();
  const version = useRef(saved.version);
  const form = useForm<Values>({ initialValues: valuesOf(saved) });
  const { values } = form;

  async function send(typed: Values): Promise<void> {
    const stored = await setProtection(typed, version.current);
    version.current = stored.version;
    queries.setQueryData(PROTECTION, stored);
    sayDone("Saved. It holds within seconds.");
  }

  async function fresh(): Promise<Values> {
    const theirs = await getProtection();
    version.current = theirs.version;
    return valuesOf(theirs);
  }

  return (
    <Editor form={form} fields={Object.keys(values)} submitLabel="Save" isReadOnly={!canEdit} onSend={send} onFresh={fresh}>
      <SimpleGrid cols={{ base: 1, sm: 3 }}>
        {LIMITS.map(([name, label, description]) => (
          <NumberInput
            key={name}
            label={label}
            description={description}
            inputWrapperOrder={["label", "input", "description"]}
            min={0}
            max={100_000}
            allowDecimal={false}
            disabled={!canEdit}
            error={form.errors[name]}
            value={values[name]}
            onChange={(value) => form.setFieldValue(name, Number(value) || 0)}
          />
        ))}
      </SimpleGrid>
      <Text size="sm" c="dimmed">0 is without a limit.</Text>
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <TagsInput
          label="Look at cards from"
          description="Country codes, such as US."
          placeholder={values.denied_countries.length ? "" : "No country"}
          disabled={!canEdit}
          value={values.denied_countries}
          onChange={(typed) => form.setFieldValue("denied_countries", codes(typed))}
        />
        <TagsInput
          label="Look at cards from anywhere but"
          description="Empty: cards from everywhere are welcome."
          placeholder={values.allowed_countries.length ? "" : "Everywhere is welcome"}
          disabled={!canEdit}
          value={values.allowed_countries}
          onChange={(typed) => form.setFieldValue("allowed_countries", codes(typed))}
        />
      </SimpleGrid>
      <Checkbox
        label="Look at payments that Stripe finds risky"
        disabled={!canEdit}
        {...form.getInputProps("reviews_elevated_risk", { type: "checkbox" })}
      />
      <Checkbox
        label="Tickets are void while their payment is disputed"
        description="You can let them admit again on the order."
        disabled={!canEdit}
        {...form.getInputProps("voids_on_dispute", { type: "checkbox" })}
      />
    </Editor>
  );
}

export function ProtectionCard({ canEdit }: { canEdit: boolean }) {
  const query = useQuery({ queryKey: PROTECTION, queryFn: getProtection });
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="protection">
      <Title order={2} size="h3" id="protection">Protection against fraud</Title>
      <Text c="dimmed" mt="xs">What looks wrong waits for you, with its places kept: approve it, or send the money back.</Text>
      {query.data && (
        <Box mt="md">
          <Form saved={query.data} canEdit={canEdit} />
        </Box>
      )}
    </Paper>
  );
}

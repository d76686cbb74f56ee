// The ways to pay that events may offer, and the usual one.

import { Box, Checkbox, Paper, Select, Text, Title } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { Editor } from "../catalogue/Editor.tsx";
import { sayDone } from "../catalogue/undo.tsx";
import { getSettings, setMethods, SETTINGS, type Method, type Provider, type Settings } from "./calls.ts";

const WAYS: { value: Method; label: string; text: string }[] = [
  { value: "card", label: "Online, by Stripe", text: "Cards, wallets, and whatever Stripe offers in the buyer's country." },
  { value: "paypal", label: "By PayPal", text: "On PayPal's own page, to your own PayPal account." },
  { value: "bitcoin", label: "In Bitcoin", text: "On the page of your own BTCPay Server." },
  { value: "bank", label: "By bank transfer", text: "The order waits for its money, until a day that you set for the event." },
  { value: "cash", label: "In cash", text: "Buyers bring the money; you confirm each payment." },
  { value: "invoice", label: "On invoice", text: "You send an invoice; the order waits until it is paid." },
];

const METHOD_OF: Record<Provider, Method> = { paypal: "paypal", btcpay: "bitcoin" };
const NEEDS_CONNECTION = Object.values(METHOD_OF);

export function MethodsCard({ settings, canEdit }: { settings: Settings; canEdit: boolean }) {
  const queries = useQueryClient();
  const version = useRef(settings.version);
  const form = useForm<{ methods: Method[] }>({ initialValues: { methods: settings.methods } });
  const { methods } = form.values;
  useEffect(() => {
    // What is stored by now is shown, but not over what has been chosen: then saving says that somebody was quicker.
    if (form.isDirty() || version.current === settings.version) return;
    version.current = settings.version;
    form.setValues({ methods: settings.methods });
    form.resetDirty();
  }, [form, settings]);
  const usual = methods[0] ?? null;
  const connected = settings.connections.map(({ provider }) => METHOD_OF[provider]);
  const ways = WAYS.filter(({ value }) => !NEEDS_CONNECTION.includes(value) || connected.includes(value));
  const choose = (chosen: Method[]) => form.setFieldValue("methods", chosen);

  async function send(typed: { methods: Method[] }): Promise<void> {
    const stored = await setMethods(typed.methods, version.current);
    version.current = stored.version;
    queries.setQueryData(SETTINGS, stored);
    sayDone("Saved. Events offer nothing else from now on.");
  }

  async function fresh(): Promise<{ methods: Method[] }> {
    const theirs = await getSettings();
    version.current = theirs.version;
    queries.setQueryData(SETTINGS, theirs);
    return { methods: theirs.methods };
  }

  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="methods">
      <Title order={2} size="h3" id="methods">Ways to pay</Title>
      <Text c="dimmed" mt="xs">Each event chooses among these. What you take away here is no longer offered, in events on sale too.</Text>
      <Box mt="md">
        <Editor form={form} fields={["methods"]} submitLabel="Save" isReadOnly={!canEdit} onSend={send} onFresh={fresh}>
          {ways.map(({ value, label, text }) => (
            <Checkbox
              key={value}
              label={label}
              description={text}
              checked={methods.includes(value)}
              disabled={!canEdit || (methods.length === 1 && usual === value)}
              onChange={(event) => choose(event.currentTarget.checked ? [...methods, value] : methods.filter((one) => one !== value))}
            />
          ))}
          {form.errors["methods"] && <Text c="red" size="sm" role="alert">{form.errors["methods"]}</Text>}
          {methods.length > 1 && (
            <Select
              maw={320}
              label="New events begin with"
              data={WAYS.filter(({ value }) => methods.includes(value))}
              value={usual}
              allowDeselect={false}
              disabled={!canEdit}
              onChange={(value) => value && choose([value as Method, ...methods.filter((one) => one !== value)])}
            />
          )}
        </Editor>
      </Box>
    </Paper>
  );
}

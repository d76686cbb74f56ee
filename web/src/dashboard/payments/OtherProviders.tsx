// An account's own PayPal app and BTCPay Server: their keys go in here and are never shown again.

import { Alert, Badge, Button, Checkbox, Code, Group, Paper, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { sayProblem } from "../forms.ts";
import { connectBtcPay, connectPayPal, disconnectFrom, SETTINGS, type Provider, type Settings } from "./calls.ts";

interface Ask {
  name: string;
  label: string;
  isSecret: boolean;
}

const NAMES: Record<Provider, string> = { paypal: "PayPal", btcpay: "Bitcoin, by BTCPay Server" };
const ABOUT: Record<Provider, string> = {
  paypal: "Make an app in PayPal's developer dashboard and put its keys in here. Buyers pay on PayPal's page, to your account.",
  btcpay: "Your own server: an address, a store, a key that may create, view and modify invoices and manage pull payments.",
};
const ASKS: Record<Provider, Ask[]> = {
  paypal: [
    { name: "client_id", label: "Client ID", isSecret: false },
    { name: "client_secret", label: "Secret", isSecret: true },
  ],
  btcpay: [
    { name: "url", label: "Address of the server", isSecret: false },
    { name: "store_id", label: "Store ID", isSecret: false },
    { name: "api_key", label: "API key", isSecret: true },
    { name: "webhook_secret", label: "Secret of the webhook", isSecret: true },
  ],
};

function KeysForm({ provider, onDone }: { provider: Provider; onDone(settings: Settings): void }) {
  const [keys, setKeys] = useState<Record<string, string>>({});
  const [isSandbox, setSandbox] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState("");
  const at = (name: string): string => (keys[name] ?? "").trim();

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    setBusy(true);
    setError("");
    try {
      if (provider === "paypal")
        onDone(await connectPayPal({ client_id: at("client_id"), client_secret: at("client_secret"), is_sandbox: isSandbox }));
      else
        onDone(await connectBtcPay({ url: at("url"), store_id: at("store_id"), api_key: at("api_key"), webhook_secret: at("webhook_secret") }));
    } catch (problem) {
      setError(sayProblem(problem));
    }
    setBusy(false);
  }

  return (
    <form onSubmit={(event) => void send(event)}>
      <Stack gap="sm" maw={480}>
        {ASKS[provider].map(({ name, label, isSecret }) => {
          const Input = isSecret ? PasswordInput : TextInput;
          const change = (value: string) => setKeys({ ...keys, [name]: value });
          return <Input key={name} label={label} required autoComplete="off" value={keys[name] ?? ""} onChange={(event) => change(event.currentTarget.value)} />;
        })}
        {provider === "paypal" && (
          <Checkbox label="These are keys of PayPal's sandbox" checked={isSandbox} onChange={(event) => setSandbox(event.currentTarget.checked)} />
        )}
        {error && <Alert color="red" title="Not connected" role="alert">{error}</Alert>}
        <Group><Button type="submit" loading={isBusy}>Connect</Button></Group>
      </Stack>
    </form>
  );
}

function OneProvider({ provider, settings, canEdit }: { provider: Provider; settings: Settings; canEdit: boolean }) {
  const queries = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const found = settings.connections.find((one) => one.provider === provider);

  function done(next: Settings, said: string): void {
    queries.setQueryData(SETTINGS, next);
    setOpen(false);
    sayDone(said);
  }

  async function disconnect(): Promise<void> {
    setBusy(true);
    try {
      done(await disconnectFrom(provider), "Disconnected. What was paid there can still be paid back.");
    } catch (error) {
      sayFailed(error);
    }
    setBusy(false);
  }

  return (
    <section aria-label={NAMES[provider]}>
      <Group gap="xs">
        <Title order={3} size="h4">{NAMES[provider]}</Title>
        {found && <Badge color="teal">Connected</Badge>}
        {found?.is_sandbox && <Badge color="yellow">Sandbox</Badge>}
      </Group>
      <Text size="sm" c="dimmed" mt={4} mb="sm">{ABOUT[provider]}</Text>
      {found && (
        <Stack gap={4} mb="sm">
          <Text size="sm">{found.identity}</Text>
          <Text size="sm">Send its webhooks to</Text>
          <Code block style={{ whiteSpace: "pre-wrap", overflowWrap: "anywhere" }}>{found.webhook_url}</Code>
        </Stack>
      )}
      {canEdit && !isOpen && (
        <Group>
          <Button variant={found ? "default" : "filled"} onClick={() => setOpen(true)}>{found ? "Change the keys" : "Connect…"}</Button>
          {found && <Button variant="default" loading={isBusy} onClick={() => void disconnect()}>Disconnect</Button>}
        </Group>
      )}
      {isOpen && <KeysForm provider={provider} onDone={(next) => done(next, "Connected. Events can offer it now.")} />}
    </section>
  );
}

export function OtherProviders({ settings, canEdit }: { settings: Settings; canEdit: boolean }) {
  const providers: Provider[] = settings.offers_crypto ? ["paypal", "btcpay"] : ["paypal"];
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="others">
      <Title order={2} size="h3" id="others">Other providers</Title>
      <Stack mt="md" gap="xl">
        {providers.map((provider) => (
          <OneProvider key={provider} provider={provider} settings={settings} canEdit={canEdit} />
        ))}
      </Stack>
    </Paper>
  );
}

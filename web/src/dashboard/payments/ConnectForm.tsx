// Which kind of Stripe account, and where the business is; then on to Stripe.

import { Alert, Button, Radio, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { countries } from "../../buyer/countries.ts";
import { sayProblem } from "../forms.ts";
import { LANGUAGE } from "../format.ts";
import type { Connection, Dashboard, Payee } from "./calls.ts";

const KINDS: Record<Dashboard, [label: string, text: string]> = {
  express: ["Simple", "Stripe's small dashboard: your payouts and your details. Best if you only sell tickets here."],
  full: ["A full Stripe account", "Stripe's whole dashboard, a contract of your own with Stripe. Choose it if you know Stripe already."],
  none: ["Without a dashboard", "You see everything here and nothing at Stripe. The operator of this box office answers to Stripe for you."],
};

/** Off to Stripe's page. It is left behind on purpose: "back" comes back here. */
export async function goToStripe(payee: Payee, dashboard: Dashboard, country: string | null): Promise<void> {
  const { url } = await payee.connect(dashboard, country);
  location.assign(url);
}

const regionHere = (): string | null => new Intl.Locale(navigator.language).maximize().region ?? null;

export function ConnectForm({ payee, settings }: { payee: Payee; settings: Connection }) {
  const [dashboard, setDashboard] = useState<Dashboard>(settings.dashboard || "express");
  const [country, setCountry] = useState<string | null>(settings.country || regionHere());
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState("");

  async function send(): Promise<void> {
    setBusy(true);
    setError("");
    try {
      await goToStripe(payee, dashboard, country);
    } catch (problem) {
      setError(sayProblem(problem));
      setBusy(false);
    }
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Stack>
        <Radio.Group label="Which kind of Stripe account?" value={dashboard} onChange={(value) => setDashboard(value as Dashboard)}>
          <Stack gap="sm" mt="xs">
            {settings.dashboards.map((kind) => (
              <Radio key={kind} value={kind} label={KINDS[kind][0]} description={KINDS[kind][1]} />
            ))}
          </Stack>
        </Radio.Group>
        <Select label="Where is the business?" data={countries(LANGUAGE)} value={country} onChange={setCountry} searchable required />
        <Text size="sm" c="dimmed">
          Stripe asks for the rest on its own page. You can stop there and go on later; nothing is asked twice.
        </Text>
        {error && <Alert color="red" role="alert">{error}</Alert>}
        <Button type="submit" loading={isBusy} disabled={!country}>Go on at Stripe</Button>
      </Stack>
    </form>
  );
}

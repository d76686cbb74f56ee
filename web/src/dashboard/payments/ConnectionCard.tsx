// A Stripe account of the account's or an organizer's own: where it stands, what is missing, what to do next.

import { Alert, Anchor, Badge, Button, Group, Paper, Title } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { sayFailed } from "../catalogue/undo.tsx";
import { Panel } from "../Panel.tsx";
import { ConnectForm, goToStripe } from "./ConnectForm.tsx";
import { DisconnectForm } from "./DisconnectForm.tsx";
import type { Connection, Payee } from "./calls.ts";
import { Steps } from "./Steps.tsx";

const STATES: Record<Connection["status"], [label: string, colour: string]> = {
  none: ["Not connected", "gray"],
  onboarding: ["Being set up", "yellow"],
  ready: ["Ready", "teal"],
  restricted: ["Needs attention", "red"],
  lost: ["Disconnected", "red"],
};

interface Props {
  payee: Payee;
  settings: Connection;
  children: ReactNode;
  cameFrom: string | null;
  canEdit: boolean;
}

export function ConnectionCard({ payee, settings, children, cameFrom, canEdit }: Props) {
  const queries = useQueryClient();
  const [open, setOpen] = useState<"connect" | "disconnect" | null>(null);
  const [isBusy, setBusy] = useState(false);
  const asked = useRef(false);
  const reload = () => queries.invalidateQueries({ queryKey: payee.key });

  async function busily(work: () => Promise<unknown>): Promise<void> {
    setBusy(true);
    try {
      await work();
    } catch (error) {
      sayFailed(error);
    }
    setBusy(false);
  }
  const fallBack = () =>
    busily(async () => queries.setQueryData(payee.key, await payee.disconnect({ reason: "another_account", falls_back: true })));
  const look = () => busily(async () => queries.setQueryData(payee.key, await payee.refresh()));

  useEffect(() => {
    // Back from Stripe: its notice may be late, so ask.
    if (!cameFrom || asked.current || !canEdit) return;
    asked.current = true;
    void look();
  });

  const [label, colour] = STATES[settings.status];
  const isBegun = settings.status === "onboarding" || settings.status === "restricted";
  const isNew = settings.status === "none" || settings.status === "lost";
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-labelledby="connection">
      <Group justify="space-between" mb="md">
        <Title order={2} size="h3" id="connection">Stripe account</Title>
        <Badge color={colour} miw="max-content">{label}</Badge>
      </Group>
      <Steps settings={settings} />
      {cameFrom === "again" && <Alert variant="default" my="md">That page of Stripe's had run out. Go on to get a new one.</Alert>}
      {children}
      {canEdit && (
        <Group mt="lg">
          {isNew && <Button onClick={() => setOpen("connect")}>{settings.status === "lost" ? "Connect again" : "Connect Stripe"}</Button>}
          {isNew && settings.paid_on === "own" && <Button variant="default" loading={isBusy} onClick={() => void fallBack()}>Be paid on the account’s again</Button>}
          {isBegun && (
            <Button loading={isBusy} onClick={() => void busily(() => goToStripe(payee, settings.dashboard || "express", settings.country || null))}>
              {settings.status === "restricted" ? "Mend it at Stripe" : "Go on at Stripe"}
            </Button>
          )}
          {settings.stripe_account && settings.lost_because !== "disconnected" && <Button variant="default" loading={isBusy} onClick={() => void look()}>Look again</Button>}
          {settings.dashboard_url && <Anchor href={settings.dashboard_url} target="_blank" rel="noopener" underline="always">Open Stripe</Anchor>}
          {settings.tax_forms_url && settings.ready_at && (
            <Anchor href={settings.tax_forms_url} target="_blank" rel="noopener" underline="always">Tax forms</Anchor>
          )}
          {!isNew && <Button variant="subtle" color="red" ms="auto" onClick={() => setOpen("disconnect")}>Disconnect…</Button>}
        </Group>
      )}
      <Panel opened={open === "connect"} onClose={() => setOpen(null)} title="Connect Stripe">
        <ConnectForm payee={payee} settings={settings} />
      </Panel>
      <Panel opened={open === "disconnect"} onClose={() => setOpen(null)} title="Disconnect Stripe?">
        <DisconnectForm payee={payee} isPaidHere={settings.paid_on === "own"} onDone={reload} onClose={() => setOpen(null)} />
      </Panel>
    </Paper>
  );
}

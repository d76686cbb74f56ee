// Whether cards are on sale and why not: for the whole account, and for an organizer.

import { Alert, Anchor, List, Text } from "@mantine/core";
import type { Connection, OrganizerPayments, Settings } from "./calls.ts";

function Needed({ settings, otherwise }: { settings: Connection; otherwise: string }) {
  if (!settings.requirements.length) return otherwise;
  return (
    <>
      Stripe still needs:
      <List size="sm" mt={4}>
        {[...new Set(settings.requirements.map((one) => one.words))].map((words) => <List.Item key={words}>{words}</List.Item>)}
      </List>
    </>
  );
}

function Ready({ settings }: { settings: Connection }) {
  return (
    <Text c="dimmed">
      Cards are on sale. {settings.wallets === "active" && `Apple Pay and Google Pay are shown on ${settings.wallet_domain}. `}
      {settings.wallets === "inactive" && `Apple Pay and Google Pay are not: Stripe could not confirm ${settings.wallet_domain}. `}
    </Text>
  );
}

function Paused({ settings }: { settings: Connection }) {
  return (
    <Alert {...(settings.status === "onboarding" ? { variant: "default" } : { color: "red" })} title="Cards are not on sale">
      <Needed settings={settings} otherwise={settings.why_no_cards} />
    </Alert>
  );
}

export function AccountExplained({ settings }: { settings: Settings }) {
  if (settings.status === "ready") return <Ready settings={settings} />;
  if (settings.status !== "none") return <Paused settings={settings} />;
  return (
    <Text c="dimmed">
      {settings.takes_cards
        ? "Cards are taken on this box office's own Stripe account. Connect yours to be paid directly."
        : "Without a Stripe account you can give tickets away or be paid by transfer and in cash. Connect one to sell by card: buyers' money goes straight to you."}
    </Text>
  );
}

/** Until an organizer's own account takes over, another one is charged: which, and what is missing. */
export function OrganizerExplained({ settings }: { settings: OrganizerPayments }) {
  if (settings.paid_on === "own") return settings.takes_cards ? <Ready settings={settings} /> : <Paused settings={settings} />;
  const whose = settings.paid_on === "account" ? <>the account’s Stripe account, under <Anchor href="#/payments" inherit underline="always">Payments</Anchor></> : "this box office’s own Stripe account";
  return (
    <>
      <Text c="dimmed">Card payments for this organizer’s events go to {whose}.</Text>
      {!settings.takes_cards && <Text mt="xs">Cards are not on sale there. {settings.why_no_cards}</Text>}
      {settings.status === "none" && (
        <Text c="dimmed" mt="xs">Connect a Stripe account of its own, and buyers’ money goes straight to this organizer.</Text>
      )}
      {settings.status === "onboarding" && (
        <Alert variant="default" mt="md" title="Its own takes over as soon as Stripe says that it can be charged">
          <Needed settings={settings} otherwise="Finish the set-up at Stripe." />
        </Alert>
      )}
    </>
  );
}

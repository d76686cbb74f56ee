// Which Stripe account an organizer is paid on, in a line, and the way to where that is changed.

import { Anchor, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Failed } from "../Failed.tsx";
import { may } from "../may.ts";
import { getOrganizerPayments, organizerPaymentsKey, type OrganizerPayments } from "../payments/calls.ts";
import { useSession } from "../session.ts";

function said({ paid_on, takes_cards, status }: OrganizerPayments): string {
  const whose = { own: "its own Stripe account", account: "the account’s Stripe account", platform: "this box office’s Stripe account" };
  if (!takes_cards) return `Card payments would go to ${whose[paid_on]}, but are paused.`;
  const soon = status === "onboarding" ? " One of its own is being set up." : "";
  return `Card payments go to ${whose[paid_on]}.${soon}`;
}

export function PaymentAccount({ organizer }: { organizer: string }) {
  const session = useSession();
  const maySee = may(session.data, "payments.read", organizer);
  const query = useQuery({
    queryKey: organizerPaymentsKey(organizer),
    queryFn: () => getOrganizerPayments(organizer),
    enabled: maySee,
  });
  if (session.data && !maySee) return <Text c="dimmed">Members who may see payments find it under Payments.</Text>;
  if (!query.data) return <Failed of={query} />;
  if (!query.data) return <Skeleton height={48} />;
  return (
    <Stack gap="xs">
      <Text>{said(query.data)}</Text>
      <Anchor href={`#/organizers/${organizer}/payments`} underline="always">Payments of this organizer</Anchor>
    </Stack>
  );
}

// How one organizer is paid: on which Stripe account, and what was paid out on one of its own.

import { Anchor, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { listOrganizers } from "../api.ts";
import { Failed } from "../Failed.tsx";
import { may } from "../may.ts";
import { ConnectionCard } from "../payments/ConnectionCard.tsx";
import { OrganizerExplained } from "../payments/Explained.tsx";
import { PayoutsCard } from "../payments/PayoutsCard.tsx";
import { getOrganizerPayments, organizerPayee } from "../payments/calls.ts";
import { usePlace, type Params } from "../router.ts";
import { useSession } from "../session.ts";

export default function OrganizerPayments({ params }: { params: Params }) {
  const organizer = params.organizer!;
  const payee = useMemo(() => organizerPayee(organizer), [organizer]);
  const cameFrom = usePlace().query.get("stripe");
  const session = useSession();
  const organizers = useQuery({ queryKey: ["organizers"], queryFn: listOrganizers });
  const query = useQuery({ queryKey: payee.key, queryFn: () => getOrganizerPayments(organizer) });
  const settings = query.data;
  const name = organizers.data?.items.find((one) => one.id === organizer)?.name ?? "Organizer";
  return (
    <>
      <Anchor href="#/payments" size="sm">← Payments</Anchor>
      <Title order={1} size="h2" mt="xs">{name}: payments</Title>
      <Text c="dimmed" mt={4} mb="lg">
        Ways to pay, fees and protection are the same for all organizers. The Stripe account can be this organizer’s own.
      </Text>
      <Failed of={query} />
      {query.isPending && <Skeleton height={220} radius="lg" />}
      {settings && (
        <Stack gap="lg">
          <ConnectionCard
            payee={payee}
            settings={settings}
            cameFrom={cameFrom}
            canEdit={may(session.data, "payments.edit", organizer)}
          >
            <OrganizerExplained settings={settings} />
          </ConnectionCard>
          {settings.ready_at && <PayoutsCard payee={payee} />}
        </Stack>
      )}
    </>
  );
}

// How the account is paid: its Stripe account, what that costs, ways to pay, payouts; its organizers, if they may differ.

import { Anchor, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { Session } from "../../api/types.ts";
import { Failed } from "../Failed.tsx";
import { ConnectionCard } from "../payments/ConnectionCard.tsx";
import { DisputesCard } from "../payments/DisputesCard.tsx";
import { AccountExplained } from "../payments/Explained.tsx";
import { FeeCard } from "../payments/FeeCard.tsx";
import { MethodsCard } from "../payments/MethodsCard.tsx";
import { OrganizersCard } from "../payments/OrganizersCard.tsx";
import { OtherProviders } from "../payments/OtherProviders.tsx";
import { PayoutsCard } from "../payments/PayoutsCard.tsx";
import { ProtectionCard } from "../payments/ProtectionCard.tsx";
import { ACCOUNT, getSettings, SETTINGS } from "../payments/calls.ts";
import { may } from "../may.ts";
import { usePlace } from "../router.ts";
import { useSession } from "../session.ts";

const mayEdit = (session: Session | undefined): boolean => may(session, "payments.edit");

export default function Payments() {
  const cameFrom = usePlace().query.get("stripe");
  const session = useSession();
  const isAccounts = may(session.data, "payments.read");
  const query = useQuery({ queryKey: SETTINGS, queryFn: getSettings, enabled: isAccounts });
  const settings = query.data;
  const canEdit = mayEdit(session.data);
  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Title order={1} size="h2" mt="xs">Payments</Title>
      <Text c="dimmed" mt={4} mb="lg">How buyers pay you, and how the money gets to your bank.</Text>
      <Failed of={query} />
      {query.isLoading && <Skeleton height={220} radius="lg" />}
      {session.data && !isAccounts && <OrganizersCard />}
      {settings && (
        <Stack gap="lg">
          <ConnectionCard payee={ACCOUNT} settings={settings} cameFrom={cameFrom} canEdit={canEdit}>
            <AccountExplained settings={settings} />
          </ConnectionCard>
          {settings.ready_at && <PayoutsCard payee={ACCOUNT} />}
          <OrganizersCard isAgency />
          <FeeCard share={settings.platform} isConnected={Boolean(settings.stripe_account)} />
          <DisputesCard />
          <OtherProviders settings={settings} canEdit={canEdit} />
          <MethodsCard settings={settings} canEdit={canEdit} />
          <ProtectionCard canEdit={canEdit} />
        </Stack>
      )}
    </>
  );
}

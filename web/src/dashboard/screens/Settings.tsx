// The account's settings: what new events begin with, and who holds them.

import { Alert, Anchor, Skeleton, Stack, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Failed } from "../Failed.tsx";
import { may } from "../may.ts";
import { getPreferences, PREFERENCES } from "../settings/calls.ts";
import { Organizers } from "../settings/Organizers.tsx";
import { PreferencesForm } from "../settings/PreferencesForm.tsx";
import { Part } from "../team/TeamParts.tsx";
import { useSession } from "../session.ts";

export default function Settings() {
  const preferences = useQuery({ queryKey: PREFERENCES, queryFn: getPreferences, staleTime: Infinity });
  const session = useSession();
  const mayEdit = may(session.data, "account.edit");
  return (
    <Stack maw={820}>
      <div>
        <Anchor href="#/" size="sm">← All events</Anchor>
        <Title order={1} size="h2" mt="xs">Settings</Title>
      </div>
      {session.data && !mayEdit && <Alert variant="default">Only owners and admins can change this.</Alert>}
      <Part title="New events" says="What they begin with, in this form and through the API. Events that exist keep theirs.">
        {preferences.isPending && <Skeleton height={180} />}
        <Failed of={preferences} />
        {preferences.data && session.data && <PreferencesForm stored={preferences.data} mayEdit={mayEdit} />}
      </Part>
      {session.data && <Organizers mayEdit={mayEdit} mayPay={may(session.data, "payments.read")} />}
    </Stack>
  );
}

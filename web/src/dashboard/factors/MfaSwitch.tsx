// Whether the account asks its members for a second factor.

import { Alert, Anchor, Switch, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Session } from "../../api/types.ts";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { MEMBERS, type Member } from "../team/calls.ts";
import { Part } from "../team/TeamParts.tsx";
import { getMfa, MFA, requireMfa } from "./calls.ts";
import { useProof } from "./useProof.tsx";

export function MfaSwitch({ session, members }: { session: Session; members: Member[] }) {
  const queries = useQueryClient();
  const asked = useQuery({ queryKey: MFA, queryFn: getMfa });
  const [busy, setBusy] = useState(false);
  const { run, question } = useProof();
  const without = members.filter(({ has_mfa }) => !has_mfa);
  const lacksOwn = without.some(({ user_id }) => user_id === session.member.user_id);

  async function change(isRequired: boolean): Promise<void> {
    setBusy(true);
    try {
      await run(async () => {
        queries.setQueryData(MFA, await requireMfa(isRequired, asked.data!.version));
        await Promise.all([["session"], MEMBERS].map((queryKey) => queries.invalidateQueries({ queryKey })));
        sayDone(isRequired ? "Everybody is asked for a second factor from now on." : "A second factor is up to each member again.");
      });
    } catch (error) {
      await Promise.all([["session"], MFA].map((queryKey) => queries.invalidateQueries({ queryKey })));
      sayFailed(error);
    }
    setBusy(false);
  }

  return (
    <Part title="Second factor" says="An authenticator app or a passkey beside the password. API keys are not affected.">
      <Switch
        label="Everybody in the team needs one"
        checked={asked.data?.is_required ?? session.requires_mfa}
        disabled={!asked.data || busy || (lacksOwn && !session.requires_mfa)}
        onChange={(event) => void change(event.currentTarget.checked)}
      />
      {lacksOwn && !session.requires_mfa && (
        <Alert variant="default">
          Set up one of your own first, under <Anchor href="#/security" inherit underline="always">Security</Anchor>: or you would be the first to be shut out.
        </Alert>
      )}
      {without.length > 0 && (
        <Text size="sm" c="dimmed">
          {without.length === 1 ? "One member has" : `${without.length} members have`} none yet.
          {session.requires_mfa ? " They see nothing here before they have set one up." : ""}
        </Text>
      )}
      {question}
    </Part>
  );
}

// A session that ended while somebody was at work: they sign in over the screen that they were at, which keeps what they typed.

import { Anchor, Drawer, Stack, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Session } from "../../api/types.ts";
import type { Entry, Needed } from "../factors/calls.ts";
import { SecondStep } from "../factors/SecondStep.tsx";
import { chooseAccount } from "../team/calls.ts";
import { SignInForm } from "./SignInForm.tsx";

const ABOVE_OTHER_DRAWERS = 300;

export default function SignedOut({ before }: { before: Session }) {
  const queries = useQueryClient();
  const [needed, setNeeded] = useState<Needed | null>(null);

  async function enter({ session, second_factor }: Entry): Promise<void> {
    setNeeded(second_factor);
    if (!session) return;
    const isHere = session.account.id === before.account.id;
    const own = isHere ? session : await chooseAccount(before.account.id).catch(() => null);
    if (own?.member.user_id !== before.member.user_id) {
      location.assign("/dashboard/"); // somebody else, or from another account by now: nothing of this screen is theirs
      return;
    }
    queries.setQueryData(["session"], own);
    await queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
  }

  return (
    <Drawer.Root opened onClose={() => undefined} position="right" size="md" zIndex={ABOVE_OTHER_DRAWERS}>
      <Drawer.Overlay blur={8} />
      <Drawer.Content>
        <Drawer.Header role="presentation">
          <Drawer.Title component="div" fw={700} fz="lg">You have been signed out</Drawer.Title>
        </Drawer.Header>
        <Drawer.Body>
          <Stack>
            <Text>Sign in, and go on where you were: what you have typed is still there.</Text>
            {needed ? <SecondStep needed={needed} onIn={(entry) => void enter(entry)} /> : <SignInForm email={before.member.email} onEntry={enter} />}
            <Anchor href="/dashboard/" size="sm" ta="center" underline="always" onClick={() => queries.clear()}>Leave it, and begin anew</Anchor>
          </Stack>
        </Drawer.Body>
      </Drawer.Content>
    </Drawer.Root>
  );
}

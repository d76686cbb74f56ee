// How I sign in, where I am signed in, and signing out elsewhere.

import { Anchor, Badge, Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { SecondFactors } from "../factors/SecondFactors.tsx";
import { LOCALE } from "../format.ts";
import { OwnSignIn } from "../signin/OwnSignIn.tsx";
import { endOthers, endSession, listSessions, SESSIONS, type SessionInfo } from "../team/calls.ts";
import { Part, Row } from "../team/TeamParts.tsx";
import { deviceName } from "../team/words.ts";

const moment = (instant: string) => new Date(instant).toLocaleString(LOCALE, { dateStyle: "medium", timeStyle: "short" });

const saying = ({ began_at, refreshed_at, address }: SessionInfo): string =>
  [`Signed in ${moment(began_at)}`, refreshed_at !== began_at && `last seen ${moment(refreshed_at)}`, address]
    .filter(Boolean)
    .join(" · ");

export default function Security() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: SESSIONS, queryFn: listSessions });
  const found = query.data?.items ?? [];

  async function done(work: Promise<unknown>, message: string): Promise<void> {
    try {
      await work;
      await queries.invalidateQueries({ queryKey: SESSIONS });
      sayDone(message);
    } catch (error) {
      sayFailed(error);
    }
  }

  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Title order={1} size="h2" mt="xs">Security</Title>
      <Text c="dimmed" mt={4} mb="lg">How you sign in, and where you are signed in. End whatever you do not know.</Text>
      <Stack gap="lg">
        <SecondFactors />
        <OwnSignIn />
        <Failed of={query} />
        {query.isPending && <Skeleton height={160} radius="lg" />}
        {found.length > 0 && (
          <Part title="Signed in">
            <Stack gap="md">
              {found.map((session) => (
                <Row
                  key={session.id}
                  name={deviceName(session.device)}
                  says={saying(session)}
                  {...(!session.is_this && {
                    menu: [{ label: "Sign out there", onClick: () => void done(endSession(session.id), "Signed out there.") }],
                  })}
                >
                  {session.is_this && <Badge variant="light">This browser</Badge>}
                </Row>
              ))}
            </Stack>
            {found.length > 1 && (
              <Button variant="default" onClick={() => void done(endOthers(), "You are signed in here only.")} style={{ alignSelf: "flex-start" }}>
                Sign out everywhere else
              </Button>
            )}
          </Part>
        )}
      </Stack>
    </>
  );
}

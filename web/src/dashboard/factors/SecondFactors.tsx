// My second factors: an authenticator app, passkeys, recovery codes.

import { Alert, Badge, Button, Divider, Group, Skeleton, Stack } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sayDone } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { Panel } from "../Panel.tsx";
import { Part, Row } from "../team/TeamParts.tsx";
import { SESSIONS } from "../team/calls.ts";
import { deviceName } from "../team/words.ts";
import { AuthenticatorForm } from "./AuthenticatorForm.tsx";
import * as api from "./calls.ts";
import { PasskeyForm } from "./PasskeyForm.tsx";
import { hasPasskeys, makePasskey } from "./passkeys.ts";
import { RecoveryCodes } from "./RecoveryCodes.tsx";
import { sayWhy } from "./saying.ts";
import { useProof } from "./useProof.tsx";
import { useSession } from "../session.ts";

type Shown =
  | { what: "app"; setup: api.Setup }
  | { what: "codes"; codes: string[] }
  | { what: "new_passkey" }
  | { what: "passkey"; passkey: api.Passkey };

const TITLES: Record<Shown["what"], string> = {
  app: "Authenticator app",
  codes: "Recovery codes",
  new_passkey: "A new passkey",
  passkey: "Another name",
};
const FEW = 3;

const day = (instant: string) => new Date(instant).toLocaleDateString("en", { dateStyle: "medium" });

export function SecondFactors() {
  const queries = useQueryClient();
  const query = useQuery({ queryKey: api.FACTORS, queryFn: api.listFactors });
  const [shown, setShown] = useState<Shown | null>(null);
  const session = useSession();
  const { run, ask, question } = useProof();
  const found = query.data;

  async function refresh(message: string): Promise<void> {
    await Promise.all([api.FACTORS, SESSIONS].map((queryKey) => queries.invalidateQueries({ queryKey })));
    sayDone(message);
  }
  /** The session goes on to where somebody wanted, if it lacked a second factor: not before the codes were kept. */
  function close(): void {
    setShown(null);
    void queries.invalidateQueries({ queryKey: ["session"] });
  }
  const act = (work: () => Promise<void>) =>
    void run(work).catch((error) => notifications.show({ message: sayWhy(error), color: "red" }));

  const showCodes = async () => {
    const { codes } = await api.makeRecoveryCodes();
    await queries.invalidateQueries({ queryKey: api.FACTORS });
    setShown({ what: "codes", codes });
  };
  /** After the first factor its owner is given the codes that stand in for it. */
  async function added(message: string): Promise<void> {
    const isFirst = !found?.recovery_codes_left;
    await refresh(message);
    if (isFirst) await showCodes();
    else close();
  }

  async function make(name: string): Promise<void> {
    await run(async () => {
      await api.addPasskey(name, await makePasskey(await api.askForNewPasskey()));
      await added(`${name} is added.`);
    });
  }

  function panel(now: Shown) {
    switch (now.what) {
      case "app":
        return <AuthenticatorForm setup={now.setup} onDone={() => void added("Your authenticator app is on.")} />;
      case "codes":
        return <RecoveryCodes codes={now.codes} onDone={close} />;
      case "new_passkey":
        return <PasskeyForm isNew name={deviceName(navigator.userAgent)} onSend={make} />;
      case "passkey":
        return (
          <PasskeyForm
            isNew={false}
            name={now.passkey.name}
            onSend={async (name) => {
              await api.namePasskey(now.passkey.id, name);
              setShown(null);
              await refresh("Saved.");
            }}
          />
        );
    }
  }

  const hasAny = Boolean(found?.authenticator || found?.passkeys.length);
  const left = found?.recovery_codes_left ?? 0;
  return (
    <Part title="Second factor" says="With one of these, a password that somebody else knows lets nobody in.">
      {session.data?.lacks_mfa && (
        <Alert variant="default" title={`${session.data.account.name} asks for a second factor`}>
          {hasAny ? "You have signed in here without yours." : "Set one up to go on: an app or a passkey."}
          {hasAny && (
            <Button variant="default" mt="sm" display="block" onClick={() => void ask(() => refresh("You can go on.").then(close))}>Prove it now</Button>
          )}
        </Alert>
      )}
      <Failed of={query} />
      {query.isPending && <Skeleton height={120} radius="lg" />}
      {found && (
        <Stack gap="md">
          <Row
            name="Authenticator app"
            says={found.authenticator ? `Asked for since ${day(found.authenticator.added_at)}` : "An app on your telephone that shows a new code every half a minute."}
            {...(found.authenticator && {
              menu: [
                { label: "Use another app", onClick: () => act(async () => setShown({ what: "app", setup: await api.setUpAuthenticator() })) },
                { label: "Take it off", onClick: () => act(async () => api.removeAuthenticator().then(() => refresh("The app is not asked for any more."))) },
              ],
            })}
          >
            {found.authenticator && <Badge variant="light">On</Badge>}
          </Row>
          {!found.authenticator && (
            <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => act(async () => setShown({ what: "app", setup: await api.setUpAuthenticator() }))}>
              Set up an app
            </Button>
          )}
          <Divider />
          {found.passkeys.map((passkey) => (
            <Row
              key={passkey.id}
              name={passkey.name}
              says={`Passkey, added ${day(passkey.added_at)} · ${passkey.used_at ? `last used ${day(passkey.used_at)}` : "not used yet"}`}
              menu={[
                { label: "Rename it", onClick: () => setShown({ what: "passkey", passkey }) },
                { label: "Remove it", onClick: () => act(async () => api.removePasskey(passkey.id).then(() => refresh(`${passkey.name} is removed.`))) },
              ]}
            />
          ))}
          {!found.passkeys.length && (
            <Row name="Passkeys" says="Your device signs you in by finger, face or PIN. No password, and nothing that could be fished for." />
          )}
          {hasPasskeys && (
            <Button variant="default" style={{ alignSelf: "flex-start" }} onClick={() => setShown({ what: "new_passkey" })}>Add a passkey</Button>
          )}
          {hasAny && (
            <>
              <Divider />
              <Row name="Recovery codes" says={left ? `${left} of ten are left.` : "For the day on which you have no telephone."} />
              {left < FEW && <Alert variant="default">{left ? "Only a few are left." : "You have none: without your device nobody could let you in."}</Alert>}
              <Group>
                <Button variant="default" onClick={() => act(showCodes)}>{left ? "Make new ones" : "Make recovery codes"}</Button>
              </Group>
            </>
          )}
        </Stack>
      )}
      <Panel opened={shown !== null} onClose={close} title={shown ? TITLES[shown.what] : ""}>
        {shown && panel(shown)}
      </Panel>
      {question}
    </Part>
  );
}

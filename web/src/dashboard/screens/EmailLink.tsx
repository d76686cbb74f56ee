// A link that came by e-mail. Opening it does nothing yet: only the button uses it up, which no mail scanner presses.

import { Alert, Anchor, Button, Loader, Stack, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import type { Session } from "../../api/types.ts";
import { Problem } from "../../shared/http.ts";
import { Failed } from "../Failed.tsx";
import { SecondStep } from "../factors/SecondStep.tsx";
import { useEntry } from "../factors/useEntry.ts";
import { sayProblem } from "../forms.ts";
import type { Params } from "../router.ts";
import { choosePassword, confirmEmail, enterByLink, openLink, undoChange, useAddress, type EmailLink } from "../signin/calls.ts";
import { ChooseByLink } from "../signin/ChooseByLink.tsx";
import { Welcome } from "../Welcome.tsx";

const TITLES: Record<EmailLink["purpose"], string> = {
  confirm: "Confirm your address",
  sign_in: "Sign in",
  reset: "Choose a new password",
  change: "Your new address",
  undo: "It was not me",
};

const EVERYBODY_OUT = "everybody who is signed in as you is signed out, and second factors that were set up lately are taken off.";
const TAKE_OFF = `Choose a new password: ${EVERYBODY_OUT} Set up yours again afterwards.`;
const takeBack = (present: string): string =>
  `You sign in with ${present} now. Take your address back with a new password: ${EVERYBODY_OUT}`;

function Press({ says, label, onPress }: { says: string; label: string; onPress(): Promise<void> }) {
  const [failed, setFailed] = useState("");
  const [busy, setBusy] = useState(false);
  async function press(): Promise<void> {
    setBusy(true);
    await onPress().catch((error) => setFailed(sayProblem(error)));
    setBusy(false);
  }
  return (
    <Stack>
      <Text>{says}</Text>
      {failed && <Alert color="red" role="alert">{failed}</Alert>}
      <Button size="md" loading={busy} onClick={() => void press()}>{label}</Button>
    </Stack>
  );
}

function SignInFirst({ token, children }: { token: string; children: ReactNode }) {
  return (
    <Stack>
      <Text>{children}</Text>
      <Button component="a" size="md" href={`#/signin?return=${encodeURIComponent(`/dashboard/#/link/${token}`)}`}>
        Go to sign in
      </Button>
    </Stack>
  );
}

function Gone() {
  return (
    <Stack>
      <Text>This link was used before, or is over. Each is good once, and the newest mail has the newest link.</Text>
      <Button component="a" href="#/mail-link">Send me a new one</Button>
      <Button component="a" href="#/signin" variant="default">Sign in with a password</Button>
    </Stack>
  );
}

export default function OpenedLink({ params, session }: { params: Params; session: Session | undefined }) {
  const token = params["token"]!;
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["email-link", token], queryFn: () => openLink(token), retry: false, staleTime: Infinity });
  const [done, setDone] = useState("");
  const [needed, enter] = useEntry();
  const found = query.data;

  async function finish(message: string): Promise<void> {
    setDone(message);
    // Of nobody's session nothing is looked up anew: it would put the loader in the place of this screen.
    if (session) await queries.invalidateQueries({ queryKey: ["session"] });
  }

  function content(link: EmailLink) {
    switch (link.purpose) {
      case "confirm":
        if (session?.member.email !== link.present_email)
          return (
            <SignInFirst token={token}>
              Sign in as {link.present_email}. Then you can confirm that this address is yours. If it was not you who
              signed up, ask for a <Anchor href="#/forgotten" inherit underline="always">new password</Anchor>: the account is yours then, and nobody else’s.
            </SignInFirst>
          );
        return (
          <Press
            says={`Confirm that ${link.email} is yours.`}
            label="Confirm the address"
            onPress={() => confirmEmail(token).then(() => finish("Your address is confirmed."))}
          />
        );
      case "sign_in":
        return (
          <Press
            says={`Sign in as ${link.name}, in this browser.`}
            label="Sign in"
            onPress={async () => enter(await enterByLink(token))}
          />
        );
      case "reset":
        return (
          <ChooseByLink
            email={link.email}
            says="You are then signed out everywhere."
            label="Use this password"
            onChoose={(password) => choosePassword(token, password).then(() => finish("You have a new password."))}
          />
        );
      case "undo":
        return (
          <ChooseByLink
            email={link.email}
            says={link.email === link.present_email ? TAKE_OFF : takeBack(link.present_email)}
            label={link.email === link.present_email ? "Use this password" : "Take it back"}
            onChoose={(password) => undoChange(token, password).then(() => finish("All is yours again: you have a new password."))}
          />
        );
      case "change":
        if (session?.member.email !== link.present_email)
          return (
            <SignInFirst token={token}>
              Sign in with your present address, {link.present_email}. Then you can take {link.email}.
            </SignInFirst>
          );
        return (
          <Press
            says={`From now on you sign in with ${link.email} instead of ${link.present_email}.`}
            label="Use this address"
            onPress={() => useAddress(token).then(() => finish("You sign in with your new address from now on."))}
          />
        );
    }
  }

  if (needed) return <Welcome title="Is it really you?"><SecondStep needed={needed} onIn={enter} /></Welcome>;
  if (done)
    return (
      <Welcome title="Done">
        <Stack role="status">
          <Text>{done}</Text>
          <Button component="a" size="md" href="#/">Go on</Button>
        </Stack>
      </Welcome>
    );
  if (query.isPending) return <Welcome title="A link"><Loader role="status" aria-label="Loading" /></Welcome>;
  if (found) return <Welcome title={TITLES[found.purpose]}>{content(found)}</Welcome>;
  const isGone = query.error instanceof Problem && query.error.status === 404;
  return (
    <Welcome title={isGone ? "Not good any more" : "A link"}>
      {isGone ? <Gone /> : <Failed of={query} />}
    </Welcome>
  );
}

// An invitation's link: accept it with a new sign-in, or with the one that I have.

import { Alert, Button, Loader, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Session } from "../../api/types.ts";
import { Problem } from "../../shared/http.ts";
import { Failed } from "../Failed.tsx";
import { errorsOf, sayProblem } from "../forms.ts";
import { go, type Params } from "../router.ts";
import { longEnough, NewPassword } from "../signin/NewPassword.tsx";
import { join, joinAnew, openInvitation } from "../team/calls.ts";
import { Welcome } from "../Welcome.tsx";

function Anew({ token, email, onIn }: { token: string; email: string; onIn(session: Session): void }) {
  const form = useForm({
    initialValues: { name: "", password: "" },
    validate: {
      name: (typed) => (typed.trim() ? null : "What is your name?"),
      password: longEnough,
    },
  });
  const send = form.onSubmit(async (values) => {
    try {
      onIn(await joinAnew({ token, ...values }));
    } catch (error) {
      form.setErrors(errorsOf(error, ["name", "password"]));
    }
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <TextInput label="E-mail" value={email} readOnly autoComplete="username" />
        <TextInput label="Your name" autoComplete="name" {...form.getInputProps("name")} />
        <NewPassword label="Choose a password" {...form.getInputProps("password")} />
        <Button type="submit" size="md" loading={form.submitting}>Join</Button>
      </Stack>
    </form>
  );
}

/** What trying again cannot mend. */
function Over({ says }: { says: string }) {
  return (
    <Welcome title="An invitation">
      <Stack>
        <Alert color="red" title="This link does not work any more" role="alert">{says}</Alert>
        <Text>If you are on the team already, sign in. If not: the newest mail has the link that works. Ask whoever invited you to send it again.</Text>
        <Button component="a" size="md" href="#/signin">Sign in</Button>
      </Stack>
    </Welcome>
  );
}

export default function Join({ params, session }: { params: Params; session: Session | undefined }) {
  const token = params["token"]!;
  const queries = useQueryClient();
  const query = useQuery({ queryKey: ["invitation", token], queryFn: () => openInvitation(token), retry: false });
  const [failed, setFailed] = useState("");
  const found = query.data;

  function enter(now: Session): void {
    queries.clear();
    queries.setQueryData(["session"], now);
    go("/");
  }

  if (query.error instanceof Problem && query.error.status === 404) return <Over says={query.error.detail} />;
  if (query.isPending) return <Welcome title="An invitation"><Loader role="status" aria-label="Loading" /></Welcome>;
  if (!found) return <Welcome title="An invitation"><Failed of={query} /></Welcome>;
  const isMine = session?.member.email === found.email;
  return (
    <Welcome title={`Join ${found.account_name}`}>
      <Stack>
        <Text>{found.invited_by || "Somebody"} asks you to join the team.</Text>
        {found.requires_mfa && <Text size="sm" c="dimmed">The team asks for a second factor. You set it up right after: an app on your telephone, or a passkey.</Text>}
        {failed && <Alert color="red" role="alert">{failed}</Alert>}
        {!found.has_login && <Anew token={token} email={found.email} onIn={enter} />}
        {found.has_login && isMine && (
          <Button size="md" onClick={() => void join(token).then(enter).catch((error) => setFailed(sayProblem(error)))}>
            Join as {session.member.name}
          </Button>
        )}
        {found.has_login && !isMine && (
          <>
            <Text>Sign in as {found.email}, then you can accept.</Text>
            <Button component="a" size="md" href={`#/signin?return=${encodeURIComponent(`/dashboard/#/join/${token}`)}`}>Sign in</Button>
          </>
        )}
      </Stack>
    </Welcome>
  );
}

// Changes of how one signs in want a proof of the last quarter of an hour: asked for only when the API says so.

import { Alert, Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState, type ReactNode } from "react";
import { Problem } from "../../shared/http.ts";
import { errorsOf } from "../forms.ts";
import { Panel } from "../Panel.tsx";
import { askForProof, listFactors, proveAgain, type Factors, type Needed } from "./calls.ts";
import { CodeForm } from "./CodeForm.tsx";
import { signWithPasskey } from "./passkeys.ts";

type Work = () => Promise<void>;

const kindsOf = ({ passkeys, authenticator, recovery_codes_left }: Factors): Needed["kinds"] => [
  ...(passkeys.length ? (["passkey"] as const) : []),
  ...(authenticator ? (["authenticator"] as const) : []),
  ...((passkeys.length || authenticator) && recovery_codes_left ? (["recovery_code"] as const) : []),
];

function ByPassword({ onProven }: { onProven(): Promise<void> }) {
  const form = useForm({
    initialValues: { password: "" },
    validate: { password: (typed) => (typed ? null : "Enter your password.") },
  });
  const send = form.onSubmit(async ({ password }) => {
    try {
      await proveAgain({ password });
      await onProven();
    } catch (error) {
      form.setErrors(errorsOf(error, ["password"]));
    }
  });
  return (
    <form onSubmit={send} noValidate>
      <Stack>
        {form.errors["form"] && <Alert color="red" role="alert">{form.errors["form"]}</Alert>}
        <PasswordInput label="Your password" autoComplete="current-password" data-autofocus {...form.getInputProps("password")} />
        <Button type="submit" loading={form.submitting}>Go on</Button>
      </Stack>
    </form>
  );
}

interface Proving {
  /** Does some work, with a proof first if it needs one. */
  run(work: Work): Promise<void>;
  /** Asks for a proof in any case, and does the work then. */
  ask(work: Work): Promise<void>;
  /** Where the question is shown. */
  question: ReactNode;
}

export function useProof(): Proving {
  const [asked, setAsked] = useState<{ work: Work; kinds: Needed["kinds"] } | null>(null);

  async function run(work: Work): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem) || error.code !== "proof_needed") throw error;
      await ask(work);
    }
  }
  async function ask(work: Work): Promise<void> {
    setAsked({ work, kinds: kindsOf(await listFactors()) });
  }
  async function proven(): Promise<void> {
    const work = asked!.work;
    setAsked(null);
    await work();
  }

  const question = (
    <Panel opened={asked !== null} onClose={() => setAsked(null)} title="Is it still you?">
      <Stack>
        <Text>Before you change how you sign in, prove once more who you are.</Text>
        {asked?.kinds.length === 0 && <ByPassword onProven={proven} />}
        {asked && asked.kinds.length > 0 && (
          <CodeForm
            kinds={asked.kinds}
            submitLabel="Go on"
            onPasskey={async () => {
              const { challenge, credential_ids } = await askForProof();
              return signWithPasskey(challenge, credential_ids);
            }}
            onProof={async (proof) => {
              await proveAgain(proof);
              await proven();
            }}
          />
        )}
      </Stack>
    </Panel>
  );
  return { run, ask, question };
}

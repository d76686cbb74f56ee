// A second factor, by whichever means somebody has: a passkey, a code of the app, a recovery code.

import { Alert, Anchor, Button, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useState } from "react";
import { Problem } from "../../shared/http.ts";
import { errorsOf } from "../forms.ts";
import type { Needed, Proof } from "./calls.ts";
import type { Assertion } from "./passkeys.ts";
import { sayWhy } from "./saying.ts";

interface Props {
  kinds: Needed["kinds"];
  submitLabel: string;
  /** Throws what the API refuses. */
  onProof(proof: Proof): Promise<void>;
  onPasskey(): Promise<Assertion>;
}

const CODES = {
  authenticator: { field: "code", label: "Code of your authenticator app", says: "Six digits, new every half a minute." },
  recovery_code: { field: "recovery_code", label: "Recovery code", says: "One of the ten that you have kept. Each is good once." },
} as const;

export function CodeForm({ kinds, submitLabel, onProof, onPasskey }: Props) {
  const [kind, setKind] = useState<keyof typeof CODES>(kinds.includes("authenticator") ? "authenticator" : "recovery_code");
  const [failed, setFailed] = useState("");
  const [waiting, setWaiting] = useState(false);
  const { field, label, says } = CODES[kind];
  const form = useForm({
    initialValues: { code: "" },
    validate: { code: (typed) => (typed.trim() ? null : "Type the code.") },
  });
  const other = kind === "authenticator" ? "recovery_code" : "authenticator";

  const send = form.onSubmit(async ({ code }) => {
    setFailed("");
    const typed = kind === "authenticator" ? code.replace(/\s/g, "") : code.trim();
    try {
      await onProof({ [field]: typed } as Proof);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      const found = errorsOf(error, [field]);
      if (found[field]) form.setErrors({ code: found[field].startsWith("String should") ? "That is no such code." : `This code ${found[field]}.` });
      else setFailed(sayWhy(error));
    }
  });

  async function sign(): Promise<void> {
    setFailed("");
    setWaiting(true);
    try {
      await onProof({ passkey: await onPasskey() });
    } catch (error) {
      setFailed(sayWhy(error));
    }
    setWaiting(false);
  }

  return (
    <Stack>
      {failed && <Alert color="red" role="alert">{failed}</Alert>}
      {kinds.includes("passkey") && <Button size="md" loading={waiting} onClick={() => void sign()}>Use a passkey</Button>}
      {kinds.includes(kind) && (
        <form onSubmit={send} noValidate>
          <Stack>
            <TextInput
              key={kind}
              label={label}
              description={says}
              autoComplete="one-time-code"
              inputMode={kind === "authenticator" ? "numeric" : "text"}
              data-autofocus
              autoFocus={!kinds.includes("passkey")}
              {...form.getInputProps("code")}
            />
            <Button type="submit" size="md" variant={kinds.includes("passkey") ? "default" : "filled"} loading={form.submitting}>
              {submitLabel}
            </Button>
          </Stack>
        </form>
      )}
      {kinds.includes(other) && (
        <Anchor
          component="button"
          type="button"
          size="sm"
          ta="center"
          underline="always"
          onClick={() => {
            form.reset();
            setFailed("");
            setKind(other);
          }}
        >
          {other === "recovery_code" ? "Use a recovery code" : "Use the authenticator app"}
        </Anchor>
      )}
    </Stack>
  );
}

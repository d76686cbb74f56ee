// The second step of signing in, after whatever was the first.

import { Stack, Text } from "@mantine/core";
import { finishSignIn, type Entry, type Needed } from "./calls.ts";
import { CodeForm } from "./CodeForm.tsx";
import { signWithPasskey } from "./passkeys.ts";

export function SecondStep({ needed, onIn }: { needed: Needed; onIn(entry: Entry): void }) {
  return (
    <Stack>
      <Text>One thing more, so that your password alone lets nobody in.</Text>
      <CodeForm
        kinds={needed.kinds}
        submitLabel="Sign in"
        onPasskey={() => signWithPasskey(needed.challenge, needed.credential_ids)}
        onProof={async (proof) => onIn(await finishSignIn(needed.challenge, proof))}
      />
    </Stack>
  );
}

// Signing in, also for the check-in page, which sends people here and wants them back.

import { Anchor, Button, Text } from "@mantine/core";
import { SecondStep } from "../factors/SecondStep.tsx";
import { useEntry } from "../factors/useEntry.ts";
import { returnPath } from "../router.ts";
import { SignInForm } from "../signin/SignInForm.tsx";
import { Welcome } from "../Welcome.tsx";

export default function SignIn({ query }: { query: URLSearchParams }) {
  const back = returnPath(query);
  const [needed, enter] = useEntry(back);
  if (needed) return <Welcome title="Is it really you?"><SecondStep needed={needed} onIn={enter} /></Welcome>;
  return (
    <Welcome title="Sign in">
      <SignInForm onEntry={enter}>
        <Button component="a" href="#/mail-link" variant="default">E-mail me a link instead</Button>
        <Anchor href="#/forgotten" size="sm" ta="center" underline="always">Forgotten your password?</Anchor>
        <Text size="sm" ta="center">
          New here? <Anchor href={`#/signup${back ? `?return=${encodeURIComponent(back)}` : ""}`} underline="always">Open an account</Anchor>
        </Text>
      </SignInForm>
    </Welcome>
  );
}

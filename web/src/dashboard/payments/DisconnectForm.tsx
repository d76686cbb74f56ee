// Taking the Stripe account off: what follows is said first, and why is asked.

import { Button, Group, Radio, Select, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { sayFailed } from "../catalogue/undo.tsx";
import type { Disconnection, Payee } from "./calls.ts";

const REASONS: { value: Disconnection["reason"]; label: string }[] = [
  { value: "another_account", label: "I want to be paid on another account" },
  { value: "no_paid_events", label: "I do not sell for money any more" },
  { value: "leaving", label: "I stop selling here" },
  { value: "mistake", label: "It was connected by mistake" },
  { value: "other", label: "Something else" },
];

interface Props {
  payee: Payee;
  isPaidHere: boolean;
  onDone(): Promise<unknown>;
  onClose(): void;
}

/** An organizer who is paid here can be paid on the account's instead; `isPaidHere` is never so for the account itself. */
export function DisconnectForm({ payee, isPaidHere, onDone, onClose }: Props) {
  const [reason, setReason] = useState<Disconnection["reason"] | null>(null);
  const [after, setAfter] = useState("pause");
  const [isBusy, setBusy] = useState(false);

  async function send(): Promise<void> {
    setBusy(true);
    try {
      await payee.disconnect({ reason: reason!, falls_back: after === "account" });
      await onDone();
      onClose();
    } catch (error) {
      sayFailed(error);
    }
    setBusy(false);
  }

  return (
    <Stack>
      <Text>
        {!isPaidHere && "Nobody can pay by card from then on. "}Orders, tickets and refunds stay as they are, and the money that lies at
        Stripe is still paid out to you. You can connect again at any time.
      </Text>
      {isPaidHere && (
        <Radio.Group label="How is this organizer paid from then on?" value={after} onChange={setAfter}>
          <Stack gap="sm" mt="xs">
            <Radio value="pause" label="Not by card" description="Cards pause for its events until an account is connected again." />
            <Radio value="account" label="On the account’s Stripe account" description="New payments go where the other organizers are paid." />
          </Stack>
        </Radio.Group>
      )}
      <Select label="Why?" data={REASONS} value={reason} onChange={(value) => setReason(value as Disconnection["reason"])} />
      <Group>
        <Button color="red.8" onClick={() => void send()} loading={isBusy} disabled={!reason}>Disconnect</Button>
        <Button variant="default" onClick={onClose}>Leave it connected</Button>
      </Group>
    </Stack>
  );
}

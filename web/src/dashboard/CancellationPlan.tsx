// What calling an event off would do, as a picture, and the words that have to be typed before it is done.

import { Alert, Button, Group, Paper, Radio, SimpleGrid, Skeleton, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { Event } from "../api/types.ts";
import { Bars } from "./Bars.tsx";
import { Failed } from "./Failed.tsx";
import { Problem } from "../shared/http.ts";
import { sayProblem, useIntention } from "./forms.ts";
import { money } from "./format.ts";
import { previewCancellation, startCancellation, type Cancellation, type CancellationPreview } from "./refunds.ts";
import { useMay } from "./session.ts";
import { labelOf } from "./StateBadge.tsx";

const COLOURS: Record<string, string> = { COMPLETED: "teal", RESERVED: "blue", REVIEW: "orange", PROCESSING: "yellow" };

function Figure({ label, value, hint }: { label: string; value: string; hint?: string }) {
  return (
    <Paper withBorder radius="lg" p="md">
      <Text size="sm" c="dimmed">{label}</Text>
      <Text fz={26} fw={700} className="figures" lh={1.2} mt={4}>{value}</Text>
      {hint && <Text size="sm" c="dimmed" mt={2}>{hint}</Text>}
    </Paper>
  );
}

function Picture({ found, refund }: { found: CancellationPreview; refund: string }) {
  const orders = Object.entries(found.orders).map(([state, count]) => ({ label: labelOf(state), count, colour: COLOURS[state] ?? "gray" }));
  return (
    <Stack gap="md">
      <SimpleGrid cols={{ base: 1, sm: 2 }}>
        <Figure label="Orders that are cancelled" value={String(found.order_count)} hint={`${found.tickets} ${found.tickets === 1 ? "ticket is" : "tickets are"} void`} />
        {found.money.map((sum) => (
          <Figure
            key={`${sum.currency} ${sum.way}`}
            label={sum.way === "card" ? (refund === "full" ? "Goes back by card" : "Paid by card, and kept") : "Came by bank or in cash"}
            value={money(sum.amount_minor, sum)}
            hint={sum.way === "card" ? (refund === "full" ? "by itself, within minutes" : "you owe your buyers an explanation") : "hand it back by yourself: you get the list"}
          />
        ))}
        {!found.money.length && <Figure label="Money to give back" value="None" hint="nothing was paid" />}
      </SimpleGrid>
      {orders.length > 0 && <Bars label="Orders by state" parts={orders} />}
    </Stack>
  );
}

interface Props {
  event: Event;
  title: string;
  onBegun(cancellation: Cancellation): void;
}

export function CancellationPlan({ event, title, onBegun }: Props) {
  const keyFor = useIntention();
  const [refund, setRefund] = useState<"full" | "none">("full");
  const [typed, setTyped] = useState("");
  const [note, setNote] = useState("");
  const [problem, setProblem] = useState<unknown>(null);
  const [isSending, setSending] = useState(false);
  const preview = useQuery({ queryKey: ["cancellation-preview", event.id], queryFn: () => previewCancellation(event.id) });
  const isPublished = ["LIVE", "POSTPONED", "CANCELLED"].includes(event.status);
  const isMine = useMay(event)("events.edit");

  async function begin(submitted: FormEvent): Promise<void> {
    submitted.preventDefault();
    setSending(true);
    setProblem(null);
    const body = { confirm: typed, preview: preview.data?.token ?? "", refund, note };
    try {
      onBegun(await startCancellation(event.id, body, keyFor(body)));
    } catch (error) {
      if (error instanceof Problem && error.code === "preview_changed") await preview.refetch();
      setProblem(error);
      setSending(false);
    }
  }
  if (!isPublished) return <Alert variant="default">Only an event that was published can be called off.</Alert>;
  if (!isMine) return <Alert variant="default">You may look at this event, but not call it off.</Alert>;
  if (!preview.data) return preview.error ? <Failed of={preview} /> : <Skeleton height={180} radius="lg" />;
  const back = refund === "full" ? preview.data.money.filter((sum) => sum.way === "card").map((sum) => money(sum.amount_minor, sum)).join(" and ") : "";
  return (
    <Stack gap="lg">
      <Picture found={preview.data} refund={refund} />
      <form onSubmit={(submitted) => void begin(submitted)}>
        <Stack gap="md">
          <Radio.Group label="The money that came by card" value={refund} onChange={(value) => setRefund(value as "full" | "none")}>
            <Stack gap="xs" mt="xs">
              <Radio value="full" label="Give all of it back" />
              <Radio value="none" label="Keep it for now; each order can be refunded later" />
            </Stack>
          </Radio.Group>
          <Textarea label="Note" description="Only members of your account see it." autosize maxLength={500} value={note} onChange={(change) => setNote(change.currentTarget.value)} />
          <Alert variant="default" title="What happens">
            Sales stop at once and the page says that the event does not take place. Every order is cancelled, its tickets
            are void, and each buyer gets an e-mail. This cannot be undone.
          </Alert>
          <TextInput
            label={<>Type <b>{title}</b> to confirm</>}
            autoComplete="off"
            value={typed}
            onChange={(change) => setTyped(change.currentTarget.value)}
          />
          {problem !== null && <Alert color="red" role="alert">{sayProblem(problem)}</Alert>}
          <Group>
            <Button type="submit" color="red.8" loading={isSending} disabled={typed.trim() !== title.trim()}>
              {back ? `Call it off and give ${back} back` : "Call it off"}
            </Button>
            <Button component="a" variant="default" href={`#/events/${event.id}`}>Leave it as it is</Button>
          </Group>
        </Stack>
      </form>
    </Stack>
  );
}

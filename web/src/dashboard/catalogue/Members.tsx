// Who may buy what is for members: addresses and whole domains, pasted as they come.

import { Alert, Anchor, Button, CloseButton, Group, Loader, Stack, Text, Textarea } from "@mantine/core";
import { useInfiniteQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Product } from "../../api/types.ts";
import { Failed } from "../Failed.tsx";
import { sayProblem } from "../forms.ts";
import { addressesIn } from "./addresses.ts";
import { changeMembers, listMembers } from "./calls.ts";
import { offerUndo, sayDone, sayFailed } from "./undo.tsx";
import { countOf } from "./wording.ts";

export function Members({ eventId, product }: { eventId: string; product: Product }) {
  const queries = useQueryClient();
  const queryKey = ["members", product.id];
  const [pasted, setPasted] = useState("");
  const [error, setError] = useState("");
  const [isBusy, setBusy] = useState(false);
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => listMembers(eventId, product.id, pageParam),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const members = query.data?.pages.flatMap((page) => page.items) ?? [];

  async function change(add: string[], remove: string[]): Promise<void> {
    await changeMembers(eventId, product.id, add, remove);
    await queries.invalidateQueries({ queryKey });
  }

  async function add(): Promise<void> {
    const { addresses, wrong } = addressesIn(pasted);
    if (wrong.length) return setError(`Not an address: ${wrong.slice(0, 3).join(", ")}`);
    if (!addresses.length) return setError("Paste at least one address.");
    setBusy(true);
    setError("");
    try {
      for (let start = 0; start < addresses.length; start += 500) await change(addresses.slice(start, start + 500), []);
      setPasted("");
      sayDone(`${countOf(addresses.length, "address", "addresses")} added.`);
    } catch (refused) {
      setError(sayProblem(refused));
    } finally {
      setBusy(false);
    }
  }

  async function remove(address: string): Promise<void> {
    try {
      await change([], [address]);
      offerUndo(`${address} is no member any more.`, () => change([address], []));
    } catch (refused) {
      sayFailed(refused);
    }
  }

  return (
    <Stack>
      {product.shown_to !== "members" && !product.members_from && (
        <Alert variant="default">This ticket is not for members so far. Choose that in its form under “Who can buy it”.</Alert>
      )}
      <Textarea
        label="Add members"
        description="E-mail addresses, one a line or with commas. A whole domain is written @example.com."
        autosize
        minRows={3}
        maxRows={12}
        value={pasted}
        onChange={(change) => setPasted(change.currentTarget.value)}
        error={error}
      />
      <Button onClick={() => void add()} loading={isBusy}>Add them</Button>
      {query.isPending && <Loader role="status" aria-label="Loading the members" />}
      <Failed of={query} />
      {query.data && members.length === 0 && <Text c="dimmed">No members yet.</Text>}
      <Stack component="ul" gap={4} p={0} m={0} style={{ listStyle: "none" }} aria-label="Members">
        {members.map((address) => (
          <Group component="li" key={address} justify="space-between" wrap="nowrap">
            <Text>{address}</Text>
            <CloseButton aria-label={`Remove ${address}`} onClick={() => void remove(address)} />
          </Group>
        ))}
      </Stack>
      {query.hasNextPage && (
        <Anchor component="button" onClick={() => void query.fetchNextPage()}>Show more</Anchor>
      )}
    </Stack>
  );
}

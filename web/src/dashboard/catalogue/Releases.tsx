// What is planned for a limit: another number at a moment to come.

import { Badge, CloseButton, Group, NumberInput, Stack, Text, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { newKey } from "../../shared/http.ts";
import { formatMoment, toInstant } from "../../shared/time.ts";
import { Failed } from "../Failed.tsx";
import { LOCALE } from "../format.ts";
import { useIntention } from "../forms.ts";
import { dropRelease, listReleases, planRelease, type Pool, type Release } from "./calls.ts";
import { Editor } from "./Editor.tsx";
import { offerUndo, sayFailed } from "./undo.tsx";
import type { Sale } from "./useSale.ts";

const STATES: Record<Release["state"], [label: string, colour: string]> = {
  PLANNED: ["Planned", "blue"],
  DONE: ["Done", "teal"],
  FAILED: ["Failed", "red"],
};

/** Why a planned change could not be made. */
const problemOf = (problem: string): string => (problem === "below_sold" ? "More were sold or held by then." : problem.replaceAll("_", " "));

interface Props {
  sale: Sale;
  pool: Pool;
}

function Planned({ sale, pool, release }: Props & { release: Release }) {
  const { event } = sale;
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ["releases", pool.id] });
  const [label, colour] = STATES[release.state];
  const said = `${release.capacity} from ${formatMoment(release.at, event.timezone, LOCALE)}`;

  async function drop(): Promise<void> {
    try {
      await dropRelease(event.id, pool.id, release.id);
      await refresh();
      const { at, capacity, occurrence_id } = release;
      offerUndo("It is not planned any more.", () => planRelease(event.id, pool.id, { at, capacity, occurrence_id }, newKey()).then(refresh));
    } catch (error) {
      sayFailed(error);
    }
  }

  return (
    <Group component="li" justify="space-between" wrap="nowrap">
      <div>
        <Group gap="sm">
          <Text className="figures">{said}</Text>
          <Badge color={colour} miw="max-content">{label}</Badge>
        </Group>
        {release.problem && <Text size="sm" c="dimmed">{problemOf(release.problem)}</Text>}
      </div>
      {release.state === "PLANNED" && !sale.isReadOnly && <CloseButton aria-label={`Do not change it to ${said}`} onClick={() => void drop()} />}
    </Group>
  );
}

export function Releases({ sale, pool }: Props) {
  const { event } = sale;
  const queries = useQueryClient();
  const keyFor = useIntention();
  const query = useQuery({ queryKey: ["releases", pool.id], queryFn: () => listReleases(event.id, pool.id) });
  const form = useForm({
    initialValues: { capacity: "" as number | "", at: "" },
    validate: {
      capacity: (count) => (count === "" ? "Say how many there are then." : null),
      at: (wall) => (wall ? null : "Say when."),
    },
  });

  async function send({ capacity, at }: typeof form.values): Promise<void> {
    const fields = { capacity: Number(capacity), at: toInstant(at, event.timezone)!, occurrence_id: "" };
    await planRelease(event.id, pool.id, fields, keyFor(fields));
    await queries.invalidateQueries({ queryKey: ["releases", pool.id] });
    form.reset();
  }

  return (
    <Stack>
      <Text>There are {pool.capacity} now. At the moment that you set it becomes another number, within a minute and without you.</Text>
      <Failed of={query} />
      <Stack component="ul" gap="xs" p={0} m={0} style={{ listStyle: "none" }} aria-label="Planned changes">
        {query.data?.items.map((release) => <Planned key={release.id} sale={sale} pool={pool} release={release} />)}
      </Stack>
      {!sale.isReadOnly && (
        <Editor form={form} fields={["capacity", "at"]} submitLabel="Plan it" onSend={send}>
          <NumberInput label="How many then" min={0} max={1_000_000} allowDecimal={false} required data-autofocus {...form.getInputProps("capacity")} />
          <TextInput label="From" description={`Time in ${event.timezone}.`} type="datetime-local" required {...form.getInputProps("at")} />
        </Editor>
      )}
    </Stack>
  );
}

// How many are sold of how many, and a field to raise or lower the limit on the spot.

import { Button, Group, NumberInput, Progress, Text } from "@mantine/core";
import { useRef, useState } from "react";
import { Problem } from "../../shared/http.ts";
import { errorsOf } from "../forms.ts";
import { resizePool, type Pool } from "./calls.ts";
import { sayDone } from "./undo.tsx";
import type { Sale } from "./useSale.ts";

interface Props {
  sale: Sale;
  pool: Pool;
  name: string;
  /** Of one date of a series. */
  occurrenceId?: string;
  onDone?(): Promise<unknown>;
}

export function Bar({ name, capacity, free }: { name: string; capacity: number; free: number }) {
  const taken = capacity - free;
  return <Progress value={capacity ? (100 * taken) / capacity : 0} aria-label={`${name}: sold or held`} />;
}

function Field({ sale, pool, name, occurrenceId = "", onDone, onClose }: Props & { onClose(): void }) {
  const [capacity, setCapacity] = useState<number | string>(pool.capacity);
  const [error, setError] = useState("");
  const begun = useRef(pool); // the limit is read again every few seconds: an edit is of what it began with
  const [isStale, setStale] = useState(false);
  const [isBusy, setBusy] = useState(false);

  async function save(): Promise<void> {
    if (capacity === "") return setError("Type a number.");
    setBusy(true);
    setError("");
    try {
      await resizePool(sale.event.id, isStale ? pool : begun.current, Number(capacity), null, occurrenceId);
      await (onDone ?? sale.refresh)();
      sayDone(`${name}: ${capacity} now.`);
      onClose();
    } catch (refused) {
      if (refused instanceof Problem && refused.code === "stale_edit") {
        await (onDone ?? sale.refresh)();
        return setStale(true);
      }
      const found = errorsOf(refused, ["capacity"]);
      const number = found["capacity"]?.match(/\d+/)?.[0];
      setError(number ? `${number} are sold or held: it cannot be lower than that.` : (found["capacity"] ?? found["form"] ?? ""));
    } finally {
      setBusy(false);
    }
  }

  return (
    <Group
      component="form"
      gap="xs"
      align="flex-start"
      onSubmit={(event: React.FormEvent) => {
        event.preventDefault();
        void save();
      }}
    >
      <NumberInput
        aria-label={`How many: ${name}`}
        w={130}
        min={0}
        max={1_000_000}
        allowDecimal={false}
        allowNegative={false}
        autoFocus
        value={capacity}
        onChange={setCapacity}
        error={error || (isStale && `Somebody has made it ${pool.capacity} meanwhile. Save again to make it ${capacity}.`)}
        onKeyDown={(pressed) => pressed.key === "Escape" && onClose()}
      />
      <Button type="submit" loading={isBusy}>Save</Button>
      <Button variant="default" onClick={onClose}>Cancel</Button>
    </Group>
  );
}

export function Capacity(props: Props) {
  const { sale, pool, name } = props;
  const [isOpen, setOpen] = useState(false);
  if (isOpen) return <Field {...props} onClose={() => setOpen(false)} />;
  const perDate = sale.isSeries && pool.scope === "occurrence" && !props.occurrenceId;
  return (
    <Group gap="xs">
      <Text size="sm" c="dimmed" className="figures">
        {perDate
          ? `${pool.capacity} on each date`
          : `${pool.capacity - pool.free} of ${pool.capacity} sold or held · ${pool.free} free`}
      </Text>
      {!sale.isReadOnly && (
        <Button variant="subtle" size="compact-sm" onClick={() => setOpen(true)} aria-label={`Change how many: ${name}`}>
          Change
        </Button>
      )}
    </Group>
  );
}

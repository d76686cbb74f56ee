// What narrows the log: who, what, about which noun, and when.

import { Button, Select, SimpleGrid, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { KEYS, listKeys, listMembers, MEMBERS } from "../team/calls.ts";
import { EVERYTHING, isEverything, type Wanted } from "./calls.ts";
import { TYPES } from "./words.ts";

interface Props {
  wanted: Wanted;
  onWanted(wanted: Wanted): void;
}

const KINDS = [
  { value: "member", label: "Any member" },
  { value: "key", label: "Any program" },
  { value: "buyer", label: "Buyers" },
];

export function AuditFilters({ wanted, onWanted }: Props) {
  const members = useQuery({ queryKey: MEMBERS, queryFn: listMembers, staleTime: 60_000, retry: false });
  const keys = useQuery({ queryKey: KEYS, queryFn: listKeys, staleTime: 60_000, retry: false });
  const choose = (change: Partial<Wanted>) => onWanted({ ...wanted, ...change });
  const people = (members.data?.items ?? []).map(({ user_id, name }) => ({ value: user_id, label: name }));
  const programs = (keys.data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }));
  return (
    <search>
      <SimpleGrid cols={{ base: 2, md: 5 }} spacing="sm" mb="sm">
        <Select
          label="Who"
          placeholder="Everybody"
          data={[
            { group: "Kinds", items: KINDS },
            { group: "Members", items: people },
            { group: "Programs", items: programs },
          ].filter(({ items }) => items.length)}
          value={wanted.by || null}
          onChange={(by) => choose({ by: by ?? "" })}
          clearable
          searchable
          clearButtonProps={{ "aria-label": "Show everybody" }}
        />
        <Select
          label="What"
          placeholder="Everything"
          data={TYPES}
          value={wanted.type || null}
          onChange={(type) => choose({ type: type ?? "" })}
          clearable
          searchable
          clearButtonProps={{ "aria-label": "Show everything" }}
        />
        <TextInput
          label="About"
          placeholder="An id, such as evt_…"
          value={wanted.subject}
          maxLength={100}
          onChange={(change) => choose({ subject: change.currentTarget.value })}
        />
        <TextInput type="date" label="From" value={wanted.from} max={wanted.to || undefined} onChange={(change) => choose({ from: change.currentTarget.value })} />
        <TextInput type="date" label="Until" value={wanted.to} min={wanted.from || undefined} onChange={(change) => choose({ to: change.currentTarget.value })} />
      </SimpleGrid>
      {!isEverything(wanted) && (
        <Button variant="subtle" size="compact-sm" mb="sm" onClick={() => onWanted(EVERYTHING)}>Show all changes</Button>
      )}
    </search>
  );
}

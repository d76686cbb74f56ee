// Which types of events an endpoint is told: all, or those that are ticked, grouped by what they are about.

import { Checkbox, Fieldset, Radio, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { listTypes } from "./calls.ts";

interface Props {
  isAll: boolean;
  types: string[];
  error: React.ReactNode;
  onChange(isAll: boolean, types: string[]): void;
}

/** "credit_note.issued" is about a "Credit note". */
const nounOf = (type: string): string => {
  const noun = type.split(".")[0]!.replaceAll("_", " ");
  return noun[0]!.toUpperCase() + noun.slice(1);
};

export function TypeChoice({ isAll, types, error, onChange }: Props) {
  const query = useQuery({ queryKey: ["webhook-types"], queryFn: listTypes, staleTime: Infinity });
  const found = query.data?.items ?? [];
  const nouns = [...new Set(found.map(({ type }) => nounOf(type)))];
  return (
    <>
      <Radio.Group
        label="What it is told"
        value={isAll ? "all" : "some"}
        onChange={(value) => onChange(value === "all", types)}
        error={error}
      >
        <Stack gap="xs" mt="xs">
          <Radio value="all" label="Everything that happens" />
          <Radio value="some" label="Only what I choose" />
        </Stack>
      </Radio.Group>
      {!isAll && nouns.map((noun) => (
        <Fieldset key={noun} legend={noun} radius="md">
          <Stack gap="sm">
            {found.filter(({ type }) => nounOf(type) === noun).map(({ type, says }) => (
              <Checkbox
                key={type}
                label={<Text span size="sm" ff="monospace">{type}</Text>}
                description={says}
                checked={types.includes(type)}
                onChange={(event) =>
                  onChange(false, event.currentTarget.checked ? [...types, type] : types.filter((one) => one !== type))}
              />
            ))}
          </Stack>
        </Fieldset>
      ))}
    </>
  );
}

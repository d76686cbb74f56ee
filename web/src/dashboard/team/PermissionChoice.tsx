// Which permissions a role or a key includes, in words.

import { Checkbox, Fieldset, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { listPermissions } from "./calls.ts";

interface Props {
  chosen: string[];
  error: React.ReactNode;
  onChange(chosen: string[]): void;
}

export function PermissionChoice({ chosen, error, onChange }: Props) {
  const query = useQuery({ queryKey: ["permissions"], queryFn: listPermissions, staleTime: Infinity });
  return (
    <Fieldset legend="What it allows" radius="md">
      <Stack gap="sm">
        {(query.data?.items ?? []).map(({ name, says }) => (
          <Checkbox
            key={name}
            label={says}
            checked={chosen.includes(name)}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...chosen, name] : chosen.filter((one) => one !== name))}
          />
        ))}
        {error && <Text c="red" size="sm" role="alert">{error}</Text>}
      </Stack>
    </Fieldset>
  );
}

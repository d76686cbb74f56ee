// What somebody may do: roles, each for the whole account or for one place.

import { Button, Group, Select, Stack, Text } from "@mantine/core";
import { ROLE_SAYS, roleName } from "./words.ts";
import { usePlaces } from "./usePlaces.ts";
import type { Grant, Role } from "./calls.ts";

interface Props {
  grants: Grant[];
  roles: Role[];
  error: React.ReactNode;
  onChange(grants: Grant[]): void;
}

export function GrantFields({ grants, roles, error, onChange }: Props) {
  const places = usePlaces();
  const set = (at: number, change: Partial<Grant>) =>
    onChange(grants.map((grant, i) => (i === at ? { ...grant, ...change } : grant)));
  return (
    <Stack gap="sm" role="group" aria-label="What they may do">
      {grants.map((grant, at) => (
        <Group key={at} gap="xs" align="flex-start" wrap="wrap">
          <Select
            label="Role"
            description={ROLE_SAYS[grant.role]}
            data={roles.map(({ id }) => ({ value: id, label: roleName(id, roles) }))}
            value={grant.role}
            onChange={(role) => role && set(at, role === "owner" ? { role, place: "" } : { role })}
            allowDeselect={false}
            inputWrapperOrder={["label", "input", "description", "error"]}
            flex="1 1 160px"
          />
          <Select
            label="For"
            data={places}
            value={grant.place}
            onChange={(place) => place !== null && set(at, { place })}
            disabled={grant.role === "owner"}
            allowDeselect={false}
            searchable
            flex="1 1 160px"
          />
          {grants.length > 1 && (
            <Button variant="default" onClick={() => onChange(grants.filter((_, i) => i !== at))} aria-label={`Remove the role ${roleName(grant.role, roles)}`} mt={25}>
              Remove
            </Button>
          )}
        </Group>
      ))}
      {error && <Text c="red" size="sm" role="alert">{error}</Text>}
      <Button variant="subtle" onClick={() => onChange([...grants, { role: "check_in", place: "" }])} style={{ alignSelf: "flex-start" }}>
        Add another role
      </Button>
    </Stack>
  );
}

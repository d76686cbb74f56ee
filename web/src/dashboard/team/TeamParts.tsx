// The three lists of the team's screen: who belongs to it, who was asked, and which roles there are.

import { Badge, Group, Paper, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { RowMenu, type Item } from "../catalogue/RowMenu.tsx";
import type { Invitation, Member, Role } from "./calls.ts";
import type { Place } from "./usePlaces.ts";
import { grantText, ROLE_SAYS, roleName } from "./words.ts";

export function Part({ title, says, children }: { title: string; says?: string; children: ReactNode }) {
  return (
    <Paper withBorder radius="lg" p={{ base: "md", sm: "xl" }} component="section" aria-label={title}>
      <Title order={2} size="h4">{title}</Title>
      {says && <Text c="dimmed" size="sm" mt={4}>{says}</Text>}
      <Stack gap="md" mt="md">{children}</Stack>
    </Paper>
  );
}

export function Row({ name, says, menu, children }: { name: string; says: string; menu?: (Item | false)[]; children?: ReactNode }) {
  return (
    <Group justify="space-between" wrap="nowrap" align="flex-start">
      <div style={{ minWidth: 0 }}>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">{says}</Text>
        {children && <Group gap={6} mt={6}>{children}</Group>}
      </div>
      {menu && <RowMenu name={name} items={menu} />}
    </Group>
  );
}

interface Given {
  roles: Role[];
  places: Place[];
}

const Grants = ({ of, roles, places }: Given & { of: Member | Invitation }) =>
  of.grants.map((grant) => (
    <Badge key={`${grant.role}@${grant.place}`} variant="light" tt="none" h="auto" py={2} styles={{ label: { whiteSpace: "normal" } }}>
      {grantText(grant, roles, places)}
    </Badge>
  ));

interface Who<T> extends Given {
  found: T[];
  menuOf?: ((one: T) => Item[]) | undefined;
}

export const Members = ({ found, menuOf, me, ...given }: Who<Member> & { me: string }) =>
  found.map((member) => (
    <Row
      key={member.user_id}
      name={member.user_id === me ? `${member.name} (you)` : member.name}
      says={member.email}
      {...(menuOf && { menu: menuOf(member) })}
    >
      <Grants of={member} {...given} />
      {member.has_mfa && <Badge variant="light" tt="none">Second factor</Badge>}
    </Row>
  ));

const until = (instant: string) => new Date(instant).toLocaleDateString("en", { day: "numeric", month: "long" });

export const Invitations = ({ found, menuOf, ...given }: Who<Invitation>) =>
  found.map((invitation) => (
    <Row
      key={invitation.id}
      name={invitation.email}
      says={`Open until ${until(invitation.expires_at)}${invitation.times_sent > 1 ? `, sent ${invitation.times_sent} times` : ""}`}
      {...(menuOf && { menu: menuOf(invitation) })}
    >
      <Grants of={invitation} {...given} />
    </Row>
  ));

interface RoleProps {
  found: Role[];
  /** What each permission allows. */
  says: Map<string, string>;
  menuOf?: ((role: Role) => Item[]) | undefined;
}

export const Roles = ({ found, says, menuOf }: RoleProps) =>
  found.map((role) => (
    <Row
      key={role.id}
      name={roleName(role.id, found)}
      says={ROLE_SAYS[role.id] ?? role.permissions.map((name) => says.get(name) ?? name).join(" · ")}
      {...(menuOf && !role.is_stock && { menu: menuOf(role) })}
    />
  ));

// Who belongs to the account, who was asked to, and what each role means.

import { Anchor, Button, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { sayDone, sayFailed } from "../catalogue/undo.tsx";
import { Failed } from "../Failed.tsx";
import { MfaSwitch } from "../factors/MfaSwitch.tsx";
import { may } from "../may.ts";
import { Panel } from "../Panel.tsx";
import { INVITATIONS, MEMBERS, ROLES, type Member, type Role } from "../team/calls.ts";
import { listInvitations, listMembers, listPermissions, listRoles, removeMember, removeRole, resend, revoke } from "../team/calls.ts";
import { InviteForm } from "../team/InviteForm.tsx";
import { MemberForm } from "../team/MemberForm.tsx";
import { RoleForm } from "../team/RoleForm.tsx";
import { Invitations, Members, Part, Roles } from "../team/TeamParts.tsx";
import { usePlaces } from "../team/usePlaces.ts";
import { useSession } from "../session.ts";

type Shown = { what: "invite" } | { what: "member" | "remove"; member: Member } | { what: "role"; role?: Role };

const TITLES: Record<Shown["what"], string> = {
  invite: "Invite somebody",
  member: "What they may do",
  remove: "Remove from the team",
  role: "Role",
};

export default function Team() {
  const queries = useQueryClient();
  const session = useSession();
  const members = useQuery({ queryKey: MEMBERS, queryFn: listMembers });
  const invitations = useQuery({ queryKey: INVITATIONS, queryFn: listInvitations });
  const found = useQuery({ queryKey: ROLES, queryFn: listRoles });
  const permissions = useQuery({ queryKey: ["permissions"], queryFn: listPermissions, staleTime: Infinity });
  const places = usePlaces();
  const [shown, setShown] = useState<Shown | null>(null);
  const canEdit = may(session.data, "members.edit");
  const roles = found.data?.items ?? [];
  const close = () => setShown(null);

  async function done(message: string): Promise<void> {
    close();
    await Promise.all([MEMBERS, INVITATIONS, ROLES].map((queryKey) => queries.invalidateQueries({ queryKey })));
    sayDone(message);
  }
  const act = (work: Promise<unknown>, message: string) => void work.then(() => done(message)).catch(sayFailed);

  function panel(now: Shown) {
    switch (now.what) {
      case "invite":
        return <InviteForm roles={roles} onDone={(email) => void done(`${email} has an invitation.`)} />;
      case "member":
        return <MemberForm member={now.member} roles={roles} onDone={() => void done("Saved.")} />;
      case "role":
        return <RoleForm {...(now.role && { role: now.role })} onDone={() => void done("Saved.")} />;
      case "remove":
        return (
          <Stack>
            <Text>{now.member.name} can do nothing here from their next click on. What they did stays in the history.</Text>
            <Button color="red.8" onClick={() => act(removeMember(now.member.user_id), `${now.member.name} is removed.`)}>Remove</Button>
          </Stack>
        );
    }
  }

  const failed = [members, invitations, found].find((query) => query.error);
  const open = invitations.data?.items ?? [];
  return (
    <>
      <Anchor href="#/" size="sm">← All events</Anchor>
      <Group justify="space-between" mt="xs" mb="lg" align="flex-start">
        <div>
          <Title order={1} size="h2">Team</Title>
          <Text c="dimmed" mt={4}>Who works with you here, and what each of them may do.</Text>
        </div>
        {canEdit && <Button onClick={() => setShown({ what: "invite" })}>Invite somebody</Button>}
      </Group>
      {failed && <Failed of={failed} />}
      {members.isPending && <Skeleton height={180} radius="lg" />}
      <Stack gap="lg">
        {members.data && (
          <Part title="Members">
            <Members
              found={members.data.items}
              roles={roles}
              places={places}
              me={session.data?.member.user_id ?? ""}
              menuOf={canEdit ? (member) => [
                { label: "Change what they may do", onClick: () => setShown({ what: "member", member }) },
                { label: "Remove from the team", onClick: () => setShown({ what: "remove", member }) },
              ] : undefined}
            />
          </Part>
        )}
        {session.data && members.data && may(session.data, "account.edit") && (
          <MfaSwitch session={session.data} members={members.data.items} />
        )}
        {open.length > 0 && (
          <Part title="Invitations">
            <Invitations
              found={open}
              roles={roles}
              places={places}
              menuOf={canEdit ? ({ id, email }) => [
                { label: "Send it again", onClick: () => act(resend(id), `${email} has a new link.`) },
                { label: "Revoke it", onClick: () => act(revoke(id), `The link of ${email} opens nothing any more.`) },
              ] : undefined}
            />
          </Part>
        )}
        {found.data && (
          <Part title="Roles" says="Six are the same everywhere. Make your own for whatever they do not fit.">
            <Roles
              found={roles}
              says={new Map((permissions.data?.items ?? []).map(({ name, says }) => [name, says]))}
              menuOf={canEdit ? (role) => [
                { label: "Change it", onClick: () => setShown({ what: "role", role }) },
                { label: "Remove it", onClick: () => act(removeRole(role.id), `${role.name} is removed.`) },
              ] : undefined}
            />
            {canEdit && <Button variant="default" onClick={() => setShown({ what: "role" })} style={{ alignSelf: "flex-start" }}>Make a role</Button>}
          </Part>
        )}
      </Stack>
      <Panel opened={shown !== null} onClose={close} title={shown ? TITLES[shown.what] : ""}>
        {shown && panel(shown)}
      </Panel>
    </>
  );
}

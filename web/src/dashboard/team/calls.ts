// The calls about an account's team: members, invitations, roles, keys and one's own sessions.

import { call } from "../../api/client.ts";
import type { components } from "../../api/schema.d.ts";
import { matching } from "../versions.ts";

type Schemas = components["schemas"];
export type Member = Schemas["TeamMemberOut"];
export type Invitation = Schemas["InvitationOut"];
export type Role = Schemas["RoleOut"];
export type Grant = Schemas["GrantOut"];
export type Key = Schemas["KeyOut"];
export type KeyWithText = Schemas["KeyWithText"];
export type SessionInfo = Schemas["SessionInfo"];

export const MEMBERS = ["members"];
export const INVITATIONS = ["invitations"];
export const ROLES = ["roles"];
export const KEYS = ["keys"];
export const SESSIONS = ["sessions"];

export const listMembers = () => call("get", "/members", {});
export const editMember = (member: Member, grants: Grant[]) =>
  call("patch", "/members/{user_id}", { path: { user_id: member.user_id }, body: { grants }, ...matching(member.version) });
export const removeMember = (user_id: string) => call("delete", "/members/{user_id}", { path: { user_id } });

export const listInvitations = () => call("get", "/invitations", {});
export const invite = (body: Schemas["NewInvitation"], key: string) => call("post", "/invitations", { body, key });
export const resend = (invitation_id: string) =>
  call("post", "/invitations/{invitation_id}/resend", { path: { invitation_id } });
export const revoke = (invitation_id: string) => call("delete", "/invitations/{invitation_id}", { path: { invitation_id } });
export const openInvitation = (token: string) => call("post", "/public/invitation", { body: { token } });
export const joinAnew = (body: Schemas["NewMember"]) => call("post", "/public/invitation/members", { body });
export const join = (token: string) => call("post", "/sessions/current/invitation", { body: { token } });

export const listRoles = () => call("get", "/roles", {});
export const listPermissions = () => call("get", "/permissions", {});
export const makeRole = (body: Schemas["NewRole"], key: string) => call("post", "/roles", { body, key });
export const editRole = (role: Role, body: Schemas["NewRole"]) =>
  call("put", "/roles/{role_id}", { path: { role_id: role.id }, body, ...matching(role.version) });
export const removeRole = (role_id: string) => call("delete", "/roles/{role_id}", { path: { role_id } });

export const listKeys = () => call("get", "/keys", {});
export const makeKey = (body: Schemas["NewKey"], key: string) => call("post", "/keys", { body, key });
export const revokeKey = (key_id: string) => call("delete", "/keys/{key_id}", { path: { key_id } });

export const listSessions = () => call("get", "/sessions", {});
export const endSession = (session_id: string) => call("delete", "/sessions/{session_id}", { path: { session_id } });
export const endOthers = () => call("post", "/sessions/end-others", {});
export const chooseAccount = (account_id: string) => call("post", "/sessions/current/account", { body: { account_id } });

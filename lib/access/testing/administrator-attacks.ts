import { randomUUID } from "node:crypto";
import { listAccessRequests } from "@/lib/cohort/list-access-requests";
import { type Actor, ROLES, systemActor } from "../actor";
import { disableUser } from "../disable-user";
import { enableUser } from "../enable-user";
import { endSessions } from "../end-sessions";
import { giveGrant } from "../give-grant";
import { inviteUser } from "../invite-user";
import { listAudit, listAuditSchema } from "../list-audit";
import { listGrantScopes } from "../list-grant-scopes";
import { listGrants } from "../list-grants";
import { listInvitations } from "../list-invitations";
import { listUsers } from "../list-users";
import { revokeGrant } from "../revoke-grant";
import { revokeInvitation } from "../revoke-invitation";
import { setUserRoles } from "../set-user-roles";
import { writePerson } from "./two-sites-store";

const fresh = (): Promise<Actor> => writePerson(randomUUID(), ["neuroscientist"]);
const newEmail = () => `${randomUUID()}@example.org`;
const NO_GRANT = { level: "view", trueDates: false, purpose: "test", expiresAt: null } as const;

/** Verbs of the administrator, who needs no grant; no grant and no other role stands in for hers. */
export const ACCESS_OF_THE_ADMINISTRATOR: Record<string, (actor: Actor) => Promise<unknown>> = {
  "lib/access/list-users.ts": (actor) => listUsers(actor),
  "lib/access/list-invitations.ts": (actor) => listInvitations(actor),
  "lib/access/list-grants.ts": (actor) => listGrants(actor, { state: "active", userId: null }),
  "lib/access/list-grant-scopes.ts": (actor) => listGrantScopes(actor),
  "lib/cohort/list-access-requests.ts": (actor) => listAccessRequests(actor),
  "lib/access/list-audit.ts": (actor) => listAudit(actor, listAuditSchema.parse({})),
  "lib/access/invite-user.ts": (actor) => inviteUser(actor, { email: newEmail(), roles: ["admin"] }),
  "lib/access/revoke-invitation.ts": async (actor) => {
    const made = await inviteUser(systemActor("test"), { email: newEmail(), roles: ["clinician"] });
    return revokeInvitation(actor, made.invitationId);
  },
  "lib/access/set-user-roles.ts": (actor) => setUserRoles(actor, { userId: actor.userId, roles: [...ROLES] }),
  "lib/access/disable-user.ts": async (actor) => disableUser(actor, (await fresh()).userId),
  "lib/access/enable-user.ts": async (actor) => {
    const { userId } = await fresh();
    await disableUser(systemActor("test"), userId);
    return enableUser(actor, userId);
  },
  "lib/access/end-sessions.ts": async (actor) => endSessions(actor, (await fresh()).userId),
  "lib/access/give-grant.ts": (actor) =>
    giveGrant(actor, { ...NO_GRANT, userId: actor.userId, scope: { kind: "network" } }),
  "lib/access/revoke-grant.ts": async (actor) => {
    const { userId } = await fresh();
    const made = await giveGrant(systemActor("test"), { ...NO_GRANT, userId, scope: { kind: "network" } });
    return revokeGrant(actor, made.grantId);
  },
};

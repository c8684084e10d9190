/** What a person does here; a role opens verbs, never rows (rows come from grants). */
export const ROLES = ["neuroscientist", "clinician", "dataManager", "admin"] as const;
export type Role = (typeof ROLES)[number];

export const GRANT_SCOPES = ["network", "site", "project"] as const;
export type GrantScope = (typeof GRANT_SCOPES)[number];

/** Ascending: each level includes those before it. */
export const GRANT_LEVELS = ["count", "browse", "view", "export"] as const;
export type GrantLevel = (typeof GRANT_LEVELS)[number];

export const LOCALES = ["fr", "en"] as const;
export type Locale = (typeof LOCALES)[number];

/** A grant that was neither revoked nor expired when the actor was read from the database. */
export interface ActiveGrant {
  id: string;
  scope: GrantScope;
  /** Set when scope is "site". */
  siteId: string | null;
  /** Set when scope is "project". */
  projectId: string | null;
  level: GrantLevel;
  /** May also read true dates in this scope. */
  trueDates: boolean;
}

/**
 * Who asks. Made anew for every request from the database (current-actor.ts), so that a revoked grant or a disabled
 * account is felt at once.
 */
export interface Actor {
  /** User.id; for the system, SYSTEM_USER_ID, which is no row. */
  userId: string;
  /** "user", or "system:<job>" for a job or a command of the operator. */
  agent: "user" | `system:${string}`;
  roles: readonly Role[];
  grants: readonly ActiveGrant[];
  /** Chosen language; null follows the browser. */
  locale: Locale | null;
}

export const SYSTEM_USER_ID = "00000000-0000-0000-0000-000000000000";

/** The actor of a job or of an operator's command; sees every row. Never made from a request. */
export function systemActor(name: string): Actor {
  return { userId: SYSTEM_USER_ID, agent: `system:${name}`, roles: [], grants: [], locale: null };
}

/** True for an actor made by systemActor. */
export function isSystem(actor: Actor): boolean {
  return actor.agent !== "user";
}

/** Whether a stored grant still gives anything at an instant. */
export function isGrantActive(grant: { expiresAt: Date | null; revokedAt: Date | null }, at: Date): boolean {
  return grant.revokedAt === null && (grant.expiresAt === null || grant.expiresAt.getTime() > at.getTime());
}

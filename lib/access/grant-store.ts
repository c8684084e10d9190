import { db, type Prisma, type Tx } from "@/lib/platform/db/client";
import type { GrantLevel, GrantScope } from "./actor";

export type GrantState = "active" | "expired" | "revoked";

export interface GrantRow {
  id: string;
  userId: string;
  userName: string;
  userEmail: string;
  scope: GrantScope;
  siteId: string | null;
  siteName: string | null;
  projectId: string | null;
  projectName: string | null;
  level: GrantLevel;
  trueDates: boolean;
  purpose: string;
  createdAt: Date;
  expiresAt: Date | null;
  revokedAt: Date | null;
  grantedByName: string | null;
}

/** At most this many are listed; a filter by person finds the rest. */
export const GRANTS_LISTED = 200;

/** Grants in a state at an instant, newest first, of one person when asked. */
export async function findGrants(state: GrantState, userId: string | null, at: Date): Promise<GrantRow[]> {
  const rows = await db().grant.findMany({
    where: { ...stateWhere(state, at), ...(userId === null ? {} : { userId }) },
    orderBy: [{ createdAt: "desc" }, { id: "desc" }],
    take: GRANTS_LISTED,
    select: {
      id: true,
      userId: true,
      scope: true,
      siteId: true,
      projectId: true,
      level: true,
      trueDates: true,
      purpose: true,
      createdAt: true,
      expiresAt: true,
      revokedAt: true,
      user: { select: { name: true, email: true } },
      grantedBy: { select: { name: true } },
      site: { select: { name: true } },
      project: { select: { name: true } },
    },
  });
  return rows.map(({ user, grantedBy, site, project, ...row }) => ({
    ...row,
    userName: user.name,
    userEmail: user.email,
    siteName: site?.name ?? null,
    projectName: project?.name ?? null,
    grantedByName: grantedBy?.name ?? null,
  }));
}

export async function countGrants(userId: string | null, at: Date): Promise<Record<GrantState, number>> {
  const of = (state: GrantState) =>
    db().grant.count({ where: { ...stateWhere(state, at), ...(userId === null ? {} : { userId }) } });
  return { active: await of("active"), expired: await of("expired"), revoked: await of("revoked") };
}

export interface NewGrant {
  userId: string;
  scope: GrantScope;
  siteId: string | null;
  projectId: string | null;
  level: GrantLevel;
  trueDates: boolean;
  purpose: string;
  expiresAt: Date | null;
  grantedById: string | null;
}

export async function insertGrant(tx: Tx, grant: NewGrant): Promise<string> {
  return (await tx.grant.create({ data: grant, select: { id: true } })).id;
}

/** Whose grant was revoked; null when there is none to revoke. */
export async function markGrantRevoked(tx: Tx, id: string, at: Date): Promise<string | null> {
  const rows = await tx.grant.updateManyAndReturn({
    where: { id, revokedAt: null },
    data: { revokedAt: at },
    select: { userId: true },
  });
  return rows[0]?.userId ?? null;
}

export async function scopeExists(tx: Tx, siteId: string | null, projectId: string | null): Promise<boolean> {
  if (siteId !== null) return (await tx.site.count({ where: { id: siteId } })) === 1;
  if (projectId !== null) return (await tx.project.count({ where: { id: projectId } })) === 1;
  return true;
}

export interface ScopeOption {
  id: string;
  code: string;
  name: string;
}

export async function findScopes(): Promise<{ sites: ScopeOption[]; projects: ScopeOption[] }> {
  const select = { id: true, code: true, name: true };
  return {
    sites: await db().site.findMany({ orderBy: { name: "asc" }, select }),
    projects: await db().project.findMany({ orderBy: { name: "asc" }, select }),
  };
}

function stateWhere(state: GrantState, at: Date): Prisma.GrantWhereInput {
  switch (state) {
    case "active":
      return { revokedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: at } }] };
    case "expired":
      return { revokedAt: null, expiresAt: { lte: at } };
    case "revoked":
      return { revokedAt: { not: null } };
  }
}

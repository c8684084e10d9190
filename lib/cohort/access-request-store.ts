import type { GrantLevel } from "@/lib/access/actor";
import { db, type Tx } from "@/lib/platform/db/client";
import type { Criteria } from "./criteria";

export type RequestState = "open" | "accepted" | "declined" | "withdrawn";

export interface AccessRequestRow {
  id: string;
  userId: string;
  userName: string;
  userEmail: string;
  siteName: string | null;
  projectName: string | null;
  level: GrantLevel;
  purpose: string;
  /** As it was kept; to be read with parseCriteria. */
  criteria: unknown;
  state: RequestState;
  createdAt: Date;
}

/** At most this many are listed. */
export const REQUESTS_LISTED = 200;

/** Requests of one person or of all, the open ones first, then the newest. */
export async function findAccessRequests(userId: string | null): Promise<AccessRequestRow[]> {
  const rows = await db().accessRequest.findMany({
    where: userId === null ? {} : { userId },
    orderBy: [{ state: "asc" }, { createdAt: "desc" }, { id: "desc" }],
    take: REQUESTS_LISTED,
    select: {
      id: true,
      userId: true,
      level: true,
      purpose: true,
      criteria: true,
      state: true,
      createdAt: true,
      user: { select: { name: true, email: true } },
      site: { select: { name: true } },
      project: { select: { name: true } },
    },
  });
  return rows.map(({ user, site, project, ...row }) => ({
    ...row,
    userName: user.name,
    userEmail: user.email,
    siteName: site?.name ?? null,
    projectName: project?.name ?? null,
  }));
}

export function countOpenRequests(tx: Tx, userId: string): Promise<number> {
  return tx.accessRequest.count({ where: { userId, state: "open" } });
}

export async function insertAccessRequest(
  tx: Tx,
  request: {
    userId: string;
    siteId: string | null;
    projectId: string | null;
    level: GrantLevel;
    purpose: string;
    criteria: Criteria;
    createdAt: Date;
  },
): Promise<string> {
  const { criteria, ...row } = request;
  const kept = JSON.parse(JSON.stringify(criteria)) as object;
  return (await tx.accessRequest.create({ data: { ...row, criteria: kept }, select: { id: true } })).id;
}

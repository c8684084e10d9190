import type { Db, Tx } from "@/lib/platform/db/client";

type Hash = Uint8Array<ArrayBuffer>;

/** Those of the hashes that are on the list. */
export async function findOpposed(db: Db | Tx, hashes: readonly Hash[]): Promise<Hash[]> {
  const rows = await db.opposition.findMany({
    where: { linkageHash: { in: [...hashes] } },
    select: { linkageHash: true },
  });
  return rows.map(({ linkageHash }) => linkageHash);
}

/** How many of the hashes lead to a subject. */
export async function countLinked(db: Db | Tx, hashes: readonly Hash[]): Promise<number> {
  return db.subjectLink.count({ where: { linkageHash: { in: [...hashes] } } });
}

/** @returns how many were not on the list yet */
export async function insertOppositions(
  tx: Tx,
  siteId: string,
  addedById: string | null,
  hashes: readonly Hash[],
): Promise<number> {
  const { count } = await tx.opposition.createMany({
    data: hashes.map((linkageHash) => ({ linkageHash, siteId, addedById })),
    skipDuplicates: true,
  });
  return count;
}

/** @returns whether it was on the list of the site */
export async function deleteOpposition(tx: Tx, siteId: string, linkageHash: Hash): Promise<boolean> {
  const { count } = await tx.opposition.deleteMany({ where: { linkageHash, siteId } });
  return count > 0;
}

/** Additions of one day; there are only hashes, so there is nothing else to tell. */
export interface OppositionDay {
  /** YYYY-MM-DD, UTC. */
  day: string;
  count: number;
}

export interface SiteOppositions {
  siteId: string;
  siteName: string;
  count: number;
  /** Newest first. */
  days: OppositionDay[];
}

/** How many are listed per site and day of addition; `null` for every site. */
export async function findOppositionCounts(
  db: Db,
  siteIds: readonly string[] | null,
): Promise<SiteOppositions[]> {
  const sites = await db.site.findMany({
    where: siteIds === null ? {} : { id: { in: [...siteIds] } },
    orderBy: { name: "asc" },
    select: { id: true, name: true },
  });
  const rows = await db.$queryRaw<{ siteId: string; day: string; count: number }[]>`
    SELECT "siteId", to_char("addedAt" AT TIME ZONE 'UTC', 'YYYY-MM-DD') AS day, count(*)::int AS count
    FROM "Opposition" GROUP BY "siteId", day ORDER BY day DESC`;
  return sites.map(({ id, name }) => {
    const days = rows.filter(({ siteId }) => siteId === id).map(({ day, count }) => ({ day, count }));
    return {
      siteId: id,
      siteName: name,
      count: days.reduce((sum, { count }) => sum + count, 0),
      days,
    };
  });
}

import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { type HeldContext, heldContextSchema } from "./held-context";
import type { HeldSelection } from "./held-selection";

/** One name for files held at one site for one reason, by the same attributes, in the same context. */
const GROUP_KEY = Prisma.sql`md5(concat_ws(' ', held."reason", array_to_string(held."attributes", ','), held."context"::text))`;

/** The files of a selection that still have bytes; `until` leaves out those that were held later. */
function selected(siteId: string, selection: HeldSelection, until: Date | null): Prisma.Sql {
  const open = Prisma.sql`held."siteId" = ${siteId}::uuid AND held."erasedAt" IS NULL
    AND (${until}::timestamptz IS NULL OR held."heldAt" <= ${until}::timestamptz)`;
  switch (selection.by) {
    case "group":
      return Prisma.sql`${open} AND ${GROUP_KEY} = ${selection.key}`;
    case "scanner":
      return Prisma.sql`${open} AND held."reason" = 'unknown-scanner'
        AND held."context"->>'scannerKey' = ${selection.scannerKey}`;
    case "creators":
      return Prisma.sql`${open} AND held."reason" = 'unknown-private-creator'
        AND jsonb_array_length(COALESCE(held."context"->'creatorHashes', '[]')) > 0
        AND NOT EXISTS (
          SELECT 1 FROM jsonb_array_elements_text(held."context"->'creatorHashes') AS creator(hash)
          WHERE NOT creator.hash = ANY(${selection.creatorHashes}::text[]) AND NOT EXISTS (
            SELECT 1 FROM "DroppedCreator" dropped WHERE dropped."creatorHash" = decode(creator.hash, 'hex')))`;
  }
}

/** Held files that one decision is about. */
export interface HeldGroup {
  siteId: string;
  siteName: string;
  groupKey: string;
  reason: string;
  /** DICOM keywords or tags, never values. */
  attributes: string[];
  context: HeldContext;
  count: number;
  byteCount: number;
  /** True times at which the first and the last of them were held. */
  firstHeldAt: Date;
  lastHeldAt: Date;
}

interface GroupRow extends Omit<HeldGroup, "context" | "byteCount"> {
  context: unknown;
  byteCount: bigint;
}

function groupOf({ context, byteCount, ...row }: GroupRow): HeldGroup {
  return { ...row, byteCount: Number(byteCount), context: heldContextSchema.catch({}).parse(context) };
}

/** Groups of held files, largest first. `sites` is null for every site. */
export async function findHeldGroups(
  db: Db | Tx,
  sites: readonly string[] | null,
  limit: number,
): Promise<HeldGroup[]> {
  const scope = sites === null ? Prisma.sql`TRUE` : Prisma.sql`held."siteId" = ANY(${[...sites]}::uuid[])`;
  return (await groups(db, scope, limit)).map(groupOf);
}

/** The group of that name, or null when none of its files is held any more. */
export async function findHeldGroup(tx: Tx, siteId: string, groupKey: string): Promise<HeldGroup | null> {
  const [row] = await groups(tx, selected(siteId, { by: "group", key: groupKey }, null), 1);
  return row ? groupOf(row) : null;
}

function groups(db: Db | Tx, where: Prisma.Sql, limit: number): Promise<GroupRow[]> {
  return db.$queryRaw<GroupRow[]>(Prisma.sql`
    SELECT held."siteId"::text AS "siteId", site."name" AS "siteName", ${GROUP_KEY} AS "groupKey",
      held."reason", held."attributes", held."context", count(*)::int AS "count",
      sum(held."byteCount")::bigint AS "byteCount", min(held."heldAt") AS "firstHeldAt",
      max(held."heldAt") AS "lastHeldAt"
    FROM "Quarantine" held JOIN "Site" site ON site."id" = held."siteId"
    WHERE held."erasedAt" IS NULL AND ${where}
    GROUP BY held."siteId", site."name", held."reason", held."attributes", held."context"
    ORDER BY count(*) DESC, held."reason", "groupKey" LIMIT ${limit}`);
}

/** How many files a decision would be about. */
export async function countSelected(tx: Tx | Db, siteId: string, selection: HeldSelection): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>(Prisma.sql`
    SELECT count(*)::int AS "count" FROM "Quarantine" held WHERE ${selected(siteId, selection, null)}`);
  return row?.count ?? 0;
}

/** Takes files of a selection for this transaction, oldest first; nobody else decides about them meanwhile. */
export async function lockSelected(
  tx: Tx,
  siteId: string,
  selection: HeldSelection,
  { until, most }: { until: Date | null; most: number },
): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT held."id"::text AS "id" FROM "Quarantine" held WHERE ${selected(siteId, selection, until)}
    ORDER BY held."heldAt", held."id" LIMIT ${most} FOR UPDATE OF held`);
  return rows.map(({ id }) => id);
}

/** The same for files held before `before` at any site, whatever the reason. */
export async function lockHeldBefore(tx: Tx, before: Date, most: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT "id"::text AS "id" FROM "Quarantine" WHERE "erasedAt" IS NULL AND "heldAt" < ${before}
    ORDER BY "heldAt", "id" LIMIT ${most} FOR UPDATE SKIP LOCKED`);
  return rows.map(({ id }) => id);
}

/** Notes that the bytes of held files are gone; they stay counted as quarantined. */
export async function markErased(tx: Tx, ids: readonly string[], at: Date): Promise<void> {
  await tx.quarantine.updateMany({ where: { id: { in: [...ids] } }, data: { erasedAt: at } });
}

/**
 * Lets held files wait for a fate again, under their ids and in their deliveries: their accounts move from
 * `quarantined` to `waiting`, so that the sum holds at every moment. The caller has locked them.
 */
export async function releaseHeld(tx: Tx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return;
  // Accounts before outcomes, in one order: as whoever settles does, so that nobody waits for each other.
  await tx.$queryRaw(Prisma.sql`
    SELECT 1 FROM "IngestRun" WHERE "id" IN (SELECT "runId" FROM "Quarantine" WHERE "id" = ANY(${ids}::uuid[]))
    ORDER BY "id" FOR NO KEY UPDATE`);
  const released = Prisma.sql`
    (SELECT "runId", "reason", count(*)::int AS count FROM "Quarantine" WHERE "id" = ANY(${ids}::uuid[])
      GROUP BY "runId", "reason") released
    WHERE outcome."runId" = released."runId" AND outcome."fate" = 'quarantined'
      AND outcome."reason" = released."reason"`;
  await tx.$executeRaw(Prisma.sql`
    DELETE FROM "IngestOutcome" outcome USING ${released} AND outcome."count" = released.count`);
  await tx.$executeRaw(Prisma.sql`
    UPDATE "IngestOutcome" outcome SET "count" = outcome."count" - released.count FROM ${released}
      AND outcome."count" > released.count`);
  await tx.$executeRaw(Prisma.sql`
    WITH gone AS (
      DELETE FROM "Quarantine" WHERE "id" = ANY(${ids}::uuid[]) RETURNING "id", "runId", "byteCount"
    ), undecided AS (
      DELETE FROM "IngestFate" fate USING gone WHERE fate."itemId" = gone."id"
      RETURNING fate."itemId", fate."ordinal"
    ), waiting AS (
      INSERT INTO "SpoolItem" ("id", "runId", "byteCount", "ordinal")
      SELECT gone."id", gone."runId", gone."byteCount", undecided."ordinal"
      FROM gone LEFT JOIN undecided ON undecided."itemId" = gone."id"
    )
    UPDATE "IngestRun" run
    SET "quarantined" = run."quarantined" - moved.count, "waiting" = run."waiting" + moved.count
    FROM (SELECT "runId", count(*)::int AS count FROM gone GROUP BY "runId") moved
    WHERE run."id" = moved."runId"`);
}

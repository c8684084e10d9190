import { type Db, Prisma } from "@/lib/platform/db/client";
import type { ObjectFault, ObjectToVerify } from "./verify-object";

/** Where a pass over all stored objects stands. */
export interface Pass {
  id: string;
  startedAt: Date;
  cursor: Uint8Array | null;
}

/** The pass that is under way; null between two. */
export async function findPass(db: Db): Promise<Pass | null> {
  return db.fixityPass.findFirst({
    where: { finishedAt: null },
    orderBy: { startedAt: "desc" },
    select: { id: true, startedAt: true, cursor: true },
  });
}

/** When the last finished pass began; null before the first. */
export async function findLastPassStart(db: Db): Promise<Date | null> {
  const row = await db.fixityPass.findFirst({
    where: { finishedAt: { not: null } },
    orderBy: { startedAt: "desc" },
    select: { startedAt: true },
  });
  return row?.startedAt ?? null;
}

export async function beginPass(db: Db): Promise<Pass> {
  return db.fixityPass.create({ data: {}, select: { id: true, startedAt: true, cursor: true } });
}

/**
 * Instances and NIfTI files after the cursor, in the order of their UID hashes; an id in the place of a hash is as random
 * as one.
 */
export async function findObjectsAfter(
  db: Db,
  cursor: Uint8Array | null,
  most: number,
): Promise<ObjectToVerify[]> {
  const from = cursor === null ? Prisma.empty : Prisma.sql`WHERE "uidHash" > ${Buffer.from(cursor)}`;
  // Ids are ordered as their bytes are.
  const fromId =
    cursor === null ? Prisma.empty : Prisma.sql`AND "id" > ${Buffer.from(cursor).toString("hex")}::uuid`;
  return db.$queryRaw<ObjectToVerify[]>(Prisma.sql`
    (SELECT "uidHash", "objectSha256", "seriesId"::text AS "seriesId", "byteCount", NULL::text AS "volumeId"
      FROM "Instance" ${from} ORDER BY "uidHash" LIMIT ${most})
    UNION ALL
    (SELECT uuid_send("id"), "objectSha256", "seriesId"::text, "byteCount", "id"::text
      FROM "DerivedObject" WHERE "kind" = 'niftiVolume' AND "seriesId" IS NOT NULL ${fromId}
      ORDER BY "id" LIMIT ${most})
    ORDER BY "uidHash" LIMIT ${most}`);
}

/** Moves a pass forward. */
export async function advancePass(
  db: Db,
  id: string,
  to: { cursor: Uint8Array; checked: number; failed: number },
): Promise<void> {
  await db.fixityPass.update({
    where: { id },
    data: {
      cursor: new Uint8Array(to.cursor),
      checked: { increment: to.checked },
      failed: { increment: to.failed },
    },
    select: { id: true },
  });
}

export async function finishPass(db: Db, id: string, at: Date): Promise<void> {
  await db.fixityPass.update({ where: { id }, data: { finishedAt: at }, select: { id: true } });
}

/** Bytes of all stored objects, from the counts of series and of NIfTI files. */
export async function countStoredBytes(db: Db): Promise<number> {
  const [row] = await db.$queryRaw<{ bytes: number }[]>(
    Prisma.sql`SELECT (SELECT coalesce(sum("byteCount"), 0) FROM "Series" WHERE "hasPixels")::float8
      + (SELECT coalesce(sum("byteCount"), 0) FROM "DerivedObject")::float8 AS bytes`,
  );
  return row?.bytes ?? 0;
}

/** Notes that an object is not what its row says. @returns whether that was not known before */
export async function noteFailure(db: Db, object: ObjectToVerify, kind: ObjectFault): Promise<boolean> {
  const uidHash = new Uint8Array(object.uidHash);
  const known = await db.fixityFailure.findUnique({
    where: { uidHash },
    select: { mendedAt: true, kind: true },
  });
  await db.fixityFailure.upsert({
    where: { uidHash },
    create: { uidHash, seriesId: object.seriesId, kind },
    update: { kind, seriesId: object.seriesId, mendedAt: null },
    select: { uidHash: true },
  });
  return known === null || known.mendedAt !== null;
}

/** Notes that an object is right again. @returns whether it was noted as wrong before */
export async function noteMended(db: Db, uidHash: Uint8Array, at: Date): Promise<boolean> {
  const { count } = await db.fixityFailure.updateMany({
    where: { uidHash: new Uint8Array(uidHash), mendedAt: null },
    data: { mendedAt: at },
  });
  return count > 0;
}

/** Which of these instances are noted as wrong. */
export async function findNoted(db: Db, uidHashes: readonly Uint8Array[]): Promise<Set<string>> {
  const rows = await db.fixityFailure.findMany({
    where: { uidHash: { in: uidHashes.map((hash) => new Uint8Array(hash)) }, mendedAt: null },
    select: { uidHash: true },
  });
  return new Set(rows.map(({ uidHash }) => Buffer.from(uidHash).toString("hex")));
}

/** Objects that are wrong now. */
export function countFailures(db: Db): Promise<number> {
  return db.fixityFailure.count({ where: { mendedAt: null } });
}

import { instanceKey, type InstanceName } from "@/lib/catalogue/instance-key";
import { uuidBytes } from "@/lib/catalogue/derived-object";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { ObjectToVerify } from "./verify-object";

/** A series with all that the object store must hold for it. */
export interface SeriesToCheck {
  id: string;
  instanceCount: number;
  frameCount: number;
  byteCount: bigint;
  instances: (InstanceName & { byteCount: number; frameCount: number })[];
  volumes: { id: string; viewByteCount: bigint | null; hasThumbnail: boolean; hasManifest: boolean }[];
  /** Its NIfTI files, as they are kept. */
  originals: ObjectToVerify[];
}

/** Series with pixels, in the order of their ids. */
export async function findSeriesToCheck(
  db: Db,
  after: string | null,
  most: number,
): Promise<SeriesToCheck[]> {
  const rows = await db.series.findMany({
    where: { hasPixels: true, ...(after && { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: most,
    select: {
      id: true,
      instanceCount: true,
      frameCount: true,
      byteCount: true,
      instances: { select: { uidHash: true, objectSha256: true, byteCount: true, frameCount: true } },
      volumes: { select: { id: true, viewByteCount: true, hasThumbnail: true } },
      derivedObjects: {
        where: { kind: "niftiVolume" },
        select: { id: true, objectSha256: true, byteCount: true },
      },
    },
  });
  const made = await db.volume.findMany({
    where: { seriesId: { in: rows.map(({ id }) => id) }, manifest: { not: Prisma.AnyNull } },
    select: { id: true },
  });
  const withManifest = new Set(made.map(({ id }) => id));
  return rows.map(({ volumes, derivedObjects, ...row }) => ({
    ...row,
    originals: derivedObjects.map(({ id, objectSha256, byteCount }) => ({
      uidHash: uuidBytes(id),
      volumeId: id,
      seriesId: row.id,
      objectSha256,
      byteCount: byteCount ?? 0,
    })),
    volumes: volumes.map((volume) => ({ ...volume, hasManifest: withManifest.has(volume.id) })),
  }));
}

/** Whether a row names exactly this object, of an instance or of a computed volume, now. */
export async function isObjectNamed(db: Db | Tx, key: string): Promise<boolean> {
  const volumeId = /^volumes\/([0-9a-f-]{36})\/original\.nii\.gz$/.exec(key)?.[1];
  if (volumeId !== undefined)
    return (await db.derivedObject.count({ where: { id: volumeId, kind: "niftiVolume" } })) > 0;
  const uidHash = /^instances\/[^/]+\/([0-9a-f]{32})(?:-[0-9a-f]+)?\.dcm$/.exec(key)?.[1];
  if (uidHash === undefined) return false;
  const row = await db.instance.findUnique({
    where: { uidHash: new Uint8Array(Buffer.from(uidHash, "hex")) },
    select: { uidHash: true, seriesId: true, objectSha256: true },
  });
  return row !== null && instanceKey(row.seriesId, row) === key;
}

/** Which of these are ids of series with pixels. */
export async function knownSeries(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.series.findMany({
    where: { id: { in: [...ids] }, hasPixels: true },
    select: { id: true },
  });
  return new Set(rows.map(({ id }) => id));
}

/** Which of these are ids of volumes. */
export async function knownVolumes(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const rows = await db.volume.findMany({ where: { id: { in: [...ids] } }, select: { id: true } });
  return new Set(rows.map(({ id }) => id));
}

/** Which of these sealed objects are archives with members to be unpacked, or NIfTI files without a fate. */
export async function archivesInUse(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const [packed, niftis] = await Promise.all([
    db.ingestArchive.findMany({ where: { id: { in: [...ids] }, unpackedAt: null }, select: { id: true } }),
    db.givenNifti.findMany({ where: { id: { in: [...ids] }, fate: null }, select: { id: true } }),
  ]);
  return new Set([...packed, ...niftis].map(({ id }) => id));
}

/** Which of these sealed objects something waits for or holds. Whatever keeps bytes under `held/` belongs here. */
export async function heldInUse(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const where = { id: { in: [...ids] } };
  const [waiting, held, questions] = await Promise.all([
    db.spoolItem.findMany({ where, select: { id: true } }),
    db.quarantine.findMany({ where: { ...where, erasedAt: null }, select: { id: true } }),
    db.storageCommitment.findMany({ where: { ...where, answeredAt: null }, select: { id: true } }),
  ]);
  return new Set([...waiting, ...held, ...questions].map(({ id }) => id));
}

/** Ids of received objects that wait, in order. */
export async function findWaitingIds(db: Db, after: string | null, most: number): Promise<string[]> {
  const rows = await db.spoolItem.findMany({
    where: after === null ? {} : { id: { gt: after } },
    orderBy: { id: "asc" },
    take: most,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Ids of held files whose bytes are kept, in order. */
export async function findHeldIds(db: Db, after: string | null, most: number): Promise<string[]> {
  const rows = await db.quarantine.findMany({
    where: { erasedAt: null, ...(after && { id: { gt: after } }) },
    orderBy: { id: "asc" },
    take: most,
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** Notes that a held file's bytes are gone. */
export async function markErased(db: Db, id: string, at: Date): Promise<void> {
  await db.quarantine.updateMany({ where: { id, erasedAt: null }, data: { erasedAt: at } });
}

/** Whether a series' counts are those of its instances, in one look. */
export async function countsAgree(db: Db, seriesId: string): Promise<boolean> {
  const [row] = await db.$queryRaw<{ agree: boolean }[]>(Prisma.sql`
    SELECT (series."instanceCount", series."frameCount", series."byteCount")
      IS NOT DISTINCT FROM (truth.instances, truth.frames, truth.bytes) AS agree
    FROM "Series" series, LATERAL (${TRUE_COUNTS}) truth WHERE series."id" = ${seriesId}::uuid`);
  return row?.agree ?? true;
}

/** Counts of a series anew from its instances. */
export async function recountSeries(db: Db, seriesId: string): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "Series" target
    SET "instanceCount" = truth.instances, "frameCount" = truth.frames, "byteCount" = truth.bytes
    FROM (SELECT truth.* FROM "Series" series, LATERAL (${TRUE_COUNTS}) truth
      WHERE series."id" = ${seriesId}::uuid) truth
    WHERE target."id" = ${seriesId}::uuid`);
}

const TRUE_COUNTS = Prisma.sql`
  SELECT count(*)::int AS instances, coalesce(sum("frameCount"), 0)::int AS frames,
    coalesce(sum("byteCount"::bigint), 0)::bigint AS bytes
  FROM "Instance" instance WHERE instance."seriesId" = series."id"`;

/** Deliveries whose account differs from what is known of their files. */
export async function findWrongAccounts(db: Db): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>(Prisma.sql`
    SELECT run."id" FROM "IngestRun" run, LATERAL (${TRUE_ACCOUNT}) truth
    WHERE (run."waiting", run."stored", run."duplicate", run."quarantined", run."refused")
      IS DISTINCT FROM (truth.waiting, truth.stored, truth.duplicate, truth.quarantined, truth.refused)`);
  return rows.map(({ id }) => id);
}

/** An account anew from the outcomes and from what waits. */
export async function recountRun(db: Db, runId: string): Promise<void> {
  await db.$executeRaw(Prisma.sql`
    UPDATE "IngestRun" target
    SET "waiting" = truth.waiting, "stored" = truth.stored, "duplicate" = truth.duplicate,
      "quarantined" = truth.quarantined, "refused" = truth.refused,
      "received" = truth.waiting + truth.stored + truth.duplicate + truth.quarantined + truth.refused
    FROM (SELECT run."id", truth.* FROM "IngestRun" run, LATERAL (${TRUE_ACCOUNT}) truth
      WHERE run."id" = ${runId}::uuid) truth
    WHERE target."id" = truth."id"`);
}

const sumOf = (fate: string) =>
  Prisma.sql`(SELECT coalesce(sum("count"), 0)::int FROM "IngestOutcome" outcome
    WHERE outcome."runId" = run."id" AND outcome."fate" = ${fate}::"Fate")`;

const TRUE_ACCOUNT = Prisma.sql`
  SELECT (SELECT count(*)::int FROM "SpoolItem" item WHERE item."runId" = run."id")
      + (SELECT count(*)::int FROM "GivenNifti" given WHERE given."runId" = run."id" AND given."fate" IS NULL)
      AS waiting,
    ${sumOf("stored")} AS stored, ${sumOf("duplicate")} AS duplicate,
    ${sumOf("quarantined")} AS quarantined, ${sumOf("refused")} AS refused`;

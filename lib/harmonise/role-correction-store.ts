import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { SequenceRole } from "./rules/role-features";
import { type Corrections, type RoleRow, rulesDecisionSchema } from "./rules/settle-roles";

/** Which series a correction is about: those of one scanner with one (cleaned) description, empty where they have none. */
export interface CorrectedSeries {
  scannerId: string;
  description: string;
}

/** A series and the Volumes in it, in their order. */
export interface SeriesRoles extends CorrectedSeries {
  seriesId: string;
  examId: string;
  siteId: string;
  volumes: (RoleRow & { id: string })[];
}

const VOLUME = {
  id: true,
  component: true,
  role: true,
  map: true,
  derived: true,
  roleRule: true,
  roleConfidence: true,
  rulesDecision: true,
} satisfies Prisma.VolumeSelect;

const SERIES = {
  id: true,
  description: true,
  exam: { select: { id: true, siteId: true, scannerId: true } },
  volumes: { orderBy: { ordinal: "asc" }, select: VOLUME },
} satisfies Prisma.SeriesSelect;

function seriesRoles(row: Prisma.SeriesGetPayload<{ select: typeof SERIES }>): SeriesRoles {
  return {
    seriesId: row.id,
    description: row.description ?? "",
    examId: row.exam.id,
    siteId: row.exam.siteId,
    scannerId: row.exam.scannerId,
    volumes: row.volumes.map((volume) => ({
      ...volume,
      rulesDecision: rulesDecisionSchema.nullable().parse(volume.rulesDecision),
    })),
  };
}

/** A series with its Volumes' roles; null where there is none. */
export async function findSeriesRoles(db: Db | Tx, seriesId: string): Promise<SeriesRoles | null> {
  const row = await db.series.findUnique({ where: { id: seriesId }, select: SERIES });
  return row && seriesRoles(row);
}

/** The series of a Volume; null where there is none. */
export async function findSeriesOfVolume(tx: Tx, volumeId: string): Promise<SeriesRoles | null> {
  const row = await tx.volume.findUnique({ where: { id: volumeId }, select: { series: { select: SERIES } } });
  return row && seriesRoles(row.series);
}

/** Sites of a scanner's exams and its own: whoever corrects its series has a say at all of them. */
export async function findSitesOfScanner(tx: Tx, scannerId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ siteId: string }[]>`
    SELECT "siteId" FROM "Scanner" WHERE "id" = ${scannerId}::uuid
    UNION SELECT "siteId" FROM "Exam" WHERE "scannerId" = ${scannerId}::uuid`;
  return rows.map(({ siteId }) => siteId);
}

/** Holds the scanner's corrections: no series of it is completed meanwhile with corrections that are older. */
export async function lockCorrections(tx: Tx, scannerId: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM "Scanner" WHERE "id" = ${scannerId}::uuid FOR NO KEY UPDATE`;
}

/** The corrections that stand, and will while the transaction lasts. */
export async function findCorrections(
  tx: Tx,
  { scannerId, description }: CorrectedSeries,
): Promise<Corrections> {
  await tx.$queryRaw`SELECT 1 FROM "Scanner" WHERE "id" = ${scannerId}::uuid FOR SHARE`;
  return correctionsOf(tx, { scannerId, description });
}

/** The corrections that stand now. */
export async function correctionsOf(
  db: Db | Tx,
  { scannerId, description }: CorrectedSeries,
): Promise<Corrections> {
  const rows = await db.roleCorrection.findMany({
    where: { scannerId, description },
    select: { volumeKey: true, role: true, map: true },
  });
  return new Map(rows.map(({ volumeKey, role, map }) => [volumeKey, { role, map }]));
}

/** Remembers a correction in the place of an earlier one. */
export async function saveCorrection(
  tx: Tx,
  { scannerId, description }: CorrectedSeries,
  correction: { volumeKey: string; role: SequenceRole; map: string | null; decidedById: string | null },
): Promise<void> {
  const { volumeKey, ...decision } = correction;
  await tx.roleCorrection.upsert({
    where: { scannerId_description_volumeKey: { scannerId, description, volumeKey } },
    create: { scannerId, description, volumeKey, ...decision },
    update: decision,
    select: { id: true },
  });
}

/** Forgets a correction; false where there was none. */
export async function deleteCorrection(
  tx: Tx,
  { scannerId, description }: CorrectedSeries,
  volumeKey: string,
): Promise<boolean> {
  const { count } = await tx.roleCorrection.deleteMany({ where: { scannerId, description, volumeKey } });
  return count > 0;
}

/** How many series a correction is about. */
export function countSeries(db: Db | Tx, series: CorrectedSeries): Promise<number> {
  return db.series.count({ where: { AND: [whereSeries(series), { volumes: { some: {} } }] } });
}

/** The next series of them, in the order of ids, held for this transaction. */
export async function findNextSeries(
  tx: Tx,
  series: CorrectedSeries,
  after: string | null,
  most: number,
): Promise<SeriesRoles[]> {
  const rows = await tx.series.findMany({
    where: { AND: [whereSeries(series), after === null ? {} : { id: { gt: after } }] },
    orderBy: { id: "asc" },
    take: most,
    select: { id: true },
  });
  const ids = rows.map(({ id }) => id);
  // Held before they are read: one whose volumes are replaced meanwhile is read as it is then.
  await tx.$queryRaw`
    SELECT 1 FROM "Series" WHERE "id" = ANY(${ids}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
  const held = await tx.series.findMany({
    where: { id: { in: ids } },
    orderBy: { id: "asc" },
    select: SERIES,
  });
  return held.map(seriesRoles);
}

function whereSeries({ scannerId, description }: CorrectedSeries): Prisma.SeriesWhereInput {
  const described = description === "" ? [{ description: null }, { description: "" }] : [{ description }];
  return { exam: { scannerId }, OR: described };
}

/** Writes what Volumes are, and repeats the main one's role in their series. */
export async function writeRoles(
  tx: Tx,
  seriesId: string,
  changed: readonly (RoleRow & { id: string })[],
  main: RoleRow,
): Promise<void> {
  for (const { id, role, map, derived, roleRule, roleConfidence, rulesDecision } of changed)
    await tx.volume.update({
      where: { id },
      data: {
        role,
        map,
        derived,
        roleRule,
        roleConfidence,
        rulesDecision: rulesDecision ?? Prisma.DbNull,
      },
      select: { id: true },
    });
  const { role, map, derived } = main;
  await tx.series.update({ where: { id: seriesId }, data: { role, map, derived }, select: { id: true } });
}

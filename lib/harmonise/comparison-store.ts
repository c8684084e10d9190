import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { describeGroup, type GroupStatistics, usualRange } from "./qc/compare";
import { metricsOfRole, QC_VERSION, type QcMetricName } from "./qc/metrics";
import type { GroupScope } from "./qc/quality";
import type { SequenceRole } from "./rules/role-features";

/**
 * Series that are compared with one another: one role, 2D or 3D, of one scanner's epoch, phantoms apart. Map and component
 * are the same in all: nothing but weighted magnitude pictures is measured.
 */
export interface ComparableGroup {
  role: SequenceRole;
  is3D: boolean | null;
  scannerId: string;
  epochId: string;
  phantom: boolean;
}

export type GroupOfMetric = GroupStatistics & { scope: GroupScope };

/** Series that stand for a larger group: the first by id, and ids are random. */
const MOST_SAMPLED = 2000;

/** The measured series of the group, or of its role on all scanners of the same model and field. */
function measuredSeries(group: ComparableGroup, scope: GroupScope): Prisma.Sql {
  const { role, is3D, scannerId, epochId, phantom } = group;
  const of =
    scope === "epoch"
      ? Prisma.sql`e."scannerId" = ${scannerId}::uuid AND e."epochId" = ${epochId}::uuid`
      : Prisma.sql`e."scannerId" IN (
          SELECT other.id FROM "Scanner" own JOIN "Scanner" other
            ON other.manufacturer = own.manufacturer AND other.model = own.model
              AND other."fieldStrengthTesla" = own."fieldStrengthTesla"
          WHERE own.id = ${scannerId}::uuid)`;
  return Prisma.sql`"Exam" e
    JOIN "Series" s ON s."examId" = e.id
    JOIN "SeriesQc" q ON q."seriesId" = s.id
    JOIN "Subject" u ON u.id = e."subjectId"
    WHERE ${of} AND u.phantom = ${phantom} AND s.role = ${role}::"SequenceRole"
      AND s."is3D" IS NOT DISTINCT FROM ${is3D}::boolean
      AND q.failure IS NULL AND q.version = ${QC_VERSION}::int`;
}

/** What is usual, for each metric of the role: in the epoch, else on the scanner's model; nothing where both are too small. */
export async function findGroupStatistics(
  db: Db | Tx,
  group: ComparableGroup,
): Promise<Map<QcMetricName, GroupOfMetric>> {
  const found = new Map<QcMetricName, GroupOfMetric>();
  const names = metricsOfRole(group.role);
  for (const scope of ["epoch", "model"] as const) {
    if (found.size === names.length) break;
    const values = await sampleValues(db, group, scope);
    for (const name of names) {
      const statistics = found.has(name) ? null : describeGroup(values.get(name) ?? []);
      if (statistics) found.set(name, { ...statistics, scope });
    }
  }
  return found;
}

async function sampleValues(
  db: Db | Tx,
  group: ComparableGroup,
  scope: GroupScope,
): Promise<Map<string, number[]>> {
  const rows = await db.$queryRaw<{ name: string; values: number[] }[]>`
    SELECT m.name, array_agg(m.value) AS values
    FROM (SELECT s.id FROM ${measuredSeries(group, scope)} ORDER BY s.id LIMIT ${MOST_SAMPLED}::int) sampled
    JOIN "QcMetric" m ON m."seriesId" = sampled.id
    GROUP BY m.name`;
  return new Map(rows.map(({ name, values }) => [name, values]));
}

/** Groups with series that were measured and not compared yet. */
export async function findGroupsToCompare(db: Db | Tx, most: number): Promise<ComparableGroup[]> {
  return db.$queryRaw<ComparableGroup[]>`
    SELECT DISTINCT s.role::text AS role, s."is3D", e."scannerId"::text AS "scannerId", e."epochId"::text AS "epochId",
      u.phantom
    FROM "SeriesQc" q
    JOIN "Series" s ON s.id = q."seriesId"
    JOIN "Exam" e ON e.id = s."examId"
    JOIN "Subject" u ON u.id = e."subjectId"
    WHERE q."comparedAt" IS NULL AND q.failure IS NULL AND q.version = ${QC_VERSION}::int
    LIMIT ${most}::int`;
}

/**
 * Groups of other epochs of the model that are too small to stand alone: what they are compared with changes with this one.
 */
export async function findSmallGroupsBeside(
  db: Db | Tx,
  group: ComparableGroup,
  least: number,
  most: number,
): Promise<ComparableGroup[]> {
  const rows = await db.$queryRaw<{ scannerId: string; epochId: string }[]>`
    SELECT e."scannerId"::text AS "scannerId", e."epochId"::text AS "epochId"
    FROM ${measuredSeries(group, "model")} AND e."epochId" <> ${group.epochId}::uuid
    GROUP BY e."scannerId", e."epochId" HAVING count(*) < ${least}::int
    ORDER BY e."epochId" LIMIT ${most}::int`;
  return rows.map((row) => ({ ...group, ...row }));
}

/** Notes that the group's series are compared; those measured from now on are waited for again. */
export async function markCompared(tx: Tx, group: ComparableGroup): Promise<void> {
  await tx.$executeRaw`
    UPDATE "SeriesQc" SET "comparedAt" = now()
    WHERE "comparedAt" IS NULL AND "seriesId" IN (SELECT s.id FROM ${measuredSeries(group, "epoch")})`;
}

/**
 * Tells every series of the group whether it is an outlier in what is usual; without a metric that could be compared it
 * stays unmeasured.
 * @returns how many series are not what they were
 */
export async function writeStates(
  tx: Tx,
  group: ComparableGroup,
  statistics: ReadonlyMap<QcMetricName, GroupStatistics>,
): Promise<number> {
  const ranges = [...statistics].map(([name, one]) => ({ name, ...usualRange(name, one) }));
  return tx.$executeRaw`
    WITH usual AS (
      SELECT name, "from", "to" FROM jsonb_to_recordset(${JSON.stringify(ranges)}::jsonb)
        AS r(name text, "from" float8, "to" float8)
    ), told AS (
      SELECT s.id, CASE
        WHEN count(usual.name) = 0 THEN 'unmeasured'
        WHEN bool_or(COALESCE(m.value < usual."from", false) OR COALESCE(m.value > usual."to", false)) THEN 'outlier'
        ELSE 'typical' END::"QcState" AS state
      FROM (SELECT s.id FROM ${measuredSeries(group, "epoch")}) s
      LEFT JOIN "QcMetric" m ON m."seriesId" = s.id
      LEFT JOIN usual ON usual.name = m.name
      GROUP BY s.id
    )
    UPDATE "Series" SET "qcState" = told.state FROM told
    WHERE "Series".id = told.id AND "Series"."qcState" <> told.state`;
}

import { Prisma, type Db, type Tx } from "@/lib/platform/db/client";
import { z } from "zod";
import { SEQUENCE_ROLES } from "@/lib/catalogue/search-query";
import { now } from "@/lib/platform/clock";
import { UNDATED_EPOCH } from "@/lib/network/epoch-plan";
import type { FindingsPlan, KnownFinding } from "./plan-findings";
import type {
  HeldFinding,
  JudgedExam,
  MetricObservation,
  ParameterObservation,
  ScannerObservations,
} from "./scanner-changes";

const roleSchema = z.enum(SEQUENCE_ROLES);

export interface WatchedScanner {
  id: string;
  siteId: string;
}

/** Every scanner in use (not the stand-in for scanners to come, register-scanner-store.ts). */
export async function findWatchedScanners(db: Db): Promise<WatchedScanner[]> {
  return db.scanner.findMany({
    where: { retiredAt: null, fieldStrengthTesla: { gt: 0 } },
    orderBy: { id: "asc" },
    select: { id: true, siteId: true },
  });
}

/** What a scanner's exams of persons showed since a true time, oldest first. */
export async function readObservations(
  db: Db | Tx,
  scannerId: string,
  since: Date,
): Promise<ScannerObservations> {
  const epochs = await db.scannerEpoch.findMany({
    where: { scannerId, startedAt: { gt: UNDATED_EPOCH } },
    orderBy: { startedAt: "asc" },
    select: { id: true, startedAt: true },
  });
  // Of two events at one time the later stands for both. The first epoch began with the scanner: no change.
  const boundaries = epochs
    .map(({ id, startedAt }) => ({ epochId: id, at: startedAt.getTime() }))
    .filter(({ at }, index, all) => index > 0 && all[index + 1]?.at !== at);
  const exams = Prisma.sql`"Exam" exam
    JOIN "ExamClock" clock ON clock."examId" = exam."id"
    JOIN "Subject" subject ON subject."id" = exam."subjectId" AND NOT subject."phantom"
    JOIN "Series" series ON series."examId" = exam."id"`;
  const ofScanner = Prisma.sql`exam."scannerId" = ${scannerId}::uuid AND clock."acquiredAt" >= ${since}`;
  const metrics = await db.$queryRaw<MetricObservation[]>(Prisma.sql`
    SELECT series."role"::text AS "role", series."is3D", metric."name", clock."acquiredAt" AS "at",
      percentile_cont(0.5) WITHIN GROUP (ORDER BY metric."value") AS "value"
    FROM ${exams} JOIN "QcMetric" metric ON metric."seriesId" = series."id"
    WHERE ${ofScanner} AND NOT series."derived" AND series."map" IS NULL AND series."contrastAgent" <> 'yes'
    GROUP BY series."role", series."is3D", metric."name", exam."id", clock."acquiredAt"
    ORDER BY clock."acquiredAt", exam."id"`);
  const judged = await db.$queryRaw<JudgedExam[]>(Prisma.sql`
    SELECT exam."id"::text AS "examId", series."role"::text AS "role", clock."acquiredAt" AS "at"
    FROM ${exams}
    WHERE ${ofScanner}
      AND EXISTS (SELECT 1 FROM "Verdict" verdict WHERE verdict."seriesId" = series."id" AND verdict."current")
    GROUP BY exam."id", series."role", clock."acquiredAt"
    ORDER BY clock."acquiredAt", exam."id"`);
  // A list of one number ([3.4], echo times) is that number.
  const oneNumber = (path: Prisma.Sql) => Prisma.sql`CASE
    WHEN jsonb_typeof(${path}) = 'number' THEN (${path})::text::float8
    WHEN jsonb_typeof(${path}) = 'array' AND jsonb_array_length(${path}) = 1 AND jsonb_typeof(${path}->0) = 'number'
      THEN (${path}->0)::text::float8 END`;
  const parameters = await db.$queryRaw<ParameterObservation[]>(Prisma.sql`
    SELECT exam."id"::text AS "examId", series."role"::text AS "role", clock."acquiredAt" AS "at",
      finding->>'parameter' AS "parameter", finding->>'verdict' = 'undetermined' AS "missing",
      finding->>'unit' AS "unit", ${oneNumber(Prisma.sql`finding->'expected'->'value'`)} AS "expected",
      ${oneNumber(Prisma.sql`finding->'observed'`)} AS "observed"
    FROM ${exams} JOIN "Verdict" verdict ON verdict."seriesId" = series."id" AND verdict."current"
      CROSS JOIN LATERAL jsonb_array_elements(verdict."findings") finding
    WHERE ${ofScanner}
    ORDER BY clock."acquiredAt", exam."id"`);
  return { boundaries, metrics, judged, parameters };
}

/** Locks a scanner, so that two watches write one after the other, and reads its findings. */
export async function lockKnownFindings(tx: Tx, scannerId: string): Promise<KnownFinding[]> {
  await tx.$queryRaw(Prisma.sql`SELECT 1 FROM "Scanner" WHERE "id" = ${scannerId}::uuid FOR UPDATE`);
  const rows = await tx.scannerFinding.findMany({
    where: { scannerId },
    select: { id: true, kind: true, role: true, subject: true, sinceOn: true, epochId: true, closedAt: true },
  });
  return rows.map(({ sinceOn, closedAt, ...row }) => ({
    ...row,
    sinceOn: sinceOn.toISOString().slice(0, 10),
    open: closedAt === null,
  }));
}

/** Carries a plan out. */
export async function writeFindings(tx: Tx, scannerId: string, plan: FindingsPlan): Promise<void> {
  const columns = ({ body, epochId }: HeldFinding) => ({ detail: body.detail, epochId });
  await tx.scannerFinding.createMany({
    data: plan.opened.map((finding) => ({
      ...columns(finding),
      scannerId,
      kind: finding.body.kind,
      role: roleSchema.parse(finding.role),
      subject: finding.body.subject,
      sinceOn: new Date(finding.sinceOn),
    })),
  });
  for (const { id, finding } of plan.reopened) {
    await tx.scannerFinding.update({
      where: { id },
      data: {
        ...columns(finding),
        detectedAt: now(),
        closedAt: null,
        acknowledgedAt: null,
        acknowledgedById: null,
      },
      select: { id: true },
    });
  }
  for (const { id, finding, sinceOn } of plan.kept) {
    await tx.scannerFinding.update({
      where: { id },
      data: { ...columns(finding), sinceOn: new Date(sinceOn) },
      select: { id: true },
    });
  }
  await tx.scannerFinding.updateMany({
    where: { id: { in: plan.closed } },
    data: { closedAt: now() },
  });
}

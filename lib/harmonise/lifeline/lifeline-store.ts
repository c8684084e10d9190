import type { VerdictValue } from "@/lib/harmonise/protocol/finding";
import type { SiteFilter } from "@/lib/access/policy";
import { Prisma, type Db } from "@/lib/platform/db/client";

// Sums over a scanner's whole life, by month of true acquisition or by epoch. Phantoms are asked for apart.

/** What time is divided into: months in a time zone, or the scanner's epochs. */
export type Division = { kind: "month"; timeZone: string } | { kind: "epoch" };

export async function findScanner(db: Db, id: string) {
  return db.scanner.findFirst({
    where: { id, fieldStrengthTesla: { gt: 0 } },
    select: {
      id: true,
      siteId: true,
      manufacturer: true,
      model: true,
      label: true,
      fieldStrengthTesla: true,
      retiredAt: true,
      createdAt: true,
      lastReceivedAt: true,
      silentAfterHours: true,
      site: { select: { code: true, name: true } },
      epochs: {
        orderBy: { startedAt: "asc" },
        select: { id: true, kind: true, softwareVersions: true, startedAt: true, note: true },
      },
    },
  });
}

/** Findings of scanners that hold, the earliest first. */
export async function findOpenFindings(db: Db, scannerIds: readonly string[]) {
  return db.scannerFinding.findMany({
    where: { closedAt: null, scannerId: { in: [...scannerIds] } },
    orderBy: [{ sinceOn: "asc" }, { kind: "asc" }, { subject: "asc" }, { id: "asc" }],
    select: {
      id: true,
      scannerId: true,
      kind: true,
      role: true,
      subject: true,
      sinceOn: true,
      epochId: true,
      detail: true,
      acknowledgedAt: true,
    },
  });
}

const month = (time: Prisma.Sql, timeZone: string) =>
  Prisma.sql`to_char(${time} AT TIME ZONE ${timeZone}, 'YYYY-MM')`;

function binOf(division: Division): Prisma.Sql {
  return division.kind === "month"
    ? month(Prisma.sql`clock."acquiredAt"`, division.timeZone)
    : Prisma.sql`exam."epochId"::text`;
}

/** Exams of a scanner with their clock; of persons only, or of phantoms only. */
const examsOf = (scannerId: string, phantom = false) => Prisma.sql`"Exam" exam
  JOIN "ExamClock" clock ON clock."examId" = exam."id" AND exam."scannerId" = ${scannerId}::uuid
  JOIN "Subject" subject ON subject."id" = exam."subjectId" AND subject."phantom" = ${phantom}`;

export interface BinCount {
  bin: string;
  count: number;
}

/** Exams by bin of acquisition. */
export async function countExams(
  db: Db,
  scannerId: string,
  division: Division,
  phantom: boolean,
): Promise<BinCount[]> {
  return db.$queryRaw<BinCount[]>(Prisma.sql`
    SELECT bin, count(*)::int AS count FROM (SELECT ${binOf(division)} AS bin FROM ${examsOf(scannerId, phantom)}) binned
    GROUP BY bin ORDER BY bin`);
}

/** Exams, phantoms too, by month of reception. */
export async function countReceived(db: Db, scannerId: string, timeZone: string): Promise<BinCount[]> {
  return db.$queryRaw<BinCount[]>(Prisma.sql`
    SELECT bin, count(*)::int AS count FROM (
      SELECT ${month(Prisma.sql`clock."receivedAt"`, timeZone)} AS bin
      FROM "Exam" exam JOIN "ExamClock" clock ON clock."examId" = exam."id"
      WHERE exam."scannerId" = ${scannerId}::uuid) binned
    GROUP BY bin ORDER BY bin`);
}

export interface CoilCount extends BinCount {
  coil: string;
}

export async function countCoils(db: Db, scannerId: string, division: Division): Promise<CoilCount[]> {
  return db.$queryRaw<CoilCount[]>(Prisma.sql`
    SELECT bin, coil, count(*)::int AS count FROM (
      SELECT ${binOf(division)} AS bin, series."receiveCoil" AS coil
      FROM ${examsOf(scannerId)} JOIN "Series" series ON series."examId" = exam."id"
      WHERE series."receiveCoil" IS NOT NULL) binned
    GROUP BY bin, coil ORDER BY bin, coil`);
}

export interface VerdictCount extends BinCount {
  value: VerdictValue;
}

/** Worst verdict of each judged series, what is known to be wrong before what is not known. */
const worst = Prisma.sql`CASE max(CASE verdict."value"
    WHEN 'major' THEN 3 WHEN 'minor' THEN 2 WHEN 'undetermined' THEN 1 ELSE 0 END)
  WHEN 3 THEN 'major' WHEN 2 THEN 'minor' WHEN 1 THEN 'undetermined' ELSE 'compliant' END`;

/** Series by verdict and bin; `protocol` is a code, null for every protocol's worst. */
export async function countVerdicts(
  db: Db,
  scannerId: string,
  division: Division,
  protocol: string | null,
): Promise<VerdictCount[]> {
  const named = protocol === null ? Prisma.sql`TRUE` : Prisma.sql`protocol."code" = ${protocol}`;
  return db.$queryRaw<VerdictCount[]>(Prisma.sql`
    SELECT bin, value, count(*)::int AS count FROM (
      SELECT min(${binOf(division)}) AS bin, ${worst} AS value
      FROM ${examsOf(scannerId)}
        JOIN "Series" series ON series."examId" = exam."id"
        JOIN "Verdict" verdict ON verdict."seriesId" = series."id" AND verdict."current"
        JOIN "ProtocolVersion" version ON version."id" = verdict."protocolVersionId"
        JOIN "Protocol" protocol ON protocol."id" = version."protocolId"
      WHERE ${named}
      GROUP BY series."id") judged
    GROUP BY bin, value ORDER BY bin, value`);
}

/** Protocols by which a scanner's series are judged. */
export async function findJudgingProtocols(
  db: Db,
  scannerId: string,
): Promise<{ code: string; name: string }[]> {
  return db.$queryRaw<{ code: string; name: string }[]>(Prisma.sql`
    SELECT protocol."code", protocol."name" FROM "Protocol" protocol
    WHERE EXISTS (
      SELECT 1 FROM "Exam" exam
        JOIN "Series" series ON series."examId" = exam."id"
        JOIN "Verdict" verdict ON verdict."seriesId" = series."id" AND verdict."current"
        JOIN "ProtocolVersion" version ON version."id" = verdict."protocolVersionId"
      WHERE exam."scannerId" = ${scannerId}::uuid AND version."protocolId" = protocol."id")
    ORDER BY protocol."name"`);
}

export interface MetricCount {
  bin: string;
  role: string;
  name: string;
  median: number;
  lower: number;
  upper: number;
  exams: number;
}

/** Quartiles of each metric of a role by bin, one value an exam; of the same series as the watch reads. */
export async function readMetrics(db: Db, scannerId: string, division: Division): Promise<MetricCount[]> {
  return db.$queryRaw<MetricCount[]>(Prisma.sql`
    SELECT bin, role, name, count(*)::int AS exams,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median,
      percentile_cont(0.25) WITHIN GROUP (ORDER BY value) AS lower,
      percentile_cont(0.75) WITHIN GROUP (ORDER BY value) AS upper
    FROM (
      SELECT min(${binOf(division)}) AS bin, series."role"::text AS role, metric."name" AS name,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY metric."value") AS value
      FROM ${examsOf(scannerId)} JOIN "Series" series ON series."examId" = exam."id"
        JOIN "QcMetric" metric ON metric."seriesId" = series."id"
      WHERE NOT series."derived" AND series."map" IS NULL AND series."contrastAgent" <> 'yes'
      GROUP BY exam."id", series."role", metric."name") by_exam
    GROUP BY bin, role, name ORDER BY role, name, bin`);
}

export interface MonthlyCompliance {
  scannerId: string;
  month: string;
  compliant: number;
  judged: number;
}

/** Compliant and judged series of the scanners of some sites, by month of acquisition since a true time. */
export async function countCompliance(
  db: Db,
  sites: Exclude<SiteFilter, { kind: "none" }>,
  since: Date,
  timeZone: string,
): Promise<MonthlyCompliance[]> {
  const inSites =
    sites.kind === "all" ? Prisma.sql`TRUE` : Prisma.sql`exam."siteId" = ANY(${sites.siteIds}::uuid[])`;
  return db.$queryRaw<MonthlyCompliance[]>(Prisma.sql`
    SELECT "scannerId", month, count(*)::int AS judged,
      (count(*) FILTER (WHERE value = 'compliant'))::int AS compliant
    FROM (
      SELECT exam."scannerId"::text AS "scannerId", ${month(Prisma.sql`min(clock."acquiredAt")`, timeZone)} AS month,
        ${worst} AS value
      FROM "Exam" exam
        JOIN "ExamClock" clock ON clock."examId" = exam."id" AND clock."acquiredAt" >= ${since}
        JOIN "Subject" subject ON subject."id" = exam."subjectId" AND NOT subject."phantom"
        JOIN "Series" series ON series."examId" = exam."id"
        JOIN "Verdict" verdict ON verdict."seriesId" = series."id" AND verdict."current"
      WHERE ${inSites}
      GROUP BY exam."scannerId", series."id") judged
    GROUP BY "scannerId", month ORDER BY month`);
}

/** Scanners of which at least so many exams of persons were judged. */
export async function findJudgedScanners(db: Db, exams: number): Promise<string[]> {
  const rows = await db.$queryRaw<{ scannerId: string }[]>(Prisma.sql`
    SELECT scanner."id"::text AS "scannerId" FROM "Scanner" scanner
    WHERE (SELECT count(*) FROM (
      SELECT 1 FROM "Exam" exam JOIN "Subject" subject ON subject."id" = exam."subjectId" AND NOT subject."phantom"
      WHERE exam."scannerId" = scanner."id" AND EXISTS (
        SELECT 1 FROM "Series" series
          JOIN "Verdict" verdict ON verdict."seriesId" = series."id" AND verdict."current"
        WHERE series."examId" = exam."id")
      LIMIT ${exams}) judged) >= ${exams}`);
  return rows.map(({ scannerId }) => scannerId);
}

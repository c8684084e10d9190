import type { Tx } from "@/lib/platform/db/client";
import type { ExamFinding, SeriesFinding, VerdictValue } from "./protocol/finding";

/** Holds exams against another judging of them; rows that refer to them can still be written. */
export async function lockExams(tx: Tx, examIds: readonly string[]): Promise<void> {
  await tx.$queryRaw`
    SELECT 1 FROM "Exam" WHERE "id" = ANY(${[...examIds]}::uuid[]) ORDER BY "id" FOR NO KEY UPDATE`;
}

/** A verdict on a series that stands now. */
export type StandingVerdict = [versionId: string, value: VerdictValue, step: number | null];

/** Verdicts that stand now, as tuples. */
export interface StandingVerdicts {
  series: [examId: string, seriesId: string, verdicts: StandingVerdict[]][];
  exams: [examId: string, versionId: string][];
}

/**
 * What exams are judged by now. Verdicts are asked for by a list of series, not by a join: while a year is judged for
 * the first time, PostgreSQL's statistics say that the table is empty, and it would read all of it for each part.
 */
export async function findStanding(tx: Tx, examIds: readonly string[]): Promise<StandingVerdicts> {
  const ids = [...examIds];
  const [row] = await tx.$queryRaw<{ series: string | null; exams: string | null }[]>`
    SELECT
      (SELECT json_agg(json_build_array(
          (SELECT s."examId" FROM "Series" s WHERE s."id" = x."seriesId"), x."seriesId", x."list"))::text
        FROM (
          SELECT v."seriesId",
            json_agg(json_build_array(v."protocolVersionId", v."value", v."stepOrdinal")) AS "list"
          FROM "Verdict" v
          WHERE v."seriesId" = ANY(ARRAY(SELECT s."id" FROM "Series" s WHERE s."examId" = ANY(${ids}::uuid[])))
            AND v."current"
          GROUP BY v."seriesId") x) AS "series",
      (SELECT json_agg(json_build_array(p."examId", p."protocolVersionId"))::text
        FROM "ExamProtocol" p WHERE p."examId" = ANY(${ids}::uuid[]) AND p."current") AS "exams"`;
  return {
    series: JSON.parse(row?.series ?? "[]") as StandingVerdicts["series"],
    exams: JSON.parse(row?.exams ?? "[]") as StandingVerdicts["exams"],
  };
}

export interface SeriesVerdictRow {
  seriesId: string;
  versionId: string;
  value: VerdictValue;
  step: number;
  findings: readonly SeriesFinding[];
}

export interface ExamVerdictRow {
  examId: string;
  versionId: string;
  value: VerdictValue;
  isWhole: boolean | null;
  findings: readonly ExamFinding[];
  byHand: boolean;
}

/** Writes verdicts, which lie best by series; a row that says the same already is left as it is. */
export async function writeVerdicts(
  tx: Tx,
  series: readonly SeriesVerdictRow[],
  exams: readonly ExamVerdictRow[],
): Promise<void> {
  if (series.length > 0) {
    await tx.$executeRaw`
      INSERT INTO "Verdict" AS v
        ("seriesId", "protocolVersionId", "value", "stepOrdinal", "findings", "current")
      SELECT x."s", x."p", x."v", x."o", COALESCE(x."f"::jsonb, '[]'), true
      FROM unnest(${arrayOf(series.map((row) => row.seriesId))}::uuid[],
        ${arrayOf(series.map((row) => row.versionId))}::uuid[],
        ${arrayOf(series.map((row) => row.value))}::"VerdictValue"[],
        ${arrayOf(series.map((row) => row.step))}::int[],
        ${series.map((row) => jsonOf(row.findings))}::text[]) AS x("s", "p", "v", "o", "f")
      ON CONFLICT ("seriesId", "protocolVersionId") DO UPDATE SET "value" = EXCLUDED."value",
        "stepOrdinal" = EXCLUDED."stepOrdinal", "findings" = EXCLUDED."findings", "current" = true
      WHERE (v."value", v."stepOrdinal", v."findings", v."current")
        IS DISTINCT FROM (EXCLUDED."value", EXCLUDED."stepOrdinal", EXCLUDED."findings", true)`;
  }
  if (exams.length > 0) {
    await tx.$executeRaw`
      INSERT INTO "ExamProtocol" AS e
        ("examId", "protocolVersionId", "value", "isWhole", "findings", "current", "byHand")
      SELECT x."e", x."p", x."v"::"VerdictValue", x."w", COALESCE(x."f"::jsonb, '[]'), true, x."h"
      FROM unnest(${exams.map((row) => row.examId)}::uuid[], ${exams.map((row) => row.versionId)}::uuid[],
        ${exams.map((row) => row.value)}::text[], ${exams.map((row) => row.isWhole)}::boolean[],
        ${exams.map((row) => jsonOf(row.findings))}::text[], ${exams.map((row) => row.byHand)}::boolean[])
        AS x("e", "p", "v", "w", "f", "h")
      ON CONFLICT ("examId", "protocolVersionId") DO UPDATE SET "value" = EXCLUDED."value",
        "isWhole" = EXCLUDED."isWhole", "findings" = EXCLUDED."findings", "current" = true,
        "byHand" = EXCLUDED."byHand"
      WHERE (e."value", e."isWhole", e."findings", e."current", e."byHand")
        IS DISTINCT FROM (EXCLUDED."value", EXCLUDED."isWhole", EXCLUDED."findings", true, EXCLUDED."byHand")`;
  }
}

/** Ids, plain words or numbers as PostgreSQL writes an array: the driver would look into each for what to escape. */
function arrayOf(elements: readonly (string | number)[]): string {
  return `{${elements.join(",")}}`;
}

/** Null, which takes no quoting and no parsing, where nothing was found. */
function jsonOf(findings: readonly (SeriesFinding | ExamFinding)[]): string | null {
  return findings.length === 0 ? null : JSON.stringify(findings);
}

/** Takes a verdict's standing from it; it is kept with its version. */
export async function retireVerdicts(
  tx: Tx,
  series: readonly { seriesId: string; versionId: string }[],
  exams: readonly { examId: string; versionId: string }[],
): Promise<void> {
  if (series.length > 0) {
    await tx.$executeRaw`
      UPDATE "Verdict" v SET "current" = false
      FROM unnest(${series.map((row) => row.seriesId)}::uuid[], ${series.map((row) => row.versionId)}::uuid[])
        AS x("s", "p") WHERE v."seriesId" = x."s" AND v."protocolVersionId" = x."p"`;
  }
  if (exams.length > 0) {
    await tx.$executeRaw`
      UPDATE "ExamProtocol" e SET "current" = false
      FROM unnest(${exams.map((row) => row.examId)}::uuid[], ${exams.map((row) => row.versionId)}::uuid[])
        AS x("e", "p") WHERE e."examId" = x."e" AND e."protocolVersionId" = x."p"`;
  }
}

/** Removes verdicts on series that their version does not judge (any more), as after a correction of their role. */
export async function removeVerdicts(
  tx: Tx,
  series: readonly { seriesId: string; versionId: string }[],
): Promise<void> {
  if (series.length === 0) return;
  await tx.$executeRaw`
    DELETE FROM "Verdict" v
    USING unnest(${series.map((row) => row.seriesId)}::uuid[], ${series.map((row) => row.versionId)}::uuid[])
      AS x("s", "p") WHERE v."seriesId" = x."s" AND v."protocolVersionId" = x."p"`;
}

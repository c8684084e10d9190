import type { ExamFilter } from "@/lib/access/policy";
import { Prisma, type Tx } from "@/lib/platform/db/client";
import type { Criteria } from "../criteria";
import { answeringExams, answeringSeries } from "../criteria-sql-store";
import { newCitationStem } from "./citation-code";
import type { ExamState, SeriesState } from "./member-state";

/** Rows that are written at once. */
const CHUNK = 2_000;

/** Makes everything that the transaction reads one state of the data: the first thing it does. */
export async function readOneState(tx: Tx): Promise<void> {
  await tx.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ`;
}

/**
 * Makes everything that the transaction reads one state of the data, and other freezings wait: the first thing it does.
 * A table lock is what can be waited for before the state is chosen.
 */
export async function holdOneState(tx: Tx): Promise<void> {
  await readOneState(tx);
  await tx.$executeRaw`LOCK TABLE "CohortVersion" IN SHARE ROW EXCLUSIVE MODE`;
}

export interface Answer {
  exams: { examId: string; subjectId: string }[];
  /** Of these exams, the series that the question speaks of. */
  series: { seriesId: string; examId: string }[];
}

/** The exams that answer within a filter, at most one more than `most`, and their series. */
export async function findAnswer(
  tx: Tx,
  criteria: Criteria,
  filter: ExamFilter,
  most: number,
): Promise<Answer> {
  const answering = answeringExams(criteria, filter, "answering");
  const exams = await tx.$queryRaw<Answer["exams"]>(Prisma.sql`WITH ${answering}
    SELECT a."id"::text AS "examId", a."subjectId"::text AS "subjectId" FROM "answering" a
    ORDER BY a."id" LIMIT ${most + 1}::int`);
  if (exams.length > most) return { exams, series: [] };
  const series = await tx.$queryRaw<Answer["series"]>(Prisma.sql`WITH ${answering}
    SELECT s."id"::text AS "seriesId", s."examId"::text AS "examId"
    FROM "answering" a JOIN "Series" s ON s."examId" = a."id" WHERE ${answeringSeries(criteria)}
    ORDER BY s."id"`);
  return { exams, series };
}

/** The number of a cohort's next version and what it is cited by: one random part for all its versions. */
export async function nextVersion(
  tx: Tx,
  cohortId: string,
): Promise<{ version: number; citationCode: string }> {
  const last = await tx.cohortVersion.findFirst({
    where: { cohortId },
    orderBy: { version: "desc" },
    select: { version: true, citationCode: true },
  });
  const version = (last?.version ?? 0) + 1;
  let stem = last?.citationCode.split(".")[0] ?? newCitationStem();
  while (!last && (await tx.cohortVersion.count({ where: { citationCode: { startsWith: `${stem}.` } } })) > 0)
    stem = newCitationStem();
  return { version, citationCode: `${stem}.${version}` };
}

export interface NewVersion {
  cohortId: string;
  version: number;
  title: string;
  citationCode: string;
  criteria: Criteria;
  dataVersion: string;
  digest: Uint8Array<ArrayBuffer>;
  subjectCount: number;
  reason: string;
  frozenById: string;
}

export interface FrozenExamRow {
  examId: string;
  subjectId: string;
  state: ExamState;
}

export interface FrozenSeriesRow {
  seriesId: string;
  examId: string;
  state: SeriesState;
}

/** Writes a version with its members; nothing of it can be changed afterwards. @returns its id */
export async function insertVersion(
  tx: Tx,
  version: NewVersion,
  exams: readonly FrozenExamRow[],
  series: readonly FrozenSeriesRow[],
): Promise<string> {
  const criteria = version.criteria as unknown as Prisma.InputJsonObject;
  const { id } = await tx.cohortVersion.create({
    data: { ...version, criteria, examCount: exams.length, seriesCount: series.length },
    select: { id: true },
  });
  for (let at = 0; at < exams.length; at += CHUNK) {
    const rows = exams.slice(at, at + CHUNK).map((row) => ({ ...row, versionId: id }));
    await tx.cohortExam.createMany({ data: rows });
  }
  for (let at = 0; at < series.length; at += CHUNK) {
    const rows = series.slice(at, at + CHUNK).map((row) => ({ ...row, versionId: id }));
    await tx.cohortSeries.createMany({ data: rows });
  }
  return id;
}

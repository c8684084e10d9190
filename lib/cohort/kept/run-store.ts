import { isDeepStrictEqual } from "node:util";
import type { ShownCount, ThreeCounts } from "@/lib/catalogue/search-result";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";
import type { Criteria } from "../criteria";
import type { RunView } from "./kept-cohort";

const COUNTS = { subjects: true, exams: true, series: true } as const;

/** One person's askings of a question, latest first. */
export async function findRuns(
  db: Db | Tx,
  cohortId: string,
  userId: string,
  criteria: Criteria,
  most: number,
): Promise<RunView[]> {
  const rows = await db.cohortRun.findMany({
    where: { cohortId, userId },
    orderBy: [{ ranAt: "desc" }, { id: "asc" }],
    take: most,
    select: { id: true, ranAt: true, criteria: true, ...COUNTS },
  });
  return rows.map((row) => ({
    id: row.id,
    ranAt: row.ranAt,
    subjects: shownCount(row.subjects),
    exams: shownCount(row.exams),
    series: shownCount(row.series),
    otherQuestion: !isDeepStrictEqual(row.criteria, JSON.parse(JSON.stringify(criteria))),
  }));
}

/**
 * Keeps an asking, unless the person's last one was of the same question, on the same data, with the same answer: the
 * history tells what changed.
 * @returns whether it was kept
 */
export async function insertRun(
  tx: Tx,
  run: { cohortId: string; userId: string; criteria: Criteria; dataVersion: string; counts: ThreeCounts },
): Promise<boolean> {
  const { cohortId, userId, dataVersion } = run;
  const criteria = JSON.parse(JSON.stringify(run.criteria)) as Prisma.InputJsonObject;
  const told = {
    subjects: String(run.counts.subjects),
    exams: String(run.counts.exams),
    series: String(run.counts.series),
  };
  const last = await tx.cohortRun.findFirst({
    where: { cohortId, userId },
    orderBy: [{ ranAt: "desc" }, { id: "asc" }],
    select: { criteria: true, dataVersion: true, ...COUNTS },
  });
  if (isDeepStrictEqual(last, { criteria, dataVersion, ...told })) return false;
  await tx.cohortRun.create({
    data: { cohortId, userId, criteria, dataVersion, ...told },
    select: { id: true },
  });
  return true;
}

function shownCount(stored: string): ShownCount {
  return stored === "below-11" ? stored : Number(stored);
}

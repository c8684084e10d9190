import { db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { ExamFilter } from "@/lib/access/policy";
import type { Criteria } from "./criteria";
import { answeringExams, answeringSeries } from "./criteria-sql-store";

export interface MemberCounts {
  subjects: number;
  exams: number;
  series: number;
}

/** The exact three counts of an answer, of the exams within a filter. */
export async function countMembers(
  criteria: Criteria,
  filter: ExamFilter,
  reader: Tx = db(),
): Promise<MemberCounts> {
  const [row] = await reader.$queryRaw<MemberCounts[]>(Prisma.sql`
    WITH ${answeringExams(criteria, filter, "member")}
    SELECT (SELECT count(DISTINCT "subjectId")::int FROM "member") AS "subjects",
      (SELECT count(*)::int FROM "member") AS "exams",
      (SELECT count(*)::int FROM "Series" s JOIN "member" m ON m."id" = s."examId"
        WHERE ${answeringSeries(criteria)}) AS "series"`);
  return row ?? { subjects: 0, exams: 0, series: 0 };
}

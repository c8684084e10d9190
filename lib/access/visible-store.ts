import { Prisma } from "@/lib/platform/db/client";
import type { ExamFilter } from "./policy";

/** The rights of an actor as a Prisma condition on Exam; matches nothing for "none". */
export function visibleExamWhere(filter: ExamFilter): Prisma.ExamWhereInput {
  if (filter.kind === "all") return {};
  if (filter.kind === "none") return { id: { in: [] } };
  return {
    OR: [
      { siteId: { in: filter.siteIds } },
      { projects: { some: { projectId: { in: filter.projectIds } } } },
    ],
  };
}

/** The same condition for hand-written SQL, over the alias of "Exam" in the query, e.g. `visibleExamSql(f, "e")`. */
export function visibleExamSql(filter: ExamFilter, alias: string): Prisma.Sql {
  if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(alias)) throw new Error("alias is not a plain name");
  if (filter.kind === "all") return Prisma.sql`TRUE`;
  if (filter.kind === "none") return Prisma.sql`FALSE`;
  const exam = Prisma.raw(`"${alias}"`);
  return Prisma.sql`(${exam}."siteId" = ANY(${filter.siteIds}::uuid[]) OR EXISTS (
    SELECT 1 FROM "ExamProject" "_visible"
    WHERE "_visible"."examId" = ${exam}."id" AND "_visible"."projectId" = ANY(${filter.projectIds}::uuid[])))`;
}

import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import type { Db, Prisma, Tx } from "@/lib/platform/db/client";
import type { CatalogueExam, CatalogueSubject } from "../evaluate";
import { BY, JUDGED, SERIES, seriesNumbers } from "./present-store";

const EXAM = {
  id: true,
  examAt: true,
  ageAtExamYears: true,
  fieldStrengthTesla: true,
  site: { select: { code: true } },
  scanner: { select: { id: true, manufacturer: true, model: true } },
  projects: { select: { project: { select: { code: true } } } },
  protocols: { ...JUDGED, select: { value: true, isWhole: true, protocolVersion: BY } },
  series: { orderBy: { id: "asc" }, select: SERIES },
} satisfies Prisma.ExamSelect;

/** Subjects with all that criteria look at, of the exams within a filter. */
export async function readSubjects(
  db: Db | Tx,
  subjectIds: readonly string[],
  filter: ExamFilter,
): Promise<CatalogueSubject[]> {
  const rows = await db.subject.findMany({
    where: { id: { in: [...subjectIds] } },
    select: {
      id: true,
      sex: true,
      diagnoses: true,
      scores: true,
      memberships: { where: { status: "control" }, select: { project: { select: { code: true } } } },
      visits: {
        select: {
          id: true,
          startedAt: true,
          exams: { where: visibleExamWhere(filter), select: EXAM },
        },
      },
    },
  });
  return rows.map(({ memberships, visits, ...subject }) => ({
    ...subject,
    controlIn: memberships.map(({ project }) => project.code),
    visits: visits.map((visit) => ({ ...visit, exams: visit.exams.map(catalogueExam) })),
  }));
}

function catalogueExam(row: Prisma.ExamGetPayload<{ select: typeof EXAM }>): CatalogueExam {
  return {
    id: row.id,
    examAt: row.examAt,
    ageYears: row.ageAtExamYears,
    siteCode: row.site.code,
    scanner: row.scanner,
    fieldTesla: row.fieldStrengthTesla,
    projects: row.projects.map(({ project }) => project.code),
    protocols: row.protocols.map(({ value, isWhole, protocolVersion }) => ({
      ...{ value, isWhole },
      code: protocolVersion.protocol.code,
      current: true,
    })),
    series: row.series.map((series) => ({
      ...series,
      verdicts: series.verdicts.map(({ value, protocolVersion }) => ({
        value,
        protocol: protocolVersion.protocol.code,
        current: true,
      })),
      numbers: seriesNumbers(series),
    })),
  };
}

/** The codes above each code, itself included. */
export async function readCodesAbove(
  db: Db | Tx,
  codes: readonly string[],
): Promise<(code: string) => readonly string[]> {
  const rows = await db.diagnosisTermAncestor.findMany({
    where: { descendantCode: { in: [...new Set(codes)] } },
    select: { descendantCode: true, ancestorCode: true },
  });
  const above = new Map<string, string[]>();
  for (const { descendantCode, ancestorCode } of rows) {
    above.set(descendantCode, [...(above.get(descendantCode) ?? []), ancestorCode]);
  }
  return (code) => above.get(code) ?? [code];
}

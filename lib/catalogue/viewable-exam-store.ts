import type { ExamFilter } from "@/lib/access/policy";
import { visibleExamWhere } from "@/lib/access/visible-store";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import { isUndated } from "./exam-date";
import type { ViewableExam, ViewableVolume } from "./viewable-exam";

const VOLUME = {
  id: true,
  seriesId: true,
  kind: true,
  role: true,
  map: true,
  component: true,
  is3D: true,
  derived: true,
  nx: true,
  ny: true,
  nz: true,
  nt: true,
  voxelSizeXMm: true,
  voxelSizeYMm: true,
  voxelSizeZMm: true,
  echoTimeMs: true,
  frameOfReferenceUid: true,
  hasThumbnail: true,
} satisfies Prisma.VolumeSelect;

type VolumeRow = Prisma.VolumeGetPayload<{ select: typeof VOLUME }>;

function volumeOf(
  row: VolumeRow,
  series: { description: string | null; seriesNumber: number | null },
): ViewableVolume {
  const { nx, ny, nz, nt, voxelSizeXMm: x, voxelSizeYMm: y, voxelSizeZMm: z, ...rest } = row;
  return {
    ...rest,
    dimensions: [nx, ny, nz, nt],
    voxelSizeMm: x === null || y === null || z === null ? null : [x, y, z],
    seriesDescription: series.description,
    seriesNumber: series.seriesNumber,
  };
}

/** An exam and its viewable volumes, in the order they were acquired, or null outside the filter. */
export async function findViewableExam(
  db: Db | Tx,
  filter: ExamFilter,
  examId: string,
): Promise<(ViewableExam & { subjectId: string }) | null> {
  const visible = visibleExamWhere(filter);
  const exam = await db.exam.findFirst({
    where: { AND: [{ id: examId }, visible] },
    select: {
      id: true,
      subjectId: true,
      ageAtExamYears: true,
      examAt: true,
      fieldStrengthTesla: true,
      subject: { select: { pseudonym: true, sex: true } },
      visit: { select: { monthsFromFirst: true } },
      site: { select: { name: true } },
      scanner: { select: { manufacturer: true, model: true } },
      series: {
        orderBy: [{ seriesNumber: { sort: "asc", nulls: "last" } }, { id: "asc" }],
        select: {
          description: true,
          seriesNumber: true,
          volumes: {
            where: { manifest: { not: Prisma.AnyNull } },
            orderBy: { ordinal: "asc" },
            select: VOLUME,
          },
        },
      },
    },
  });
  if (!exam) return null;
  const others = await db.exam.findMany({
    where: {
      AND: [
        { subjectId: exam.subjectId, id: { not: examId } },
        { series: { some: { volumes: { some: { manifest: { not: Prisma.AnyNull } } } } } },
        visible,
      ],
    },
    orderBy: [{ examAt: "asc" }, { id: "asc" }],
    select: {
      id: true,
      examAt: true,
      visit: { select: { monthsFromFirst: true } },
      scanner: { select: { model: true } },
    },
  });
  return {
    id: exam.id,
    subjectId: exam.subjectId,
    subject: exam.subject,
    ageAtExamYears: exam.ageAtExamYears,
    month: monthOf(exam),
    siteName: exam.site.name,
    scanner: { ...exam.scanner, fieldStrengthTesla: exam.fieldStrengthTesla },
    volumes: exam.series.flatMap((series) => series.volumes.map((row) => volumeOf(row, series))),
    others: others.map((other) => ({
      id: other.id,
      month: monthOf(other),
      scannerModel: other.scanner.model,
    })),
  };
}

function monthOf({ examAt, visit }: { examAt: Date; visit: { monthsFromFirst: number } }): number | null {
  return isUndated(examAt) ? null : visit.monthsFromFirst;
}

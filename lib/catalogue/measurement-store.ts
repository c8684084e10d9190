import type { ExamResource } from "@/lib/access/policy";
import type { Db, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { lengthPointsSchema, type Measurement } from "./measurement";

const SELECT = {
  id: true,
  examId: true,
  seriesId: true,
  volumeId: true,
  pointsMm: true,
  value: true,
} as const;

interface Row {
  id: string;
  examId: string;
  seriesId: string;
  volumeId: string;
  pointsMm: unknown;
  value: number;
}

function measurementOf(row: Row): Measurement {
  const points = lengthPointsSchema.safeParse(row.pointsMm);
  if (!points.success) throw new AppError("internal", "stored points do not follow their schema");
  const { id, examId, seriesId, volumeId, value } = row;
  return { id, kind: "length", examId, seriesId, volumeId, pointsMm: points.data, lengthMm: value };
}

/** What the policy asks about an exam, or null. */
export async function findExamResource(db: Db | Tx, examId: string): Promise<ExamResource | null> {
  const exam = await db.exam.findUnique({
    where: { id: examId },
    select: { siteId: true, projects: { select: { projectId: true } } },
  });
  return exam && { siteId: exam.siteId, projectIds: exam.projects.map(({ projectId }) => projectId) };
}

/** A user's lengths on an exam, oldest first. */
export async function listLengths(db: Db | Tx, examId: string, userId: string): Promise<Measurement[]> {
  const rows = await db.measurement.findMany({
    where: { examId, userId, kind: "length" },
    orderBy: [{ createdAt: "asc" }, { id: "asc" }],
    select: SELECT,
  });
  return rows.map(measurementOf);
}

export async function insertLength(
  tx: Tx,
  row: Omit<Measurement, "id" | "kind"> & { userId: string },
): Promise<Measurement> {
  const { lengthMm, ...rest } = row;
  return measurementOf(
    await tx.measurement.create({
      data: { ...rest, kind: "length", value: lengthMm, unit: "mm" },
      select: SELECT,
    }),
  );
}

/** One of the user's own measurements with its exam, or null. */
export async function findOwnMeasurement(
  db: Db | Tx,
  measurementId: string,
  userId: string,
): Promise<{ examId: string; exam: ExamResource } | null> {
  const row = await db.measurement.findFirst({
    where: { id: measurementId, userId },
    select: { examId: true, exam: { select: { siteId: true, projects: { select: { projectId: true } } } } },
  });
  return (
    row && {
      examId: row.examId,
      exam: { siteId: row.exam.siteId, projectIds: row.exam.projects.map(({ projectId }) => projectId) },
    }
  );
}

export async function removeMeasurement(tx: Tx, measurementId: string): Promise<void> {
  await tx.measurement.delete({ where: { id: measurementId } });
}

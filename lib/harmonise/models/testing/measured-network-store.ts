import { randomUUID } from "node:crypto";
import type { FeatureTable } from "@/lib/harmonise/combat/feature-table";
import { db } from "@/lib/platform/db/client";

export interface MeasuredNetwork {
  siteId: string;
  /** By the table's names of batches. */
  epochs: Record<string, string>;
  /** By the table's subjects. */
  subjectIds: Record<string, string>;
  projectId: string;
}

const uid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll("-", "")}`)}`;
const PSEUDONYM_DIGITS = 6;

/** A table as rows of the catalogue: a scanner with one epoch for each batch, a subject with one measured 3D T1w for each row. */
export async function writeMeasuredNetwork(table: FeatureTable, metricVersion = 1): Promise<MeasuredNetwork> {
  const mark = randomUUID().slice(0, 6).toUpperCase();
  const site = await db().site.create({ data: { code: `QC-${mark}`, name: `Measured ${mark}`, city: "" } });
  const project = await db().project.create({ data: { code: `QC-${mark}`, name: "Measured" } });
  const epochs: Record<string, string> = {};
  const scanners: Record<string, string> = {};
  for (const batch of new Set(table.rows.map((row) => row.batch))) {
    const scanner = await db().scanner.create({
      data: { siteId: site.id, manufacturer: "Siemens", model: `Scanner ${batch}`, fieldStrengthTesla: 3 },
    });
    const epoch = await db().scannerEpoch.create({
      data: { scannerId: scanner.id, softwareVersions: "XA60", startedAt: new Date("2024-03-04T00:00:00Z") },
    });
    epochs[batch] = epoch.id;
    scanners[batch] = scanner.id;
  }
  const subjectIds: Record<string, string> = {};
  const subjects = table.rows.map((row, index) => {
    const id = (subjectIds[row.subject] = randomUUID());
    const sex = row.covariates.sex === "male" ? ("male" as const) : ("female" as const);
    const pseudonym = `ARI-${mark}-${String(index).padStart(PSEUDONYM_DIGITS, "0")}`;
    return { id, pseudonym, sex, synthetic: true };
  });
  await db().subject.createMany({ data: subjects });
  await db().projectMember.createMany({
    data: table.rows.map((row) => ({
      projectId: project.id,
      subjectId: subjectIds[row.subject] ?? "",
      status: row.covariates.status === "control" ? "control" : "patient",
    })),
  });
  const exams = table.rows.map((row) => ({
    subjectId: subjectIds[row.subject] ?? "",
    siteId: site.id,
    scannerId: scanners[row.batch] ?? "",
    epochId: epochs[row.batch] ?? "",
    examAt: new Date("2150-01-01T08:00:00Z"),
    ageAtExamYears: Number(row.covariates.ageYears),
    features: table.features,
    values: row.values,
  }));
  await writeMeasuredExams(exams, metricVersion);
  return { siteId: site.id, epochs, subjectIds, projectId: project.id };
}

export interface ExamToMeasure {
  subjectId: string;
  siteId: string;
  scannerId: string;
  epochId: string;
  examAt: Date;
  ageAtExamYears: number | null;
  features: readonly string[];
  values: readonly number[];
}

/** Exams with one measured series each. @returns their ids */
export async function writeMeasuredExams(
  exams: readonly ExamToMeasure[],
  metricVersion = 1,
): Promise<string[]> {
  const rows = exams.map((exam) => ({
    ...exam,
    id: randomUUID(),
    visitId: randomUUID(),
    seriesId: randomUUID(),
  }));
  await db().visit.createMany({
    data: rows.map(({ visitId, subjectId, scannerId, examAt }) => ({
      id: visitId,
      subjectId,
      scannerId,
      startedAt: examAt,
    })),
  });
  await db().exam.createMany({
    data: rows.map(({ features: _features, values: _values, seriesId: _seriesId, ...exam }) => ({
      ...exam,
      studyInstanceUid: uid(),
      fieldStrengthTesla: 3,
      synthetic: true,
    })),
  });
  await db().series.createMany({
    data: rows.map(({ id, seriesId }) => ({
      id: seriesId,
      examId: id,
      seriesInstanceUid: uid(),
      seriesNumber: 2,
      sopClassUid: "1.2.840.10008.5.1.4.1.1.4",
      state: "complete" as const,
      role: "T1w" as const,
      is3D: true,
    })),
  });
  await db().seriesQc.createMany({
    data: rows.map(({ seriesId }) => ({ seriesId, version: metricVersion })),
  });
  await db().qcMetric.createMany({
    data: rows.flatMap(({ seriesId, features, values }) =>
      values.map((value, index) => ({ seriesId, name: features[index] ?? "", value })),
    ),
  });
  return rows.map(({ id }) => id);
}

/** Takes out what `writeMeasuredNetwork` made. */
export async function removeMeasuredNetwork(siteId: string): Promise<void> {
  const subjects = await db().exam.findMany({ where: { siteId }, select: { subjectId: true } });
  const ids = [...new Set(subjects.map(({ subjectId }) => subjectId))];
  await db().exam.deleteMany({ where: { siteId } });
  await db().visit.deleteMany({ where: { scanner: { siteId } } });
  await db().project.deleteMany({ where: { members: { some: { subjectId: { in: ids } } } } });
  await db().subject.deleteMany({ where: { id: { in: ids } } });
  await db().scannerEpoch.deleteMany({ where: { scanner: { siteId } } });
  await db().scanner.deleteMany({ where: { siteId } });
  await db().site.delete({ where: { id: siteId } });
}

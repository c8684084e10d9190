import { z } from "zod";
import type { ExamResource } from "@/lib/access/policy";
import { volumeManifestSchema, type VolumeManifest } from "@/lib/imaging/manifest";
import { type Db, Prisma, type Tx } from "@/lib/platform/db/client";
import type { SequenceRole } from "./rules/role-features";
import { phaseAxisOf } from "./qc/ghost";
import { type MeasureOrder, QC_FAILURES, type QcFailure, type QcOutcome } from "./qc/measure";
import { QC_ABSENCES, QC_METRIC_NAMES, QC_VERSION, type QcAbsence, type QcMetricName } from "./qc/metrics";

const absencesSchema = z.partialRecord(z.enum(QC_METRIC_NAMES), z.enum(QC_ABSENCES));

/** A series' main volume, as far as it is measured. */
export interface MainVolume {
  id: string;
  order: MeasureOrder;
  manifest: VolumeManifest;
}

/** The main volume of a series that has its view object; null where there is none. */
export async function findMainVolume(db: Db | Tx, seriesId: string): Promise<MainVolume | null> {
  const volume = await db.volume.findFirst({
    where: { seriesId, ordinal: 0, manifest: { not: Prisma.AnyNull } },
    select: {
      id: true,
      role: true,
      map: true,
      component: true,
      manifest: true,
      series: { select: { phaseEncodingAxis: true } },
    },
  });
  if (!volume) return null;
  const { id, role, map, component, series, manifest } = volume;
  const order: MeasureOrder = { role, map, component, phaseAxis: phaseAxisOf(series.phaseEncodingAxis) };
  return { id, order, manifest: volumeManifestSchema.parse(manifest) };
}

/**
 * Puts the outcome in the place of an earlier one.
 * @returns false, and writes nothing, when the volume was made anew meanwhile (it brought a job of its own)
 */
export async function replaceQc(
  tx: Tx,
  seriesId: string,
  volumeId: string,
  outcome: QcOutcome,
): Promise<boolean> {
  await tx.$queryRaw`SELECT id FROM "Series" WHERE id = ${seriesId}::uuid FOR UPDATE`;
  const current = await tx.volume.findFirst({ where: { seriesId, ordinal: 0 }, select: { id: true } });
  if (current?.id !== volumeId) return false;
  const failure = "failure" in outcome ? outcome.failure : null;
  const measures = "measures" in outcome ? Object.entries(outcome.measures) : [];
  const absences = Object.fromEntries(
    measures.flatMap(([name, measure]) => ("absent" in measure ? [[name, measure.absent]] : [])),
  );
  const now = new Date();
  // What has no value needs no comparison.
  const row = {
    version: QC_VERSION,
    failure,
    absences,
    computedAt: now,
    comparedAt: failure === null ? null : now,
  };
  await tx.seriesQc.upsert({ where: { seriesId }, create: { seriesId, ...row }, update: row });
  await tx.qcMetric.deleteMany({ where: { seriesId } });
  await tx.qcMetric.createMany({
    data: measures.flatMap(([name, measure]) =>
      "value" in measure ? [{ seriesId, name, value: measure.value }] : [],
    ),
  });
  if (failure !== null)
    await tx.series.update({
      where: { id: seriesId },
      data: { qcState: "unmeasured" },
      select: { id: true },
    });
  return true;
}

/** What quality pages need of a series, and what the policy asks about its exam. */
export interface QualityRow {
  examId: string;
  exam: ExamResource;
  hasImages: boolean;
  state: "arriving" | "complete" | "failed";
  group: { role: SequenceRole; is3D: boolean | null; scannerId: string; epochId: string; phantom: boolean };
  /** Null: not measured yet, or by other definitions than today's. */
  qc: {
    failure: QcFailure | null;
    absences: Partial<Record<QcMetricName, QcAbsence>>;
    values: Partial<Record<QcMetricName, number>>;
  } | null;
}

export async function findQuality(db: Db | Tx, seriesId: string): Promise<QualityRow | null> {
  const row = await db.series.findUnique({
    where: { id: seriesId },
    select: {
      examId: true,
      role: true,
      is3D: true,
      state: true,
      qc: true,
      qcMetrics: { select: { name: true, value: true } },
      volumes: { where: { manifest: { not: Prisma.AnyNull } }, take: 1, select: { id: true } },
      exam: {
        select: {
          siteId: true,
          scannerId: true,
          epochId: true,
          projects: { select: { projectId: true } },
          subject: { select: { phantom: true } },
        },
      },
    },
  });
  if (!row) return null;
  const { examId, role, is3D, exam, qc, qcMetrics, volumes, state } = row;
  return {
    examId,
    exam: { siteId: exam.siteId, projectIds: exam.projects.map(({ projectId }) => projectId) },
    hasImages: volumes.length > 0,
    state,
    group: {
      role,
      is3D,
      scannerId: exam.scannerId,
      epochId: exam.epochId,
      phantom: exam.subject.phantom,
    },
    qc:
      qc?.version === QC_VERSION
        ? {
            failure: QC_FAILURES.find((known) => known === qc.failure) ?? null,
            absences: absencesSchema.parse(qc.absences),
            values: Object.fromEntries(qcMetrics.map(({ name, value }) => [name, value])),
          }
        : null,
  };
}

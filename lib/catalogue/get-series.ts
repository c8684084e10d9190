import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter } from "@/lib/access/policy";
import { deidReportSchema } from "@/lib/deid/report";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findDerived } from "./derived-view-store";
import type { SeriesRecord } from "./record";
import { findSeriesRow, findViewableVolumeIds } from "./record-store";
import { summariseExam, summariseSeries, summariseSubject, summariseVolume } from "./summarise-record";

/**
 * A series: its parameters, its volumes, and the rule that gave each its role.
 * @throws AppError `not-found` outside the actor's rights
 */
export async function getSeries(actor: Actor, seriesId: string): Promise<SeriesRecord> {
  const filter = examFilter(actor, "browse");
  const row = await findSeriesRow(db(), filter, seriesId);
  if (!row) throw new AppError("not-found");
  const [viewable, derived] = await Promise.all([
    findViewableVolumeIds(db(), seriesId),
    findDerived(db(), filter, { sourceSeriesId: seriesId }),
  ]);
  await audit(db(), actor, { type: "series.viewed", detail: { seriesId, examId: row.exam.id } });
  const { exam, volumes } = row;
  return {
    series: {
      ...summariseSeries({ ...row, volumes: volumes.filter(({ hasThumbnail }) => hasThumbnail) }),
      protocolName: row.protocolName,
      sopClassUid: row.sopClassUid,
      failure: row.failure,
      frameCount: row.frameCount,
      byteCount: Number(row.byteCount),
      deidProfile: row.deidProfile,
      deidRulesDigest: row.deidRulesDigest && Buffer.from(row.deidRulesDigest).toString("hex"),
      deidReport: deidReportSchema.parse(row.deidReport ?? []),
    },
    exam: summariseExam(actor, exam),
    subject: summariseSubject(exam.subject),
    derived,
    canAttach: can(actor, "ingest.manage", { siteId: exam.siteId }),
    volumes: volumes.map((volume) => summariseVolume(volume, viewable.has(volume.id))),
  };
}

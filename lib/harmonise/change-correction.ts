import { createHash } from "node:crypto";
import { type Actor, isSystem } from "@/lib/access/actor";
import { requireCan } from "@/lib/access/policy";
import type { Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { enqueue } from "@/lib/platform/queue";
import { queueExamJudging } from "./queue-judging";
import {
  type CorrectedSeries,
  countSeries,
  findSeriesOfVolume,
  findSitesOfScanner,
  lockCorrections,
  type SeriesRoles,
} from "./role-correction-store";
import { keysOf } from "./rules/settle-roles";
import { PART, settlePart } from "./settle-part";

/** A Volume whose correction is about to change. */
export interface VolumeToCorrect {
  series: SeriesRoles;
  volumeKey: string;
}

/** What came of it. */
export interface CorrectionOutcome {
  seriesId: string;
  scannerId: string;
  /** Series that it concerns. */
  series: number;
  /** So many that a job brings them in line. */
  later: boolean;
}

/**
 * The Volume, with its scanner's corrections held.
 * @throws AppError `forbidden` without the right at every site that has exams of the scanner; `not-found`
 */
export async function requireVolume(actor: Actor, tx: Tx, volumeId: string): Promise<VolumeToCorrect> {
  const series = await findSeriesOfVolume(tx, volumeId);
  if (series === null) {
    requireCan(actor, "ingest.manage", { siteId: null });
    throw new AppError("not-found");
  }
  for (const siteId of await findSitesOfScanner(tx, series.scannerId))
    requireCan(actor, "ingest.manage", { siteId });
  await lockCorrections(tx, series.scannerId);
  const volumeKey = keysOf(series.volumes)[series.volumes.findIndex(({ id }) => id === volumeId)];
  if (volumeKey === undefined) throw new AppError("not-found");
  return { series, volumeKey };
}

/** Brings the series in line with the corrections as they are now: at once where they are few, in a job where not. */
export async function carryOutCorrection(tx: Tx, changed: SeriesRoles): Promise<CorrectionOutcome> {
  const { seriesId, scannerId, description } = changed;
  const series: CorrectedSeries = { scannerId, description };
  const count = await countSeries(tx, series);
  const later = count >= PART;
  if (later) await enqueue(tx, "roles.settle", series, jobKey(series));
  else await queueExamJudging(tx, (await settlePart(tx, series, null)).examIds);
  return { seriesId, scannerId, series: count, later };
}

/** Who decided; null for the system. */
export function deciderOf(actor: Actor): string | null {
  return isSystem(actor) ? null : actor.userId;
}

function jobKey({ scannerId, description }: CorrectedSeries): string {
  return `roles.settle:${scannerId}:${createHash("sha256").update(description).digest("hex").slice(0, 16)}`;
}

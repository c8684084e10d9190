import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { canReachExam, examFilter, requireExam } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { findGroupStatistics, type GroupOfMetric } from "./comparison-store";
import { isOutlier, robustZ } from "./qc/compare";
import { metricsOfRole, QC_METRICS, type QcMetricName } from "./qc/metrics";
import type { SeriesQuality, ShownMetric } from "./qc/quality";
import { findQuality, type QualityRow } from "./qc-store";
import { findRatings } from "./rating-store";

/** Below this a number of other people's series is not told (docs on privacy: counts without rights to rows). */
const LEAST_TOLD = 11;
const TOLD_IN_STEPS_OF = 5;

/**
 * How good a series' images are: its metrics within their comparable group, and what people said of it.
 * @throws AppError `not-found` outside the actor's rights
 */
export async function getSeriesQuality(actor: Actor, seriesId: string): Promise<SeriesQuality> {
  const row = await findQuality(db(), seriesId);
  requireExam(actor, "browse", row?.exam ?? null);
  if (!row) throw new AppError("not-found");
  const [statistics, ratings] = await Promise.all([
    row.qc?.failure === null ? findGroupStatistics(db(), row.group) : new Map<QcMetricName, GroupOfMetric>(),
    findRatings(db(), seriesId),
  ]);
  await audit(db(), actor, { type: "series.quality-viewed", detail: { seriesId, examId: row.examId } });
  return {
    seriesId,
    measured: row.qc === null ? "waiting" : (row.qc.failure ?? "measured"),
    metrics: row.qc?.failure === null ? shownMetrics(actor, row, statistics) : [],
    ratings: ratings.map(({ userId, at, ...rating }) => ({
      ...rating,
      isOwn: userId === actor.userId,
      at: at.toISOString(),
    })),
    hasImages: row.hasImages,
    canRate: row.hasImages && canReachExam(actor, "view", row.exam),
  };
}

function shownMetrics(
  actor: Actor,
  { group, exam, qc }: QualityRow,
  statistics: ReadonlyMap<QcMetricName, GroupOfMetric>,
): ShownMetric[] {
  return metricsOfRole(group.role).map((name) => {
    const { unit, digits, bad } = QC_METRICS[name];
    const value = qc?.values[name] ?? null;
    const usual = statistics.get(name) ?? null;
    const isComparable = value !== null && usual !== null;
    return {
      name,
      unit,
      digits,
      bad,
      value,
      absent: value === null ? (qc?.absences[name] ?? null) : null,
      group: usual && { ...usual, ...toldCount(actor, exam.siteId, usual) },
      z: isComparable ? robustZ(value, usual) : null,
      isOutlier: isComparable && isOutlier(name, value, usual),
    };
  });
}

/** The exact number where the actor may see every row of the group; else rounded down, and 0 for "fewer than 11". */
function toldCount(
  actor: Actor,
  siteId: string,
  { count, scope }: GroupOfMetric,
): { count: number; isCountExact: boolean } {
  const filter = examFilter(actor, "browse");
  const seesAll =
    filter.kind === "all" || (scope === "epoch" && filter.kind === "some" && filter.siteIds.includes(siteId));
  if (seesAll) return { count, isCountExact: true };
  const told = count < LEAST_TOLD ? 0 : count - (count % TOLD_IN_STEPS_OF);
  return { count: told, isCountExact: false };
}

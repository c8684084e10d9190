import type { GroupStatistics } from "./compare";
import type { QcAbsence, QcMetricName } from "./metrics";
import type { QcFailure } from "./measure";
import type { QcComment, QcRating } from "./rating";

// What a series page shows of quality. Plain data, browser-safe.

/** What a value is compared with: the scanner's epoch, or all scanners of the model and field where that has too few. */
export type GroupScope = "epoch" | "model";

export interface ShownMetric {
  name: QcMetricName;
  unit: "%" | null;
  digits: number;
  bad: "low" | "high";
  value: number | null;
  absent: QcAbsence | null;
  group: (GroupStatistics & { scope: GroupScope; isCountExact: boolean }) | null;
  /** Robust standard deviations from the group's median; null without a group. */
  z: number | null;
  isOutlier: boolean;
}

export interface ShownRating {
  raterName: string;
  isOwn: boolean;
  rating: QcRating;
  comments: QcComment[];
  /** ISO time of the rating, which is not of the exam. */
  at: string;
}

export interface SeriesQuality {
  seriesId: string;
  /** `waiting`: not measured yet; else measured, or the reason why it is not. */
  measured: "waiting" | "measured" | QcFailure;
  metrics: ShownMetric[];
  /** Each person's latest, newest first. */
  ratings: ShownRating[];
  hasImages: boolean;
  canRate: boolean;
}

import type { SeriesFacts } from "./parameters";

/** Words of ImageType (0008,0008) that say that the scanner moved the pictures onto each other. */
const MOTION_CORRECTED = new Set(["MOCO", "MOTIONCORRECTED", "MOTION_CORRECTED"]);
/** How the same is said in descriptions, e.g. "MoCoSeries". */
const MOTION_CORRECTED_NAME = /(^|[^a-z])moco/i;

/**
 * Whether a series can be held against a protocol: what was computed from other pictures, what was corrected for motion
 * and what only plans other series cannot.
 */
export function isJudged(series: SeriesFacts): boolean {
  if (series.derived || series.role === "localiser") return false;
  if (series.imageType.some((word) => MOTION_CORRECTED.has(word.toUpperCase()))) return false;
  return !MOTION_CORRECTED_NAME.test(series.description ?? "");
}

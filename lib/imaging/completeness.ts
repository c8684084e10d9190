import type { FrameDescription } from "@/lib/imaging/frame-description";
import { groupBy } from "@/lib/imaging/grouping";
import type { VolumePlan } from "@/lib/imaging/volume-plan";

/** What a series' header promises about all of it. */
export interface SeriesPromise {
  /** NumberOfTemporalPositions (0020,0105). */
  temporalPositions: number | null;
  /** ImagesInAcquisition (0020,1002). */
  imagesInAcquisition: number | null;
}

export interface Completeness {
  completeness: "unknown" | "complete" | "incomplete";
  /** Pictures that are missing at least; null where nothing is known to be. */
  missingCount: number | null;
}

/**
 * Whether a series has all the pictures that its header, its numbering or its grid promises. Several signs may speak
 * of the same missing pictures, so the strongest counts and they are not added. Without a promise that is kept a
 * series stays `unknown`: that the last pictures of a run are missing cannot be seen from those before.
 */
export function seriesCompleteness(
  frames: readonly FrameDescription[],
  plans: readonly VolumePlan[],
  promise: SeriesPromise,
): Completeness {
  const images = imagesMissing(frames, promise);
  const times = timesMissing(frames, promise);
  const missing = Math.max(images ?? 0, times ?? 0, gridMissing(plans), numbersMissing(frames));
  if (missing > 0) return { completeness: "incomplete", missingCount: missing };
  const kept = images === 0 || times === 0 || isOneObject(frames);
  return { completeness: kept ? "complete" : "unknown", missingCount: null };
}

/** A multi-frame object says how many frames it has, and was not readable without them. */
function isOneObject(frames: readonly FrameDescription[]): boolean {
  const refs = new Set(frames.map(({ ref }) => ref));
  return refs.size === 1 && frames.length > 1 && frames.every(({ tile }) => tile === null);
}

/** A derived series repeats what the header of its source promised. */
function isDerived(frames: readonly FrameDescription[]): boolean {
  return frames.some(({ imageType }) => imageType[0] === "DERIVED");
}

/**
 * By TemporalPosition: whole repetitions that did not come, and pictures that some lack.
 * @returns null where the header does not number repetitions
 */
function timesMissing(frames: readonly FrameDescription[], promise: SeriesPromise): number | null {
  const { temporalPositions } = promise;
  if (temporalPositions === null || temporalPositions < 2 || isDerived(frames)) return null;
  if (frames.some(({ temporalPosition }) => temporalPosition === null)) return null;
  const counts = [...groupBy(frames, ({ temporalPosition }) => temporalPosition).values()].map(
    ({ length }) => length,
  );
  if (counts.length > temporalPositions) return null;
  return Math.max(...counts) * temporalPositions - frames.length;
}

/**
 * By ImagesInAcquisition, which counts the series for some scanners and one repetition for others (GE): the smallest
 * of the readings that is not less than what came.
 * @returns null where there is no such promise, or more came than any reading allows
 */
function imagesMissing(frames: readonly FrameDescription[], promise: SeriesPromise): number | null {
  const { imagesInAcquisition: images, temporalPositions } = promise;
  if (images === null || images < 1 || isDerived(frames)) return null;
  // Several frames in one instance: are they images, or is the instance?
  if (new Set(frames.map(({ ref }) => ref)).size !== frames.length) return null;
  const acquisitions = new Set(frames.map(({ acquisitionNumber }) => acquisitionNumber)).size;
  const readings = [images, images * (temporalPositions ?? 1), images * acquisitions];
  const promised = Math.min(...readings.filter((reading) => reading >= frames.length));
  return Number.isFinite(promised) ? promised - frames.length : null;
}

/** By the grid: positions between others at which there is no slice, and repetitions that lack slices. */
function gridMissing(plans: readonly VolumePlan[]): number {
  const gap = (plan: VolumePlan, name: string) =>
    plan.gaps.reduce(
      (sum, text) => (text.startsWith(`${name}:`) ? sum + Number(text.split(":")[1]) : sum),
      0,
    );
  let missing = 0;
  for (const plan of plans) {
    const [, , slices, points] = plan.dimensions;
    missing += gap(plan, "missing-positions") * points;
    const left = gap(plan, "incomplete-repetitions");
    // The pictures left over fill one more repetition in part, or several.
    if (left > 0) missing += slices - (left % slices || slices);
  }
  return missing;
}

/**
 * By InstanceNumber, which every known scanner begins with 0 or 1. Numbers at one constant step other than 1 are a way
 * of numbering, not a gap.
 */
function numbersMissing(frames: readonly FrameDescription[]): number {
  if (isDerived(frames) || frames.some(({ instanceNumber }) => instanceNumber === null)) return 0;
  const numbers = [...new Set(frames.map(({ instanceNumber }) => instanceNumber ?? 0))].sort((a, b) => a - b);
  const [first = 0] = numbers;
  const last = numbers.at(-1) ?? first;
  const steps = new Set(numbers.slice(1).map((number, index) => number - (numbers[index] ?? 0)));
  const perInstance = frames.length / new Set(frames.map(({ ref }) => ref)).size;
  const inside = steps.size > 1 ? last - first + 1 - numbers.length : 0;
  const before = steps.size === 1 && steps.has(1) && first > 1 ? first - 1 : 0;
  const missing = (inside + before) * Math.round(perInstance);
  // So many numbers that were never used are another way of numbering, e.g. by time.
  return missing > MOST_SKIPPED * frames.length ? 0 : missing;
}

/** Skipped numbers per picture beyond which a numbering is not by picture. */
const MOST_SKIPPED = 20;

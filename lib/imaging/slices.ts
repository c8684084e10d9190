import type { FrameDescription } from "@/lib/imaging/frame-description";
import { cross, dot, length, median, scale, subtract, type Vector3 } from "@/lib/imaging/geometry";
import { groupBy } from "@/lib/imaging/grouping";

/** Two pictures this close along the normal lie at one position. */
const SAME_POSITION_MM = 0.02;

/** All pictures at one place, in the order in which they were taken. */
export interface Slice {
  alongNormalMm: number;
  positionMm: Vector3;
  frames: FrameDescription[];
}

/** Slices of one orientation, ascending along row × column (the right-handed slice normal). */
export function slicesAlongNormal(frames: readonly FrameDescription[]): Slice[] {
  const [first] = frames;
  if (!first?.rowDirection || !first.columnDirection) return [];
  const normal = cross(first.rowDirection, first.columnDirection);
  const placed = frames
    .flatMap((frame) =>
      frame.positionMm
        ? [{ frame, positionMm: frame.positionMm, alongNormalMm: dot(frame.positionMm, normal) }]
        : [],
    )
    .sort((a, b) => a.alongNormalMm - b.alongNormalMm);
  const slices: Slice[] = [];
  for (const { frame, positionMm, alongNormalMm } of placed) {
    const last = slices.at(-1);
    if (last && alongNormalMm - last.alongNormalMm <= SAME_POSITION_MM) last.frames.push(frame);
    else slices.push({ alongNormalMm, positionMm, frames: [frame] });
  }
  for (const slice of slices) slice.frames.sort(inOrderTaken);
  return slices;
}

function inOrderTaken(a: FrameDescription, b: FrameDescription): number {
  return (
    (a.temporalPosition ?? 0) - (b.temporalPosition ?? 0) ||
    (a.acquisitionNumber ?? 0) - (b.acquisitionNumber ?? 0) ||
    (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) ||
    (a.acquisitionTimeS ?? 0) - (b.acquisitionTimeS ?? 0) ||
    a.frameIndex - b.frameIndex
  );
}

/** `points[t][z]`: complete repetitions of all slices; and the pictures left over. */
export interface Repetitions {
  points: FrameDescription[][];
  left: FrameDescription[];
}

/**
 * Lays the pictures of each slice on the fourth axis. Where the header numbers the repetitions
 * (TemporalPosition) those that lack a slice are left over; else each slice's nth picture is the nth point,
 * as far as all slices have one.
 */
export function repetitions(slices: readonly Slice[]): Repetitions {
  const counts = slices.map((slice) => slice.frames.length);
  const fewest = Math.min(...counts);
  if (counts.every((count) => count === fewest)) return byRank(slices, fewest);
  return byTemporalPosition(slices) ?? byRank(slices, fewest);
}

function byRank(slices: readonly Slice[], count: number): Repetitions {
  return {
    points: Array.from({ length: count }, (_, t) => slices.flatMap((slice) => slice.frames[t] ?? [])),
    left: slices.flatMap((slice) => slice.frames.slice(count)),
  };
}

function byTemporalPosition(slices: readonly Slice[]): Repetitions | null {
  const all = slices.flatMap((slice, z) => slice.frames.map((frame) => ({ frame, z })));
  if (all.some(({ frame }) => frame.temporalPosition === null)) return null;
  const times = [...groupBy(all, ({ frame }) => frame.temporalPosition).values()];
  // Several pictures at one place and time: it is not time that repeats here.
  if (times.some((point) => new Set(point.map(({ z }) => z)).size !== point.length)) return null;
  const complete = times.filter((point) => point.length === slices.length);
  if (complete.length === 0) return null;
  return {
    points: complete.map((point) => point.sort((a, b) => a.z - b.z).map(({ frame }) => frame)),
    left: times
      .filter((point) => point.length < slices.length)
      .flatMap((point) => point.map(({ frame }) => frame)),
  };
}

/** Tolerances for calling slices a uniform grid. */
const SPACING_TOLERANCE = 0.01;
const SPACING_TOLERANCE_MM = 0.02;
const SHEAR_TOLERANCE = 0.05;

export interface Spacing {
  spacingMm: number;
  gaps: string[];
}

/**
 * Distance between slices, and what breaks its regularity: `missing-positions:n` where steps are whole
 * multiples of the commonest, `uneven-spacing` where they are not (beyond 1 % or 0.02 mm), `sheared` where
 * the slices' corners do not follow the normal (beyond 5 % of a pixel, per slice).
 */
export function sliceSpacing(slices: readonly Slice[], normal: Vector3, pixelMm: number): Spacing {
  const steps = slices.slice(1).map((slice, i) => slice.alongNormalMm - (slices[i]?.alongNormalMm ?? 0));
  const usual = median(steps);
  const tolerance = Math.max(SPACING_TOLERANCE_MM, SPACING_TOLERANCE * usual);
  const gaps: string[] = [];
  const odd = steps.filter((step) => Math.abs(step - usual) > tolerance);
  const multiples = odd.map((step) => Math.round(step / usual));
  if (odd.length > 0) {
    const whole = odd.every(
      (step, i) => (multiples[i] ?? 0) >= 2 && Math.abs(step - usual * (multiples[i] ?? 0)) <= 2 * tolerance,
    );
    gaps.push(whole ? `missing-positions:${multiples.reduce((sum, n) => sum + n - 1, 0)}` : "uneven-spacing");
  }
  const [first] = slices;
  const last = slices.at(-1);
  if (first && last) {
    const span = subtract(last.positionMm, first.positionMm);
    const aside = length(subtract(span, scale(normal, dot(span, normal))));
    if (aside > SHEAR_TOLERANCE * pixelMm * Math.max(1, slices.length - 1)) gaps.push("sheared");
  }
  // The mean over the whole run: rounding of the positions then does not add up.
  const mean = ((last?.alongNormalMm ?? 0) - (first?.alongNormalMm ?? 0)) / Math.max(1, slices.length - 1);
  return { spacingMm: gaps.length > 0 ? usual : mean, gaps };
}

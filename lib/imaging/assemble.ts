import { fourthAxis } from "@/lib/imaging/fourth-axis";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { cross, type Vector3 } from "@/lib/imaging/geometry";
import { hasGeometry, splitByGeometry, splitByKind, type FourthAxisHint } from "@/lib/imaging/grouping";
import type { StackReason } from "@/lib/imaging/manifest";
import { repetitions, sliceSpacing, slicesAlongNormal } from "@/lib/imaging/slices";
import type { VolumePlan } from "@/lib/imaging/volume-plan";

export type { VolumePlan } from "@/lib/imaging/volume-plan";

/**
 * Splits one series' pictures into Volumes: by kind (see `splitByKind`), then geometry; slices sorted along
 * the right-handed normal, repetitions on the fourth axis (time, b-value, echo or inversion time). What is
 * not a uniform grid becomes a stack with its reason and its gaps named. Every picture goes to exactly one
 * plan. The series' main Volume comes first: a weighted magnitude image before maps and other components.
 */
export function assembleVolumes(frames: readonly FrameDescription[]): VolumePlan[] {
  return splitByKind(frames)
    .flatMap(({ frames: kind, hint }) => assembleKind(kind, hint))
    .sort(mainFirst);
}

function mainFirst(a: VolumePlan, b: VolumePlan): number {
  const rank = (plan: VolumePlan) =>
    (plan.map === null ? 0 : 4) + (plan.component === "magnitude" ? 0 : 2) + (plan.kind === "volume" ? 0 : 1);
  return (
    rank(a) - rank(b) ||
    (a.inversionTimeMs ?? 0) - (b.inversionTimeMs ?? 0) ||
    (a.echoTimeMs ?? 0) - (b.echoTimeMs ?? 0) ||
    b.frames.length - a.frames.length
  );
}

function assembleKind(frames: FrameDescription[], hint: FourthAxisHint): VolumePlan[] {
  const groups = splitByGeometry(frames);
  const placed = groups.filter(([first]) => first && hasGeometry(first));
  const without = groups.filter(([first]) => first && !hasGeometry(first)).flat();
  const plans =
    placed.length > 1 && placed.every((group) => slicesAlongNormal(group).length === 1)
      ? [stack(placed.flat(), "mixed-geometry", [])]
      : placed.flatMap((group) => assembleGrid(group, hint));
  return without.length > 0 ? [...plans, stack(inOrder(without), "no-geometry", [])] : plans;
}

function inOrder(frames: FrameDescription[]): FrameDescription[] {
  return [...frames].sort(
    (a, b) => (a.instanceNumber ?? 0) - (b.instanceNumber ?? 0) || a.frameIndex - b.frameIndex,
  );
}

function assembleGrid(frames: FrameDescription[], hint: FourthAxisHint): VolumePlan[] {
  const [reference] = frames;
  const slices = slicesAlongNormal(frames);
  if (!reference?.rowDirection || !reference.columnDirection) return [];
  const normal = cross(reference.rowDirection, reference.columnDirection);
  const { points, left } = repetitions(slices);
  const spacing = sliceSpacing(slices, normal, Math.min(...reference.pixelSpacingMm));
  const gaps = left.length > 0 ? [...spacing.gaps, `incomplete-repetitions:${left.length}`] : spacing.gaps;
  const ordered = orderPoints(points, hint).flat();
  const [first] = ordered;
  if (!first?.positionMm) return [];
  const reason: StackReason | null =
    first.samplesPerPixel === 3
      ? "colour"
      : slices.length === 1
        ? "single-slice"
        : spacing.gaps.length > 0
          ? "irregular-spacing"
          : null;
  const plan: VolumePlan = {
    ...describePlan(ordered, points.length, hint),
    kind: reason ? "stack" : "volume",
    stackReason: reason,
    dimensions: [first.columns, first.rows, slices.length, points.length],
    voxelSizeMm: [...first.pixelSpacingMm, thickness(first, slices.length > 1 ? spacing.spacingMm : null)],
    originMm: first.positionMm,
    direction: [...reference.rowDirection, ...reference.columnDirection, ...normal],
    framePositionsMm: reason ? ordered.map((frame) => frame.positionMm ?? [0, 0, 0]) : null,
    gaps,
  };
  // Pictures of repetitions that lack slices are kept too, as Volumes of their own.
  return left.length > 0 ? [plan, ...assembleGrid(left, hint)] : [plan];
}

function orderPoints(points: FrameDescription[][], hint: FourthAxisHint): FrameDescription[][] {
  if (hint === "none") return points;
  const value = ([frame]: FrameDescription[]) =>
    (hint === "echo" ? frame?.echoTimeMs : frame?.inversionTimeMs) ?? 0;
  return [...points].sort((a, b) => value(a) - value(b));
}

function thickness(frame: FrameDescription, spacingMm: number | null): number {
  return spacingMm ?? frame.spacingBetweenSlicesMm ?? frame.sliceThicknessMm ?? 1;
}

/** Pictures one after another, each with its own position where it has one. */
function stack(frames: FrameDescription[], reason: StackReason, gaps: string[]): VolumePlan {
  const [first] = frames;
  if (!first) throw new RangeError("a stack has at least one picture");
  const row: Vector3 = first.rowDirection ?? [1, 0, 0];
  const column: Vector3 = first.columnDirection ?? [0, 1, 0];
  return {
    ...describePlan(frames, 1, "none"),
    kind: "stack",
    stackReason: reason,
    dimensions: [first.columns, first.rows, frames.length, 1],
    voxelSizeMm: [...first.pixelSpacingMm, thickness(first, null)],
    originMm: first.positionMm ?? [0, 0, 0],
    direction: [...row, ...column, ...cross(row, column)],
    framePositionsMm: frames.every((frame) => frame.positionMm)
      ? frames.map((frame) => frame.positionMm ?? [0, 0, 0])
      : null,
    gaps,
  };
}

/** What holds for the frames whatever their geometry. */
function describePlan(frames: FrameDescription[], points: number, hint: FourthAxisHint) {
  const [first] = frames;
  if (!first) throw new RangeError("a volume has at least one picture");
  const rescales = frames.map(({ rescale: { slope, intercept } }) => ({ slope, intercept }));
  const sameRescale = rescales.every(
    ({ slope, intercept }) => slope === first.rescale.slope && intercept === first.rescale.intercept,
  );
  const bValues = frames.flatMap((frame) => frame.bValue ?? []).map(Math.round);
  return {
    frames,
    frameOfReferenceUid: first.frameOfReferenceUid,
    rescale: first.rescale,
    frameRescales: sameRescale ? null : rescales,
    fourthAxis: fourthAxis(frames, points, hint),
    component: first.component,
    map: first.map,
    imageType: first.imageType,
    echoTimeMs: first.echoTimeMs,
    inversionTimeMs: first.inversionTimeMs,
    bValues: [...new Set(bValues)].sort((a, b) => a - b),
  };
}

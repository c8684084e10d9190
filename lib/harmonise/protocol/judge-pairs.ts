import { cross, dot, length, type Vector3, vector3 } from "@/lib/imaging/geometry";
import type { PairRule, Tolerance } from "./content";
import type { ExamFinding, VerdictValue } from "./finding";
import { compareValues } from "./judge-series";
import { parameter, type ScannerFacts, type SeriesFacts } from "./parameters";

/** Where a series' main volume lies in the patient (LPS, mm), as its manifest says. */
export interface Geometry {
  frameOfReferenceUid: string | null;
  /** Centre of the first voxel. */
  originMm: readonly number[];
  /** Unit vectors along i, j and k, one after another. */
  direction: readonly number[];
  voxelSizeMm: readonly number[];
  /** Voxels along i, j and k. */
  dimensions: readonly number[];
}

export interface PlacedSeries extends SeriesFacts {
  /** Null where it is not known, as in a stack. */
  geometry: Geometry | null;
}

export type PairFinding = Extract<ExamFinding, { kind: "pair" }>;

interface Relation {
  allowed: boolean;
  delta: number | null;
}

/**
 * What is wrong between two series. Each series of the second step needs one of the first that fits it, e.g. each BOLD
 * its field map: only the best is told of.
 */
export function judgePair(
  rule: PairRule,
  pair: number,
  scanner: ScannerFacts,
  firsts: readonly PlacedSeries[],
  seconds: readonly PlacedSeries[],
): PairFinding[] {
  return seconds.flatMap((second) => {
    const [best] = firsts
      .filter((first) => first.seriesId !== second.seriesId)
      .map((first) => ({ first, relation: relate(rule, scanner, first, second) }))
      .sort((a, b) => rank(a.relation) - rank(b.relation) || size(a.relation) - size(b.relation));
    if (!best || best.relation?.allowed) return [];
    const verdict: Exclude<VerdictValue, "compliant"> =
      best.relation === null ? "undetermined" : rule.severity;
    return [
      {
        kind: "pair" as const,
        pair,
        relation: rule.relation,
        firstSeriesId: best.first.seriesId,
        secondSeriesId: second.seriesId,
        delta: best.relation?.delta ?? null,
        verdict,
      },
    ];
  });
}

/** What fits goes first, then what cannot be told: it may fit. */
function rank(relation: Relation | null): number {
  return relation === null ? 1 : relation.allowed ? 0 : 2;
}

function size(relation: Relation | null): number {
  return Math.abs(relation?.delta ?? 0);
}

function relate(
  { relation, parameter: name, tolerance }: PairRule,
  scanner: ScannerFacts,
  first: PlacedSeries,
  second: PlacedSeries,
): Relation | null {
  switch (relation) {
    case "sameOrientation":
      return sameOrientation(first, second, tolerance);
    case "covers":
      return covers(first, second, tolerance);
    case "sameParameter": {
      if (name === undefined) return null;
      const { of } = parameter(name);
      return compareValues(of(second, scanner), of(first, scanner), tolerance ?? null);
    }
    case "oppositePhaseEncoding":
      return oppositePhaseEncoding(first.phaseEncodingDirection, second.phaseEncodingDirection);
  }
}

const OPPOSITE: Readonly<Record<string, string>> = {
  AP: "PA",
  PA: "AP",
  RL: "LR",
  LR: "RL",
  HF: "FH",
  FH: "HF",
};

function oppositePhaseEncoding(first: string | null, second: string | null): Relation | null {
  if (first === null || second === null) return null;
  return { allowed: OPPOSITE[first] === second, delta: null };
}

/** Axes of a grid in its frame of reference. */
interface Grid {
  origin: Vector3;
  axes: [Vector3, Vector3, Vector3];
  voxelMm: Vector3;
  count: Vector3;
}

/** The two grids, or null where their places cannot be compared: positions of two frames of reference never are. */
function comparable(first: PlacedSeries, second: PlacedSeries): [Grid, Grid] | null {
  const [one, other] = [first.geometry, second.geometry];
  if (one === null || other === null || one.frameOfReferenceUid === null) return null;
  if (one.frameOfReferenceUid !== other.frameOfReferenceUid) return null;
  const grids = [gridOf(one), gridOf(other)] as const;
  return grids[0] !== null && grids[1] !== null ? [grids[0], grids[1]] : null;
}

function gridOf({ originMm, direction, voxelSizeMm, dimensions }: Geometry): Grid | null {
  const origin = vector3(originMm);
  const [i, j, k] = [vector3(direction), vector3(direction, 3), vector3(direction, 6)];
  const [voxelMm, count] = [vector3(voxelSizeMm), vector3(dimensions)];
  if (origin === null || i === null || j === null || k === null || voxelMm === null || count === null)
    return null;
  return voxelMm.every((mm) => mm > 0) ? { origin, axes: [i, j, k], voxelMm, count } : null;
}

const DEFAULT_ANGLE_DEG = 1;

function sameOrientation(
  first: PlacedSeries,
  second: PlacedSeries,
  tolerance: Tolerance | undefined,
): Relation | null {
  const grids = comparable(first, second);
  if (grids === null) return null;
  const [a, b] = [grids[0].axes[2], grids[1].axes[2]];
  // Of nearly parallel vectors the cross product tells the angle better than the cosine.
  const angleDeg = (Math.atan2(length(cross(a, b)), Math.abs(dot(a, b))) * 180) / Math.PI;
  return { allowed: angleDeg <= (tolerance?.absolute ?? DEFAULT_ANGLE_DEG) + 1e-6, delta: angleDeg };
}

function covers(
  first: PlacedSeries,
  second: PlacedSeries,
  tolerance: Tolerance | undefined,
): Relation | null {
  const grids = comparable(first, second);
  if (grids === null) return null;
  const [outer, inner] = grids;
  const volume = dot(cross(outer.axes[0], outer.axes[1]), outer.axes[2]);
  if (Math.abs(volume) < 1e-3) return null;
  let overhangMm = 0;
  let allowed = true;
  for (const corner of cornersOf(inner)) {
    const offset: Vector3 = [0, 1, 2].map(
      (axis) => (corner[axis] ?? 0) - (outer.origin[axis] ?? 0),
    ) as Vector3;
    outer.axes.forEach((_, axis) => {
      // Cramer's rule: the axes may be sheared.
      const [b, c] = [outer.axes[(axis + 1) % 3], outer.axes[(axis + 2) % 3]];
      if (!b || !c) return;
      const alongMm = dot(offset, cross(b, c)) / volume;
      const voxel = outer.voxelMm[axis] ?? 0;
      const endMm = ((outer.count[axis] ?? 0) - 0.5) * voxel;
      const outMm = Math.max(0, -0.5 * voxel - alongMm, alongMm - endMm);
      overhangMm = Math.max(overhangMm, outMm);
      if (outMm > (tolerance?.absolute ?? voxel) + 1e-6) allowed = false;
    });
  }
  return { allowed, delta: overhangMm };
}

/** The outer edges of the voxels, not their centres. */
function cornersOf({ origin, axes, voxelMm, count }: Grid): Vector3[] {
  const corners: Vector3[] = [];
  for (let corner = 0; corner < 8; corner++) {
    const point: Vector3 = [...origin];
    axes.forEach((axis, index) => {
      const steps = (corner >> index) & 1 ? (count[index] ?? 0) - 0.5 : -0.5;
      for (const row of [0, 1, 2] as const) point[row] += steps * (voxelMm[index] ?? 0) * axis[row];
    });
    corners.push(point);
  }
  return corners;
}

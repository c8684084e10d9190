import type { ViewableVolume } from "@/lib/catalogue/viewable-exam";

/** What one looks at first, when nothing was asked for. */
const PREFERRED_ROLES = ["T1w", "MP2RAGE", "FLAIR", "T2w", "SWI", "T2star", "PDw", "DWI", "BOLD"];

function rank({ role, kind, derived, map }: ViewableVolume): number {
  const place = PREFERRED_ROLES.indexOf(role);
  const byRole = place < 0 ? PREFERRED_ROLES.length : place;
  return byRole * 8 + (kind === "stack" ? 4 : 0) + (derived ? 2 : 0) + (map ? 1 : 0);
}

/** The volume to open: the one asked for, the first of the series asked for, else the preferred one. */
export function firstVolume(
  volumes: readonly ViewableVolume[],
  asked: { volumeId?: string | undefined; seriesId?: string | undefined },
): ViewableVolume | null {
  return (
    volumes.find(({ id }) => id === asked.volumeId) ??
    volumes.find(({ seriesId }) => seriesId === asked.seriesId) ??
    volumes.toSorted((a, b) => rank(a) - rank(b))[0] ??
    null
  );
}

/** How well a volume of one exam answers to one of another: same role, map, component, kind, then voxel size. */
function likeness(a: ViewableVolume, b: ViewableVolume): number {
  const voxels = (volume: ViewableVolume) => Math.max(...(volume.voxelSizeMm ?? [0]));
  return (
    (a.role === b.role ? 100 : 0) +
    (a.map === b.map ? 40 : 0) +
    (a.component === b.component ? 20 : 0) +
    (a.is3D === b.is3D ? 10 : 0) +
    (a.kind === b.kind ? 5 : 0) -
    Math.min(4, Math.abs(voxels(a) - voxels(b)))
  );
}

/** The volume of the other exam that corresponds best: the same role before all, or null where no role agrees. */
export function counterpart(
  volume: ViewableVolume,
  others: readonly ViewableVolume[],
): ViewableVolume | null {
  const best = others.toSorted((a, b) => likeness(volume, b) - likeness(volume, a))[0] ?? null;
  return best && best.role === volume.role ? best : null;
}

/** Volumes that can be set side by side: grids of voxels (a stack has no planes to link). */
export function comparable(volumes: readonly ViewableVolume[]): ViewableVolume[] {
  return volumes.filter(({ kind }) => kind === "volume");
}

/** The pair to open first: what A would show, if B has the same role; else the first role both have. */
export function firstPair(
  a: readonly ViewableVolume[],
  b: readonly ViewableVolume[],
  asked: { a?: string | undefined; b?: string | undefined } = {},
): { a: ViewableVolume; b: ViewableVolume } | null {
  const [inA, inB] = [comparable(a), comparable(b)];
  const askedA = inA.find(({ id }) => id === asked.a);
  const askedB = inB.find(({ id }) => id === asked.b);
  if (askedA && askedB) return { a: askedA, b: askedB };
  const ordered = askedA ? [askedA] : inA.toSorted((x, y) => rank(x) - rank(y));
  for (const volume of ordered) {
    const other = counterpart(volume, inB);
    if (other) return { a: volume, b: other };
  }
  const [anyA, anyB] = [firstVolume(inA, {}), firstVolume(inB, {})];
  return anyA && anyB ? { a: askedA ?? anyA, b: anyB } : null;
}

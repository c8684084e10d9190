/** What of a volume decides whether it shows a face. */
export interface VolumeShape {
  kind: "volume" | "stack";
  component?: string | undefined;
  is3D?: boolean | null | undefined;
  /** Voxels along i, j and k. */
  nx: number;
  ny: number;
  nz: number;
  voxelSizeXMm?: number | null | undefined;
  voxelSizeYMm?: number | null | undefined;
  voxelSizeZMm?: number | null | undefined;
}

/** Finest and coarsest side of a voxel still count as about equal. */
const ISOTROPIC = 1.5;
const FINE_MM = 2;
/** A head from chin to vertex, ear to ear and nose to occiput. */
const WHOLE_HEAD_MM = 160;
/** A 3D slab that is thinner, or coarser, than this has no recognisable face in it (angiography, spectroscopy). */
const SLAB_MM = 120;
const COARSE_MM = 3;

/**
 * Whether the skin of a face could be rendered from a magnitude volume of a head: a 3D acquisition, or slices about as
 * thick as their pixels that cover the whole head. Errs towards saying so.
 */
export function couldShowFace(volume: VolumeShape): boolean {
  const { kind, component, is3D, nx, ny, nz } = volume;
  const sides = [volume.voxelSizeXMm, volume.voxelSizeYMm, volume.voxelSizeZMm];
  const voxel = sides.filter((side) => typeof side === "number");
  if (kind !== "volume" || component !== "magnitude" || voxel.length < sides.length) return false;
  const extents = [nx, ny, nz].map((count, axis) => count * (voxel[axis] ?? 0));
  const [finest, coarsest] = [Math.min(...voxel), Math.max(...voxel)];
  const covers = (mm: number) => extents.every((extent) => extent >= mm);
  if (is3D === true && coarsest <= COARSE_MM && covers(SLAB_MM)) return true;
  return coarsest <= FINE_MM && coarsest <= ISOTROPIC * finest && covers(WHOLE_HEAD_MM);
}

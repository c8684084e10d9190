import type { VolumeManifest } from "@/lib/imaging/manifest";
import type { ValueArray } from "./voxels";
import { valuePlan } from "./voxels";
import type { DisplayWindow } from "./window-level";

const MOST_SAMPLES = 60_000;
/** Part of the robust maximum under which a magnitude voxel counts as air. */
const AIR = 0.1;
/** Semi-axes of the sampled middle, as parts of the volume's sides: in a head it leaves out most of scalp and neck. */
const MIDDLE = 0.36;
/** The tissue of the middle stands at about two thirds of the greys: what is brighter (lesions, fat) stays apart. */
const HEADROOM = 1.5;
/** How far the middle may move the upper bound away from the robust maximum. */
const LEAST_PART = 0.3;

/**
 * The window of the voxels on screen, from the tissue in the middle of the volume: the automatic window of a manifest
 * spans the whole range, where subcutaneous fat darkens a brain and a bright brain hides its lesions; and it is that of
 * the first point of the 4th axis, too wide for a b-value. Falls back to the manifest's own where values can be
 * negative (phase, field maps), the middle is empty, or the values are few (masks, labels).
 */
export function automaticWindow(manifest: VolumeManifest, values: ValueArray): DisplayWindow {
  const [nx, ny, nz] = manifest.dimensions;
  const own = manifest.window;
  if (own.centre - own.width / 2 < 0) return own;
  const { slope, intercept } = valuePlan(manifest).rescale;
  const stride = Math.max(1, Math.round(Math.cbrt((nx * ny * nz) / MOST_SAMPLES)));
  const all: number[] = [];
  const middle: number[] = [];
  for (let k = 0; k < nz; k += stride)
    for (let j = 0; j < ny; j += stride)
      for (let i = 0; i < nx; i += stride) {
        const value = (values[i + nx * (j + ny * k)] ?? 0) * slope + intercept;
        all.push(value);
        if (isMiddle((i + 0.5) / nx, (j + 0.5) / ny, (k + 0.5) / nz)) middle.push(value);
      }
  const brightest = quantile(all, 0.995);
  const lowest = quantile(all, 0.005);
  const tissue = middle.filter((value) => value > lowest + AIR * (brightest - lowest));
  if (lowest < 0 || new Set(tissue).size < 16) return own;
  const wanted = lowest + HEADROOM * (quantile(tissue, 0.75) - lowest);
  const least = lowest + LEAST_PART * (brightest - lowest);
  const most = lowest + HEADROOM * (brightest - lowest);
  const upper = Math.min(most, Math.max(least, wanted));
  return { centre: (lowest + upper) / 2, width: upper - lowest };
}

function isMiddle(x: number, y: number, z: number): boolean {
  return Math.hypot(x - 0.5, y - 0.5, z - 0.5) <= MIDDLE;
}

function quantile(values: readonly number[], fraction: number): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0;
}

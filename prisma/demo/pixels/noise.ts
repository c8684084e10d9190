import { seededRandom } from "../random";
import { step } from "../phantom/shapes";
import type { AcquisitionGrid, TissueMap } from "../phantom/acquire";

const TABLE_BITS = 18;

/** Normal deviates, drawn once: reading them from random places is a hundred times faster than drawing anew. */
let table: Float32Array | undefined;
function normals(): Float32Array {
  if (!table) {
    const random = seededRandom("normal table");
    table = Float32Array.from({ length: 1 << TABLE_BITS }, () => random.normal(0, 1));
  }
  return table;
}

/**
 * Turns noise-free signal into stored magnitudes: receive field, Rician noise, air set to 0 as scanners do.
 * `slice` is the number of the map's first slice in the grid.
 */
export function storeMagnitude(
  map: TissueMap,
  signal: Float32Array,
  settings: { gain: number; noise: number; bias: number },
  seed: number,
  slice: number,
): Uint16Array {
  const { gain, noise, bias } = settings;
  const deviates = normals();
  const mask = deviates.length - 1;
  const stored = new Uint16Array(signal.length);
  const field = new ReceiveField(map.grid, bias);
  const [nx, ny] = map.grid.dimensions;
  let state = Math.imul(seed ^ Math.imul(slice + 1, 0x9e3779b1), 0x85ebca6b) | 1;
  for (let row = 0, index = 0; index < signal.length; row++) {
    const k = slice + Math.floor(row / ny);
    const j = row % ny;
    for (let i = 0; i < nx; i++, index++) {
      if (map.first[index] === 0 && map.second[index] === 0) continue;
      state = (Math.imul(state, 1664525) + 1013904223) | 0;
      const a = deviates[(state >>> 13) & mask] ?? 0;
      const b = deviates[(state >>> 7) & mask] ?? 0;
      const value = (signal[index] ?? 0) * gain * field.at(i, j, k);
      const magnitude =
        bias === 0 && value === 0 ? 0 : Math.sqrt((value + noise * a) ** 2 + (noise * b) ** 2);
      stored[index] = magnitude > 4095 ? 4095 : Math.round(magnitude);
    }
  }
  return stored;
}

/** A smooth receive field: stronger at the back than in front, fading below the skull where the coil ends. */
class ReceiveField {
  constructor(
    private readonly grid: AcquisitionGrid,
    private readonly strength: number,
  ) {}

  at(i: number, j: number, k: number): number {
    if (this.strength === 0) return 1;
    const { originMm, direction: d, voxelSizeMm } = this.grid;
    const u = i * voxelSizeMm[0];
    const v = j * voxelSizeMm[1];
    const w = k * voxelSizeMm[2];
    const x = originMm[0] + u * d[0] + v * d[3] + w * d[6];
    const y = originMm[1] + u * d[1] + v * d[4] + w * d[7];
    const z = originMm[2] + u * d[2] + v * d[5] + w * d[8];
    const r2 = (x * x + (y - 14) * (y - 14) + (z - 10) * (z - 10)) / 14400;
    // Sensitive near the elements at 3 T, bright in the middle (dielectric) at 7 T.
    const radial = this.strength > 0.3 ? 0.8 * (1 - r2) : 0.7 * r2;
    return (
      (1 + this.strength * (radial + 0.0035 * y + 0.0016 * x - 0.35)) * (0.12 + 0.88 * step(-138, -62, z))
    );
  }
}

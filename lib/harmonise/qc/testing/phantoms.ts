import type { Grid } from "../grid";

/** Uniform in [0, 1), the same for the same seed (mulberry32). */
export function uniform(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Gaussian numbers of mean 0 and deviation 1. */
export function gaussian(seed: number): () => number {
  const next = uniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
}

export const DIMENSIONS = [72, 80, 64] as const;
const VOXEL_SIZE_MM = [2.5, 2.5, 2.5] as const;

export interface HeadSignal {
  fluid: number;
  grey: number;
  white: number;
  air: number;
}

/** T1w-like: fluid 100, grey 200, white 300, no signal around. */
export const T1_SIGNAL: HeadSignal = { fluid: 100, grey: 200, white: 300, air: 0 };

/** An ellipsoid of grey matter with white matter in its middle, fluid within that, in air; without noise. */
export function headPhantom({ fluid, grey, white, air }: HeadSignal = T1_SIGNAL): Grid {
  return gridOf((i, j, k) => {
    // A little off the middle: what mirrors it must not be what it was.
    const r = Math.hypot((i - 36) / 27, (j - 39) / 30, (k - 31) / 26);
    return r > 1 ? air : r > 0.62 ? grey : r > 0.3 ? white : fluid;
  });
}

/** A picture of one value in an ellipsoid, another around it. */
export function ballPhantom(inside: number, outside: number): Grid {
  return headPhantom({ fluid: inside, grey: inside, white: inside, air: outside });
}

export function gridOf(valueAt: (i: number, j: number, k: number) => number): Grid {
  const [nx, ny, nz] = DIMENSIONS;
  const data = new Float32Array(nx * ny * nz);
  for (let k = 0, at = 0; k < nz; k++)
    for (let j = 0; j < ny; j++) for (let i = 0; i < nx; i++) data[at++] = valueAt(i, j, k);
  return { data, dimensions: DIMENSIONS, voxelSizeMm: VOXEL_SIZE_MM };
}

/** What a scanner with one coil gives of it: the magnitude of signal and noise of this deviation in each channel. */
export function withNoise(grid: Grid, deviation: number, seed: number): Grid {
  const next = gaussian(seed);
  return {
    ...grid,
    data: grid.data.map((value) => Math.hypot(value + deviation * next(), deviation * next())),
  };
}

/** Mirrored along the axes that are named. */
export function mirrored(grid: Grid, [x, y, z]: readonly [boolean, boolean, boolean]): Grid {
  const [nx, ny, nz] = grid.dimensions;
  return {
    ...grid,
    data: gridOf(
      (i, j, k) =>
        grid.data[((z ? nz - 1 - k : k) * ny + (y ? ny - 1 - j : j)) * nx + (x ? nx - 1 - i : i)] ?? 0,
    ).data,
  };
}

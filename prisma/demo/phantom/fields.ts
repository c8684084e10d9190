import type { Random } from "../random";

/** A regular grid over the head in subject millimetres; x to the left, y to the front, z up, origin at the anterior commissure. */
export interface Lattice {
  readonly nx: number;
  readonly ny: number;
  readonly nz: number;
  readonly stepMm: number;
  readonly originMm: readonly [number, number, number];
}

/** The box every head fits into: its surfaces are smooth, so 3 mm is enough. */
export const HEAD_LATTICE: Lattice = {
  nx: 67,
  ny: 84,
  nz: 88,
  stepMm: 3,
  originMm: [-99, -135, -159],
};

/** The box of the brain, finer: the folds of the cortex are read from it. */
export const BRAIN_LATTICE: Lattice = {
  nx: 76,
  ny: 98,
  nz: 76,
  stepMm: 2,
  originMm: [-75, -114, -62],
};

/** Several scalar fields on one lattice, interleaved so that one interpolation reads them all. */
export class FieldBundle {
  readonly data: Float32Array;

  constructor(
    readonly lattice: Lattice,
    readonly width: number,
  ) {
    this.data = new Float32Array(lattice.nx * lattice.ny * lattice.nz * width);
  }

  /** Trilinear interpolation of all fields at a point in mm, clamped to the box, into `out`. */
  sample(x: number, y: number, z: number, out: Float64Array): void {
    const { nx, ny, nz, stepMm, originMm } = this.lattice;
    const width = this.width;
    const data = this.data;
    let u = (x - originMm[0]) / stepMm;
    let v = (y - originMm[1]) / stepMm;
    let w = (z - originMm[2]) / stepMm;
    u = u < 0 ? 0 : u > nx - 1.001 ? nx - 1.001 : u;
    v = v < 0 ? 0 : v > ny - 1.001 ? ny - 1.001 : v;
    w = w < 0 ? 0 : w > nz - 1.001 ? nz - 1.001 : w;
    const i = u | 0;
    const j = v | 0;
    const k = w | 0;
    u -= i;
    v -= j;
    w -= k;
    const a = ((k * ny + j) * nx + i) * width;
    const b = a + nx * width;
    const c = a + nx * ny * width;
    const d = c + nx * width;
    const w00 = (1 - v) * (1 - w);
    const w10 = v * (1 - w);
    const w01 = (1 - v) * w;
    const w11 = v * w;
    const p = 1 - u;
    for (let f = 0; f < width; f++) {
      out[f] =
        w00 * (p * (data[a + f] as number) + u * (data[a + width + f] as number)) +
        w10 * (p * (data[b + f] as number) + u * (data[b + width + f] as number)) +
        w01 * (p * (data[c + f] as number) + u * (data[c + width + f] as number)) +
        w11 * (p * (data[d + f] as number) + u * (data[d + width + f] as number));
    }
  }

  /** Copies a plain field into one slot of the bundle. */
  put(slot: number, field: Float32Array): void {
    for (let i = 0, o = slot; i < field.length; i++, o += this.width) this.data[o] = field[i] as number;
  }
}

/**
 * Isotropic narrow-band noise: random plane waves of one wavelength (±`spread`), unit variance. Its zero
 * level set is a labyrinth of evenly spaced sheets, as sulci are.
 */
export function bandNoise(
  lattice: Lattice,
  random: Random,
  wavelengthMm: number,
  waves: number,
  spread = 0.15,
): Float32Array {
  const { nx, ny, nz, stepMm } = lattice;
  const field = new Float32Array(nx * ny * nz);
  const xs = new Float64Array(nx * 2);
  const scale = Math.sqrt(2 / waves);
  for (let n = 0; n < waves; n++) {
    const k = (2 * Math.PI * stepMm * random.between(1 - spread, 1 + spread)) / wavelengthMm;
    const cosine = random.between(-1, 1);
    const azimuth = random.between(0, 2 * Math.PI);
    const sine = Math.sqrt(1 - cosine * cosine);
    const kx = k * sine * Math.cos(azimuth);
    const ky = k * sine * Math.sin(azimuth);
    const kz = k * cosine;
    const phase = random.between(0, 2 * Math.PI);
    for (let i = 0; i < nx; i++) {
      xs[2 * i] = Math.cos(kx * i) * scale;
      xs[2 * i + 1] = Math.sin(kx * i) * scale;
    }
    for (let z = 0; z < nz; z++) {
      for (let y = 0; y < ny; y++) {
        const angle = phase + ky * y + kz * z;
        const c = Math.cos(angle);
        const s = Math.sin(angle);
        const row = (z * ny + y) * nx;
        for (let i = 0; i < nx; i++)
          field[row + i] =
            (field[row + i] as number) + ((xs[2 * i] as number) * c - (xs[2 * i + 1] as number) * s);
      }
    }
  }
  return field;
}

/** Smooth noise of all wavelengths down to about `wavelengthMm`, unit variance. */
export function smoothNoise(
  lattice: Lattice,
  random: Random,
  wavelengthMm: number,
  waves = 24,
): Float32Array {
  return bandNoise(lattice, random, wavelengthMm * 1.4, waves, 0.35);
}

/** Squared distance transform along one line (Felzenszwalb and Huttenlocher 2012). */
function distanceLine(f: Float64Array, n: number, out: Float64Array, v: Int32Array, z: Float64Array): void {
  let k = 0;
  v[0] = 0;
  z[0] = -Infinity;
  z[1] = Infinity;
  for (let q = 1; q < n; q++) {
    let s: number;
    do {
      const p = v[k] as number;
      s = ((f[q] as number) + q * q - (f[p] as number) - p * p) / (2 * (q - p));
    } while (s <= (z[k] as number) && k-- > 0);
    k++;
    v[k] = q;
    z[k] = s;
    z[k + 1] = Infinity;
  }
  k = 0;
  for (let q = 0; q < n; q++) {
    while ((z[k + 1] as number) < q) k++;
    const p = v[k] as number;
    out[q] = (q - p) * (q - p) + (f[p] as number);
  }
}

function squaredDistance(lattice: Lattice, seed: (index: number) => boolean): Float32Array {
  const { nx, ny, nz } = lattice;
  const far = 1e6;
  const grid = new Float32Array(nx * ny * nz);
  for (let i = 0; i < grid.length; i++) grid[i] = seed(i) ? 0 : far;
  const longest = Math.max(nx, ny, nz);
  const line = new Float64Array(longest);
  const out = new Float64Array(longest);
  const v = new Int32Array(longest + 1);
  const z = new Float64Array(longest + 2);
  const sweep = (count: number, start: (m: number) => number, stride: number, n: number): void => {
    for (let m = 0; m < count; m++) {
      const first = start(m);
      for (let i = 0; i < n; i++) line[i] = grid[first + i * stride] as number;
      distanceLine(line, n, out, v, z);
      for (let i = 0; i < n; i++) grid[first + i * stride] = out[i] as number;
    }
  };
  sweep(ny * nz, (m) => m * nx, 1, nx);
  sweep(nx * nz, (m) => Math.floor(m / nx) * nx * ny + (m % nx), nx, ny);
  sweep(nx * ny, (m) => m, nx * ny, nz);
  return grid;
}

/** Signed distance in mm, positive inside, of the set where `level` is positive; smoothed by one lattice step. */
export function signedDistance(lattice: Lattice, level: Float32Array): Float32Array {
  const toOutside = squaredDistance(lattice, (i) => (level[i] as number) <= 0);
  const toInside = squaredDistance(lattice, (i) => (level[i] as number) > 0);
  const distance = new Float32Array(level.length);
  for (let i = 0; i < distance.length; i++) {
    const inside = (level[i] as number) > 0;
    const signed = inside ? Math.sqrt(toOutside[i] as number) - 0.5 : 0.5 - Math.sqrt(toInside[i] as number);
    const exact = (level[i] as number) / lattice.stepMm;
    // Within one step of the surface the implicit function itself is the better distance: no staircase.
    distance[i] = (Math.abs(signed) < 1 ? exact : signed) * lattice.stepMm;
  }
  return smooth(lattice, distance);
}

/** A [1 2 1]/4 filter along each axis. */
export function smooth(lattice: Lattice, field: Float32Array): Float32Array {
  const { nx, ny } = lattice;
  let source = field;
  for (const stride of [1, nx, nx * ny]) {
    const target = source.slice();
    for (let i = stride; i < source.length - stride; i++) {
      target[i] =
        0.25 * ((source[i - stride] as number) + (source[i + stride] as number)) +
        0.5 * (source[i] as number);
    }
    source = target;
  }
  return source;
}

/** Central differences, per mm; three fields. */
export function gradient(lattice: Lattice, field: Float32Array): [Float32Array, Float32Array, Float32Array] {
  const { nx, ny, stepMm } = lattice;
  const along = (stride: number): Float32Array => {
    const result = new Float32Array(field.length);
    for (let i = stride; i < field.length - stride; i++) {
      result[i] = ((field[i + stride] as number) - (field[i - stride] as number)) / (2 * stepMm);
    }
    return result;
  };
  return [along(1), along(nx), along(nx * ny)];
}

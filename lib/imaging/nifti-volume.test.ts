import fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { cross, type Vector3 } from "@/lib/imaging/geometry";
import { type VolumeManifest, voxelToPatientMm } from "@/lib/imaging/manifest";
import { readNifti, type NiftiImage } from "@/lib/imaging/nifti";
import { niftiOnGrid, niftiOnOwnGrid, type NiftiVolume } from "@/lib/imaging/nifti-volume";
import {
  IDENTITY_ROWS,
  inPieces,
  type SyntheticNifti,
  syntheticNifti,
} from "@/lib/imaging/testing/synthetic-nifti";
import { buildViewObject } from "@/lib/imaging/view-object";
import { AppError } from "@/lib/platform/errors";

const SIDES = [3, 4, 5] as const;
const VALUES = Array.from({ length: 60 }, (_, i) => i * 3 - 20);

const imageOf = (given: Partial<SyntheticNifti> = {}) =>
  readNifti(inPieces(syntheticNifti({ values: VALUES, ...given }), 4096));

function faultOf(work: () => unknown): unknown {
  try {
    work();
    return "laid out";
  } catch (error) {
    return error instanceof AppError ? error.details?.["reason"] : error;
  }
}

const manifestOf = ({ plan, loadFrame }: NiftiVolume): Promise<VolumeManifest> =>
  buildViewObject(plan, loadFrame, async (chunks) => {
    for await (const chunk of chunks) expect(chunk.length).toBeGreaterThan(0);
  });

/** Rescaled value of a voxel of the laid-out volume. */
async function valueAt({ plan, loadFrame }: NiftiVolume, [i, j, k]: Vector3, t = 0): Promise<number> {
  const [nx, , nz] = plan.dimensions;
  const frame = await loadFrame("nifti", t * nz + k);
  return (frame.data[j * nx + i] ?? Number.NaN) * plan.rescale.slope + plan.rescale.intercept;
}

/** Every voxel of the image lies in the volume where its affine says, with its value. */
async function expectSamePlaces(image: NiftiImage, volume: NiftiVolume): Promise<void> {
  const [sx, sy, sz, st] = image.dimensions;
  const { plan } = volume;
  const [nx, ny, nz] = plan.dimensions;
  const places = new Map<string, number>();
  const key = (place: readonly number[], t: number) =>
    `${place.map((mm) => Math.round(mm * 100)).join()} ${t}`;
  for (let t = 0; t < st; t++)
    for (let k = 0; k < nz; k++)
      for (let j = 0; j < ny; j++)
        for (let i = 0; i < nx; i++)
          places.set(key(voxelToPatientMm(plan, [i, j, k]), t), await valueAt(volume, [i, j, k], t));
  expect(places.size).toBe(nx * ny * nz * st);
  let index = 0;
  for (let t = 0; t < st; t++)
    for (let k = 0; k < sz; k++)
      for (let j = 0; j < sy; j++)
        for (let i = 0; i < sx; i++) {
          const ras = image.affineRas.map(([a = 0, b = 0, c = 0, d = 0]) => a * i + b * j + c * k + d);
          const lps = [-(ras[0] ?? 0), -(ras[1] ?? 0), ras[2] ?? 0];
          const value = (image.samples[index++] ?? 0) * image.slope + image.intercept;
          expect(places.get(key(lps, t))).toBeCloseTo(value, 4);
        }
}

const ORDERS = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] as const; // prettier-ignore
const TURNS = ORDERS.flatMap((axes) => Array.from({ length: 8 }, (_, flips) => ({ axes, flips })));

/** The same picture, stored along other axes and in other senses. */
function turned(image: NiftiImage, axes: readonly number[], flips: number): NiftiImage {
  const strides = [1, SIDES[0], SIDES[0] * SIDES[1]];
  const sides = axes.map((axis) => image.dimensions[axis] ?? 1);
  const isFlipped = (axis: number) => (flips & (1 << axis)) > 0;
  const values: number[] = [];
  const [nx = 1, ny = 1, nz = 1] = sides;
  for (let k = 0; k < nz; k++)
    for (let j = 0; j < ny; j++)
      for (let i = 0; i < nx; i++) {
        const at = [i, j, k].reduce((sum, step, axis) => {
          const along = isFlipped(axis) ? (sides[axis] ?? 1) - 1 - step : step;
          return sum + along * (strides[axes[axis] ?? 0] ?? 0);
        }, 0);
        values.push(image.samples[at] ?? Number.NaN);
      }
  const affineRas = image.affineRas.map((row) => {
    let origin = row[3] ?? 0;
    const columns = axes.map((axis, i) => {
      const step = row[axis] ?? 0;
      if (isFlipped(i)) origin += step * ((sides[i] ?? 1) - 1);
      return isFlipped(i) ? -step : step;
    });
    return [...columns, origin];
  });
  return { ...image, dimensions: [nx, ny, nz, 1], samples: Int16Array.from(values), affineRas };
}

const OBLIQUE = {
  code: 1,
  rows: [
    [-0.9 * Math.cos(0.3), 1.1 * Math.sin(0.3), 0, 40],
    [0.9 * Math.sin(0.3), 1.1 * Math.cos(0.3), 0, -55],
    [0, 0, 2.5, -12.5],
  ],
};

describe("a NIfTI image on a Volume's grid", () => {
  test.each(TURNS)(
    "lands with equal values and the very grid, axes $axes, flips $flips",
    async ({ axes, flips }) => {
      const image = await imageOf({ sform: OBLIQUE });
      const grid = niftiOnOwnGrid(image);
      const target = await manifestOf(grid);
      const other = niftiOnGrid(turned(image, axes, flips), target);
      for (const field of ["dimensions", "originMm", "direction", "voxelSizeMm"] as const)
        expect(other.plan[field]).toEqual(target[field]);
      for (let frame = 0; frame < target.dimensions[2]; frame++)
        expect(await other.loadFrame("nifti", frame)).toEqual(await grid.loadFrame("nifti", frame));
    },
  );

  it("is refused a hair off, of other sides, of other voxels, and on a stack", async () => {
    const image = await imageOf({ sform: OBLIQUE });
    const target = await manifestOf(niftiOnOwnGrid(image));
    const moved = (mm: number): NiftiImage => ({
      ...image,
      affineRas: image.affineRas.map((row, i) => (i === 0 ? [...row.slice(0, 3), (row[3] ?? 0) + mm] : row)),
    });
    expect(faultOf(() => niftiOnGrid(moved(5e-4), target))).toBe("laid out");
    expect(faultOf(() => niftiOnGrid(moved(2e-3), target))).toBe("grid-differs");
    const shorter = { ...image, dimensions: [3, 4, 4, 1] as NiftiImage["dimensions"] };
    expect(faultOf(() => niftiOnGrid(shorter, target))).toBe("grid-differs");
    expect(
      faultOf(() => niftiOnGrid({ ...image, affineRas: IDENTITY_ROWS.map((row) => [...row]) }, target)),
    ).toBe("grid-differs");
    expect(faultOf(() => niftiOnGrid(image, { ...target, kind: "stack" }))).toBe("grid-differs");
  });
});

describe("a NIfTI image on its own grid", () => {
  it("keeps every voxel where the affine says, right-handed, whichever way it is stored", async () => {
    const angle = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
    const size = fc.double({ min: 0.3, max: 4, noNaN: true });
    const any = fc.record({
      angle,
      tilt: angle,
      sizes: fc.tuple(size, size, size),
      turn: fc.constantFrom(...TURNS),
    });
    await fc.assert(
      fc.asyncProperty(any, async ({ angle: a, tilt: b, sizes: [x, y, z], turn }) => {
        const [ca, sa, cb, sb] = [Math.cos(a), Math.sin(a), Math.cos(b), Math.sin(b)];
        const affineRas = [
          [ca * x, -sa * cb * y, sa * sb * z, 10],
          [sa * x, ca * cb * y, -ca * sb * z, -20],
          [0, sb * y, cb * z, 30],
        ];
        const image = turned({ ...(await imageOf()), affineRas }, turn.axes, turn.flips);
        const volume = niftiOnOwnGrid(image);
        await expectSamePlaces(image, volume);
        const [r0 = 0, r1 = 0, r2 = 0, c0 = 0, c1 = 0, c2 = 0, ...normal] = volume.plan.direction;
        cross([r0, r1, r2], [c0, c1, c2]).forEach((value, i) => {
          expect(value).toBeCloseTo(normal[i] ?? Number.NaN, 5);
        });
      }),
      { numRuns: 60 },
    );
  });

  it("keeps a 4th axis, with its times where the header gives them", async () => {
    const values = [...VALUES, ...VALUES.map((value) => value + 1000)];
    const image = await imageOf({ sides: [3, 4, 5, 2], values, pixdim: [1, 1, 1, 1, 2.5], units: 10 });
    const volume = niftiOnOwnGrid(image);
    expect(volume.plan.fourthAxis).toEqual({ kind: "time", values: [0, 2.5], unit: "s" });
    await expectSamePlaces(image, volume);
    const untimed = niftiOnOwnGrid({ ...image, timeStepS: null });
    expect(untimed.plan.fourthAxis).toEqual({ kind: "other", values: [0, 1], unit: null });
  });

  it("is refused when its axes are sheared", async () => {
    const rows = [
      [1, 0.2, 0, 0],
      [0, 1, 0, 0],
      [0, 0, 1, 0],
    ];
    const image = await imageOf({ sform: { code: 2, rows } });
    expect(faultOf(() => niftiOnOwnGrid(image))).toBe("sheared");
  });
});

describe("stored values", () => {
  const laid = async (given: Partial<SyntheticNifti>) => {
    const image = await imageOf(given);
    const volume = niftiOnOwnGrid(image);
    return { image, volume, type: (await volume.loadFrame("nifti", 0)).type };
  };
  const spread = (low: number, high: number) =>
    VALUES.map((_, i) => (i === 0 ? low : i === 1 ? high : low + i));

  test.each([
    [2, spread(0, 255), "uint8"],
    [256, spread(-128, 60), "int8"],
    [4, spread(-3000, 3000), "int16"],
    [512, spread(0, 65_535), "uint16"],
    [8, spread(0, 200), "uint8"],
    [8, spread(0, 40_000), "uint16"],
    [8, spread(-5, 4000), "int16"],
    [8, spread(1_000_000, 1_060_000), "uint16"],
    [768, spread(4_294_900_000, 4_294_960_000), "uint16"],
    [16, VALUES.map((_, i) => i % 2), "uint8"],
    [64, spread(-100, 100), "int16"],
  ])("whole numbers of datatype %i stay exact (%j as %s)", async (datatype, values, type) => {
    const { image, volume, type: stored } = await laid({ datatype, values, slope: 0.5, intercept: 2 });
    expect([stored, volume.isExact]).toEqual([type, true]);
    await expectSamePlaces(image, volume);
  });

  it("fractions become 65,536 levels of their own range, within half a level, and say so", async () => {
    const values = VALUES.map((_, i) => Math.sin(i) * 1e-3);
    const { image, volume } = await laid({ datatype: 64, values, slope: 10 });
    expect(volume.isExact).toBe(false);
    const range = Math.max(...values) - Math.min(...values);
    const half = (10 * range) / 65_535 / 2;
    const [low, high] = [Math.min(...values), Math.max(...values)].map((value) => 10 * value);
    const shown: number[] = [];
    for (let k = 0; k < 5; k++) for (let j = 0; j < 4; j++) for (let i = 0; i < 3; i++) shown.push(await valueAt(volume, [i, j, k])); // prettier-ignore
    const sorted = (list: number[]) => [...list].sort((a, b) => a - b);
    const expected = sorted(values.map((value) => value * 10));
    sorted(shown).forEach((value, i) => {
      expect(Math.abs(value - (expected[i] ?? Number.NaN))).toBeLessThanOrEqual(half * 1.001);
    });
    expect(Math.min(...shown)).toBeCloseTo(low ?? Number.NaN, 12);
    expect(Math.max(...shown)).toBeCloseTo(high ?? Number.NaN, 12);
    expect(image.samples).toHaveLength(60);
  });

  it("what is no number shows as 0 or the nearest number, and an image of nothing else is refused", async () => {
    const values = VALUES.map(
      (_, i) => [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5, -7][i % 5] ?? 0,
    );
    const { volume } = await laid({ datatype: 16, values });
    const shown = new Set<number>();
    for (let k = 0; k < 5; k++) for (let i = 0; i < 3; i++) shown.add(await valueAt(volume, [i, 0, k]));
    expect([...shown].sort((a, b) => a - b)).toEqual([-7, 0, 5]);
    const none = await imageOf({ datatype: 16, values: VALUES.map(() => Number.NaN) });
    expect(faultOf(() => niftiOnOwnGrid(none))).toBe("values");
    const beyond = await imageOf({
      datatype: 64,
      values: VALUES.map((_, i) => (i % 2 === 0 ? 1e308 : -1e308)),
    });
    expect(faultOf(() => niftiOnOwnGrid(beyond))).toBe("values");
    const scaled = await imageOf({ datatype: 4, slope: 3e38, version: 2, intercept: Number.MAX_VALUE });
    expect(faultOf(() => niftiOnOwnGrid({ ...scaled, slope: 1e307 }))).toBe("values");
  });

  it("one value alone, and the unit that the giver chose", async () => {
    const image = await imageOf({ datatype: 16, values: VALUES.map(() => 0.125) });
    const volume = niftiOnOwnGrid(image, "ms");
    expect(await valueAt(volume, [0, 0, 0])).toBe(0.125);
    expect((await manifestOf(volume)).rescale.unit).toBe("ms");
  });
});

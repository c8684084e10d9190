import { describe, expect, it, test } from "vitest";
import fc from "fast-check";
import { type NiftiImage, readNifti, writeNifti } from "@/lib/imaging/nifti";
import { isNifti, NIFTI_SAMPLES } from "@/lib/imaging/nifti-header";
import { inPieces, type SyntheticNifti, syntheticNifti } from "@/lib/imaging/testing/synthetic-nifti";
import { AppError } from "@/lib/platform/errors";

const VALUES = Array.from({ length: 60 }, (_, i) => i);
const read = (given: Partial<SyntheticNifti>, piece = 100) =>
  readNifti(inPieces(syntheticNifti({ values: VALUES, ...given }), piece));

async function fault(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
    return "read";
  } catch (error) {
    if (error instanceof AppError) return error.details?.["reason"];
    throw error;
  }
}

const KINDS = Object.keys(NIFTI_SAMPLES).map(Number);
const EXTREMES: Readonly<Record<number, number[]>> = {
  2: [0, 255],
  256: [-128, 127],
  4: [-32_768, 32_767],
  512: [0, 65_535],
  8: [-2_147_483_648, 2_147_483_647],
  768: [0, 4_294_967_295],
  16: [-1.5, Number.NaN, Number.POSITIVE_INFINITY],
  64: [Math.PI, -1e300, Number.NaN],
};

describe.each([1, 2] as const)("NIfTI-%i", (version) => {
  test.each(
    KINDS.flatMap((datatype) => [false, true].map((isBigEndian) => [datatype, isBigEndian] as const)),
  )("datatype %i, big endian %s: the samples as they are", async (datatype, isBigEndian) => {
    const values = [...(EXTREMES[datatype] ?? []), ...VALUES].slice(0, 60);
    const image = await read({ version, datatype, isBigEndian, values });
    expect(image).toMatchObject({ version, datatype, dimensions: [3, 4, 5, 1], slope: 1, intercept: 0 });
    expect([...image.samples]).toEqual(values);
  });

  it("takes the sform before the qform, the qform alone, and neither not", async () => {
    const rows = [
      [2, 0, 0, -10],
      [0, 0, 3, 20],
      [0, -4, 0, 30],
    ];
    // A quarter turn about the third axis, with qfac -1.
    const half = Math.SQRT1_2;
    const qform = { code: 1, quatern: [0, 0, half], offset: [5, 6, 7] };
    const both = await read({ version, sform: { code: 4, rows }, qform });
    expect([both.affineRas, both.spaceCode]).toEqual([rows, 4]);
    const turned = await read({ version, pixdim: [-1, 2, 3, 4], qform });
    const expected = [
      [0, -3, 0, 5],
      [2, 0, 0, 6],
      [0, 0, -4, 7],
    ];
    turned.affineRas.flat().forEach((value, i) => {
      expect(value).toBeCloseTo(expected.flat()[i] ?? Number.NaN, 5);
    });
    expect(turned.spaceCode).toBe(1);
    expect(await fault(read({ version, sform: { code: 0, rows } }))).toBe("no-geometry");
  });

  it("reads a 4th axis with its step in seconds, and no step where the header has no unit of time", async () => {
    const values = [...VALUES, ...VALUES];
    const four = { version, sides: [3, 4, 5, 2], values };
    expect((await read({ ...four, pixdim: [1, 1, 1, 1, 800], units: 2 | 16 })).timeStepS).toBeCloseTo(0.8, 6);
    expect((await read({ ...four, pixdim: [1, 1, 1, 1, 0.8], units: 2 })).timeStepS).toBeNull();
    expect((await read({ ...four, pixdim: [1, 1, 1, 1, Number.NaN], units: 10 })).timeStepS).toBeNull();
  });

  it("applies no scaling where the slope is 0 or no number, and refuses an intercept that is none", async () => {
    expect(await read({ version, slope: 0.5, intercept: -3 })).toMatchObject({ slope: 0.5, intercept: -3 });
    for (const slope of [0, Number.NaN, Number.POSITIVE_INFINITY])
      expect(await read({ version, slope, intercept: 7 })).toMatchObject({ slope: 1, intercept: 0 });
    expect(await fault(read({ version, slope: 2, intercept: Number.NaN }))).toBe("values");
  });

  it("writes what it has read without text, extension or surplus, and reads that again", async () => {
    const canary = "DUPONT^JEAN";
    const original = syntheticNifti({
      version,
      values: VALUES,
      datatype: 16,
      text: canary,
      extension: `${canary} 1970`,
      padBy: 16,
      slope: 2,
      intercept: 1,
      sform: {
        code: 99,
        rows: [
          [0.9, 0, 0, -10],
          [0, 1.1, 0, 20],
          [0, 0, 1.2, 30],
        ],
      },
    });
    expect(Buffer.from(original).includes(canary)).toBe(true);
    const image = await readNifti(inPieces(original, 64));
    const written = Buffer.concat([...writeNifti(image)]);
    expect(written.includes("DUPONT")).toBe(false);
    expect(written.length).toBe((version === 1 ? 352 : 544) + 4 * 60);
    expect(await readNifti(inPieces(written, 1000))).toEqual(image);
    expect(image.spaceCode).toBe(2);
  });
});

describe("a NIfTI file that lies", () => {
  test.each<[string, string, Partial<SyntheticNifti>]>([
    ["nothing", "not-nifti", { cutTo: 0 }],
    ["half a header", "not-nifti", { cutTo: 200 }],
    ["another magic", "not-nifti", { magic: "nope" }],
    ["a header whose samples are elsewhere", "two-files", { magic: "ni1\0" }],
    ["NIfTI-2 whose samples are elsewhere", "two-files", { version: 2, magic: "ni2\0\r\n\u001a\n" }],
    ["fewer samples", "truncated", { cutTo: 400 }],
    ["one byte less", "truncated", { cutTo: 352 + 119 }],
    ["more samples", "dimensions", { padBy: 5000 }],
    ["colours", "datatype", { datatype: 128, bitpix: 24 }],
    ["64-bit integers", "datatype", { datatype: 1024 }],
    ["bits that are not the type's", "datatype", { bitpix: 8 }],
    ["no axes", "dimensions", { rank: 0 }],
    ["eight axes", "dimensions", { rank: 8 }],
    ["a side of 0", "dimensions", { sides: [3, 0, 5] }],
    ["a negative side", "dimensions", { sides: [3, -4, 5] }],
    ["a vector by voxel", "dimensions", { sides: [3, 4, 5, 1, 3] }],
    ["one slice", "flat", { sides: [3, 4] }],
    ["gigantic sides", "too-large", { sides: [32_767, 32_767, 32_767] }],
    ["gigantic sides of NIfTI-2", "too-large", { version: 2, sides: [2 ** 40, 2 ** 40, 2 ** 40] }],
    ["more samples than memory", "too-large", { sides: [4096, 4096, 4096] }],
    ["too many slices", "too-large", { sides: [2, 2, 30_000, 30_000] }],
    ["samples inside the header", "not-nifti", { voxOffset: 100 }],
    ["an offset between bytes", "not-nifti", { voxOffset: 352.5 }],
    ["an offset that is no number", "not-nifti", { voxOffset: Number.NaN }],
    ["an offset beyond the file", "truncated", { voxOffset: 4000 }],
    ["an offset beyond measure", "too-large", { voxOffset: 2 ** 30 }],
    ["a flat grid", "no-geometry", { sform: { code: 1, rows: [[1, 0, 0, 0], [2, 0, 0, 0], [0, 0, 1, 0]] } }], // prettier-ignore
    ["no number in the grid", "no-geometry", { sform: { code: 1, rows: [[Number.NaN, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]] } }], // prettier-ignore
    ["a grid out of this world", "no-geometry", { sform: { code: 1, rows: [[1, 0, 0, 1e30], [0, 1, 0, 0], [0, 0, 1, 0]] } }], // prettier-ignore
    ["a quaternion that is no number", "no-geometry", { qform: { code: 1, quatern: [Number.NaN, 0, 0], offset: [0, 0, 0] } }], // prettier-ignore
  ])("%s: %s", async (_, expected, given) => {
    expect(await fault(read(given))).toBe(expected);
  });

  it("is told at every place where it may be cut, and in whatever pieces it comes", async () => {
    const whole = syntheticNifti({ values: VALUES, extension: "x".repeat(8) });
    for (let length = 0; length < whole.length; length++)
      expect(await fault(readNifti(inPieces(whole.subarray(0, length), 37)))).toBe(
        length < 348 ? "not-nifti" : "truncated",
      );
    const reference = await readNifti(inPieces(whole, whole.length));
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 700 }), async (piece) => {
        expect(await readNifti(inPieces(whole, piece))).toEqual(reference);
      }),
      { numRuns: 30 },
    );
  });

  it("ends in a named fault or in an image whatever bytes of its header are changed", async () => {
    const whole = syntheticNifti({ values: VALUES });
    const changes = fc.array(fc.tuple(fc.nat(351), fc.integer({ min: 0, max: 255 })), {
      minLength: 1,
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(changes, async (bytes) => {
        const changed = whole.slice();
        for (const [at, value] of bytes) changed[at] = value;
        let image: NiftiImage | null = null;
        try {
          image = await readNifti(inPieces(changed, 512));
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          return;
        }
        expect(image.affineRas.flat().every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

it("knows a NIfTI file by its magic", () => {
  expect(isNifti(syntheticNifti({ values: VALUES }))).toBe(true);
  expect(isNifti(syntheticNifti({ values: VALUES, version: 2, isBigEndian: true }))).toBe(true);
  expect(isNifti(syntheticNifti({ values: VALUES, magic: "ni1\0" }))).toBe(true);
  expect(isNifti(new Uint8Array(400))).toBe(false);
  expect(isNifti(new Uint8Array(4))).toBe(false);
});

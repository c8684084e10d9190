import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeHtj2k, decompositionLevels, encodeFrame, resolutionByteEnds } from "@/lib/imaging/htj2k";
import type { SampleType } from "@/lib/imaging/manifest";
import { newSamples, type PixelFrame } from "@/lib/imaging/pixel-frame";
import { AppError } from "@/lib/platform/errors";

const FORMATS: { type: SampleType; samplesPerPixel: 1 | 3 }[] = [
  { type: "uint8", samplesPerPixel: 1 },
  { type: "int8", samplesPerPixel: 1 },
  { type: "uint16", samplesPerPixel: 1 },
  { type: "int16", samplesPerPixel: 1 },
  { type: "uint8", samplesPerPixel: 3 },
];

/** Pictures of any size and depth: noise within the bits, or only the two extremes, or constant. */
const pictures = fc
  .record({
    columns: fc.integer({ min: 1, max: 150 }),
    rows: fc.integer({ min: 1, max: 150 }),
    format: fc.constantFrom(...FORMATS),
    bits: fc.integer({ min: 1, max: 16 }),
    texture: fc.constantFrom("noise", "extremes", "lowest", "highest"),
    seed: fc.integer(),
  })
  .map(({ columns, rows, format, bits, texture, seed }): PixelFrame => {
    const depth = Math.min(bits, format.type.endsWith("16") ? 16 : 8);
    const lowest = format.type.startsWith("int") ? -(2 ** (depth - 1)) : 0;
    const highest = lowest + 2 ** depth - 1;
    let state = seed >>> 0;
    const random = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32;
    const value = {
      noise: () => lowest + Math.floor(random() * 2 ** depth),
      extremes: () => (random() < 0.5 ? lowest : highest),
      lowest: () => lowest,
      highest: () => highest,
    }[texture as "noise" | "extremes" | "lowest" | "highest"];
    const data = newSamples(format.type, columns * rows * format.samplesPerPixel);
    for (let i = 0; i < data.length; i++) data[i] = value();
    return { columns, rows, bitsStored: depth, ...format, data };
  });

const ramp = (columns: number, rows: number): PixelFrame => {
  const data = new Int16Array(columns * rows);
  for (let i = 0; i < data.length; i++) data[i] = Math.round(900 * Math.sin(i / 37) + (i % columns));
  return { columns, rows, samplesPerPixel: 1, bitsStored: 12, type: "int16", data };
};

describe("HTJ2K", () => {
  it("gives back every picture bit for bit", async () => {
    await fc.assert(
      fc.asyncProperty(pictures, async (picture) => {
        const decoded = await decodeHtj2k(await encodeFrame(picture));
        expect(decoded.columns).toBe(picture.columns);
        expect(decoded.rows).toBe(picture.rows);
        expect(decoded.type).toBe(picture.type);
        expect(decoded.samplesPerPixel).toBe(picture.samplesPerPixel);
        expect(Buffer.compare(Buffer.from(decoded.data.buffer), Buffer.from(picture.data.buffer))).toBe(0);
      }),
      { numRuns: 150 },
    );
  });

  it("orders the bytes so that a prefix is an exact lower resolution", async () => {
    const bytes = await encodeFrame(ramp(256, 192));
    const ends = resolutionByteEnds(bytes);
    expect(ends).toHaveLength(decompositionLevels(256, 192) + 1);
    expect(ends.at(-1)).toBeGreaterThan(bytes.length - 4);
    for (const level of [1, 2, 3]) {
      const end = ends[ends.length - 1 - level] ?? 0;
      const fromPrefix = await decodeHtj2k(bytes.slice(0, end), level);
      const fromAll = await decodeHtj2k(bytes, level);
      expect(fromPrefix.columns).toBe(256 >> level);
      expect(fromPrefix.rows).toBe(192 >> level);
      expect(fromPrefix.data).toEqual(fromAll.data);
    }
  });

  it("uses five levels for a head and fewer for a small picture", () => {
    expect(decompositionLevels(256, 256)).toBe(5);
    expect(decompositionLevels(704, 880)).toBe(5);
    expect(decompositionLevels(64, 64)).toBe(3);
    expect(decompositionLevels(1, 400)).toBe(1);
  });

  it("refuses what it cannot keep exactly, and bytes that are not a codestream", async () => {
    const wide = { ...ramp(4, 4), type: "int32" as const, data: new Int32Array(16) };
    await expect(encodeFrame(wide)).rejects.toMatchObject({ code: "invalid-input" });
    await expect(encodeFrame({ ...ramp(4, 4), columns: 5 })).rejects.toBeInstanceOf(AppError);
    await expect(decodeHtj2k(new Uint8Array(40))).rejects.toBeInstanceOf(AppError);
  });
});

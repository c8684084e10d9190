import { describe, expect, it } from "vitest";
import { testManifest } from "./testing-manifest";
import { emptyValues, placeFrame, textureArrayOf, textureBytesPerVoxel, valueAt } from "./voxels";

describe("holding the voxels of a volume", () => {
  it("keeps stored values and rescales what is read", () => {
    const manifest = testManifest({ rescale: { slope: 0.5, intercept: -10, unit: "Hz" } });
    const values = emptyValues(manifest);
    expect(values).toBeInstanceOf(Int16Array);
    placeFrame(manifest, values, { z: 1, t: 0, samples: Int16Array.from([0, 1, 2, 3, 4, -32768]) });
    // Voxel (2, 1, 1) of a 3 × 2 × 2 volume of 1 mm voxels at the origin.
    expect(valueAt(manifest, values, [2, 1, 1])).toEqual({ index: [2, 1, 1], value: -16394, stored: -32768 });
    expect(valueAt(manifest, values, [1, 0, 1])).toEqual({ index: [1, 0, 1], value: -9.5, stored: 1 });
    expect(valueAt(manifest, values, [5, 0, 0])).toBeNull();
  });

  it("rescales frame by frame where frames differ", () => {
    const manifest = testManifest({
      frameRescales: [
        { slope: 1, intercept: 0 },
        { slope: 2, intercept: 100 },
      ],
    });
    const values = emptyValues(manifest);
    expect(values).toBeInstanceOf(Float32Array);
    placeFrame(manifest, values, { z: 1, t: 0, samples: Int16Array.from([0, 1, 2, 3, 4, 5]) });
    expect(valueAt(manifest, values, [1, 1, 1])).toEqual({ index: [1, 1, 1], value: 108, stored: null });
  });

  it("refuses a frame of another size", () => {
    const manifest = testManifest({});
    expect(() =>
      placeFrame(manifest, emptyValues(manifest), { z: 0, t: 0, samples: new Int16Array(5) }),
    ).toThrow(RangeError);
  });

  it("gives the card what it takes, and counts its bytes", () => {
    expect(textureArrayOf(Int32Array.from([-5]))).toEqual(Float32Array.from([-5]));
    const sixteen = testManifest({});
    expect(textureBytesPerVoxel(sixteen, true)).toBe(2);
    expect(textureBytesPerVoxel(sixteen, false)).toBe(4);
    const eight = testManifest({ sample: { type: "uint8", samplesPerPixel: 1, bitsStored: 8 } });
    expect(textureBytesPerVoxel(eight, false)).toBe(1);
  });
});

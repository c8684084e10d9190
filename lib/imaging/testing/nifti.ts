import { readFileSync } from "node:fs";

/** What of a NIfTI-1 file (little endian, uncompressed) the comparison needs. */
export interface Nifti {
  dimensions: [number, number, number, number];
  /** Rows of the 3 × 4 affine, voxel to RAS mm. */
  affine: number[][];
  samplesPerVoxel: number;
  /** Rescaled value; `sample` is the colour channel of RGB24. */
  value(i: number, j: number, k: number, t: number, sample?: number): number;
}

const RGB24 = 128;

export function readNifti(path: string): Nifti {
  const bytes = readFileSync(path);
  if (bytes.readInt32LE(0) !== 348) throw new Error("not a NIfTI-1 file");
  const dim = (axis: number) => Math.max(1, bytes.readInt16LE(40 + 2 * axis));
  const dimensions: Nifti["dimensions"] = [dim(1), dim(2), dim(3), dim(4)];
  const datatype = bytes.readInt16LE(70);
  const start = bytes.readFloatLE(108);
  const slope = bytes.readFloatLE(112) || 1;
  const intercept = bytes.readFloatLE(116);
  const affine = [0, 1, 2].map((row) =>
    [0, 1, 2, 3].map((column) => bytes.readFloatLE(280 + 16 * row + 4 * column)),
  );
  const readers: Record<number, { size: number; read: (at: number) => number }> = {
    2: { size: 1, read: (at) => bytes.readUInt8(at) },
    4: { size: 2, read: (at) => bytes.readInt16LE(at) },
    8: { size: 4, read: (at) => bytes.readInt32LE(at) },
    16: { size: 4, read: (at) => bytes.readFloatLE(at) },
    512: { size: 2, read: (at) => bytes.readUInt16LE(at) },
    [RGB24]: { size: 3, read: (at) => bytes.readUInt8(at) },
  };
  const reader = readers[datatype];
  if (!reader) throw new Error(`NIfTI datatype ${datatype}`);
  return {
    dimensions,
    affine,
    samplesPerVoxel: datatype === RGB24 ? 3 : 1,
    value: (i, j, k, t, sample = 0) => {
      const index = ((t * dimensions[2] + k) * dimensions[1] + j) * dimensions[0] + i;
      return reader.read(start + index * reader.size + sample) * slope + intercept;
    },
  };
}

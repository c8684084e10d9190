import type { SampleType } from "@/lib/imaging/manifest";

export type SampleArray = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array;

/** One decoded picture: stored values (before rescale), row by row, colour samples interleaved (RGB). */
export interface PixelFrame {
  columns: number;
  rows: number;
  samplesPerPixel: 1 | 3;
  bitsStored: number;
  type: SampleType;
  data: SampleArray;
}

const ARRAYS = {
  uint8: Uint8Array,
  int8: Int8Array,
  uint16: Uint16Array,
  int16: Int16Array,
  uint32: Uint32Array,
  int32: Int32Array,
} as const;

export function bytesPerSample(type: SampleType): 1 | 2 | 4 {
  return type.endsWith("8") ? 1 : type.endsWith("16") ? 2 : 4;
}

/** A zeroed array of `length` samples of the type. */
export function newSamples(type: SampleType, length: number): SampleArray {
  return new ARRAYS[type](length);
}

/** Little-endian bytes as samples; copies where the bytes are not aligned for the type. */
export function samplesOf(type: SampleType, bytes: Uint8Array): SampleArray {
  const size = bytesPerSample(type);
  const aligned = bytes.byteOffset % size === 0 ? bytes : bytes.slice();
  return new ARRAYS[type](
    aligned.buffer as ArrayBuffer,
    aligned.byteOffset,
    Math.floor(aligned.length / size),
  );
}

/** The samples' own memory as bytes (no copy). */
export function bytesOf(data: SampleArray): Uint8Array {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

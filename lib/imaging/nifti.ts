import {
  NIFTI_HEAD_BYTES,
  NIFTI_HEADER_BYTES,
  NIFTI_MAGIC,
  NIFTI_SAMPLES,
  type NiftiDatatype,
  niftiError,
  type NiftiHeader,
  readNiftiHeader,
} from "@/lib/imaging/nifti-header";

export type NiftiSamples =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int32Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>
  | Float64Array<ArrayBuffer>;

/** What is kept of a NIfTI file. Nothing in it is text. */
export interface NiftiImage extends Omit<NiftiHeader, "isLittleEndian" | "dataOffset" | "dataBytes"> {
  /** Stored samples: i fastest, then j, k, t. */
  samples: NiftiSamples;
}

/** Some writers pad a file; more than this behind the samples, and the dimensions lie. */
const MOST_SURPLUS_BYTES = 4096;

/**
 * Reads a single-file NIfTI image (.nii, not packed) as its bytes come: besides the samples nothing is held, and no more
 * is taken in than the header says.
 * @throws AppError `invalid-input` or `too-large`, with the fault as `details.reason`
 */
export async function readNifti(chunks: AsyncIterable<Uint8Array>): Promise<NiftiImage> {
  let head = new Uint8Array(0);
  let header: NiftiHeader | null = null;
  let data = new Uint8Array(0);
  let at = 0;
  const take = (known: NiftiHeader, from: number, bytes: Uint8Array) => {
    const skipped = Math.max(0, known.dataOffset - from);
    const inside = bytes.subarray(Math.min(skipped, bytes.length), known.dataOffset + known.dataBytes - from);
    if (inside.length > 0) data.set(inside, from + skipped - known.dataOffset);
    if (from + bytes.length > known.dataOffset + known.dataBytes + MOST_SURPLUS_BYTES)
      throw niftiError("dimensions");
  };
  const begin = () => {
    header = readNiftiHeader(head);
    data = new Uint8Array(header.dataBytes);
    take(header, 0, head);
    return header;
  };
  for await (const chunk of chunks) {
    if (header !== null) take(header, at, chunk);
    at += chunk.length;
    if (header !== null) continue;
    head = new Uint8Array(Buffer.concat([head, chunk]));
    if (head.length >= NIFTI_HEAD_BYTES) begin();
  }
  const { isLittleEndian, dataOffset, dataBytes, ...kept } = header ?? begin();
  if (at < dataOffset + dataBytes) throw niftiError("truncated");
  return { ...kept, samples: samplesOf(kept.datatype, data, isLittleEndian) };
}

/**
 * The image as the bytes of a NIfTI file of its version, with a header of our own: the samples as they were given,
 * nothing of the header's text (`descrip`, `aux_file`, `db_name`, `intent_name`), no extension, nothing behind.
 */
export function* writeNifti(image: NiftiImage): Generator<Uint8Array> {
  const { datatype, dimensions, version, samples, affineRas, slope, intercept, spaceCode, timeStepS } = image;
  const start = version === 1 ? 352 : 544;
  const out = new Uint8Array(start);
  const view = new DataView(out.buffer);
  const rank = dimensions[3] > 1 ? 4 : 3;
  const sides = [rank, ...dimensions, 1, 1, 1];
  const pixdim = [1, ...[0, 1, 2].map((axis) => columnLength(affineRas, axis)), timeStepS ?? 0];
  const bitpix = 8 * NIFTI_SAMPLES[datatype].bytes;
  const millimetresAndSeconds = timeStepS === null ? 2 : 2 | 8;
  if (version === 1) {
    view.setInt32(0, NIFTI_HEADER_BYTES[1], true);
    sides.forEach((side, i) => view.setInt16(40 + 2 * i, side, true));
    view.setInt16(70, datatype, true);
    view.setInt16(72, bitpix, true);
    pixdim.forEach((size, i) => view.setFloat32(76 + 4 * i, size, true));
    view.setFloat32(108, start, true);
    view.setFloat32(112, slope, true);
    view.setFloat32(116, intercept, true);
    view.setUint8(123, millimetresAndSeconds);
    view.setInt16(254, spaceCode, true);
    affineRas.flat().forEach((value, i) => view.setFloat32(280 + 4 * i, value, true));
    out.set(new TextEncoder().encode(NIFTI_MAGIC[1]), 344);
  } else {
    view.setInt32(0, NIFTI_HEADER_BYTES[2], true);
    out.set(new TextEncoder().encode(NIFTI_MAGIC[2]), 4);
    view.setInt16(12, datatype, true);
    view.setInt16(14, bitpix, true);
    sides.forEach((side, i) => view.setBigInt64(16 + 8 * i, BigInt(side), true));
    pixdim.forEach((size, i) => view.setFloat64(104 + 8 * i, size, true));
    view.setBigInt64(168, BigInt(start), true);
    view.setFloat64(176, slope, true);
    view.setFloat64(184, intercept, true);
    view.setInt32(348, spaceCode, true);
    affineRas.flat().forEach((value, i) => view.setFloat64(400 + 8 * i, value, true));
    view.setInt32(500, millimetresAndSeconds, true);
  }
  yield out;
  // On every platform that Node runs on here, numbers in memory are little endian.
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  for (let at = 0; at < bytes.length; at += PIECE_BYTES) yield bytes.subarray(at, at + PIECE_BYTES);
}

const PIECE_BYTES = 2 ** 20;

function columnLength(matrix: readonly number[][], column: number): number {
  return Math.hypot(...matrix.map((row) => row[column] ?? 0));
}

const ARRAYS = {
  2: Uint8Array,
  256: Int8Array,
  4: Int16Array,
  512: Uint16Array,
  8: Int32Array,
  768: Uint32Array,
  16: Float32Array,
  64: Float64Array,
} as const;

/** The bytes as samples, turned into little endian where they stand. */
function samplesOf(
  datatype: NiftiDatatype,
  data: Uint8Array<ArrayBuffer>,
  isLittleEndian: boolean,
): NiftiSamples {
  if (!isLittleEndian) {
    const bytes = Buffer.from(data.buffer);
    const { bytes: size } = NIFTI_SAMPLES[datatype];
    if (size === 2) bytes.swap16();
    else if (size === 4) bytes.swap32();
    else if (size === 8) bytes.swap64();
  }
  return new ARRAYS[datatype](data.buffer);
}

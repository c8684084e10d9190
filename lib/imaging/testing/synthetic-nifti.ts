/** A made-up NIfTI file; whatever is not given is that of a small, well-formed int16 image. */
export interface SyntheticNifti {
  version?: 1 | 2;
  isBigEndian?: boolean;
  datatype?: number;
  bitpix?: number;
  /** dim[1..7]; missing ones are 1. */
  sides?: readonly number[];
  /** dim[0]; by default as many as `sides`. */
  rank?: number;
  pixdim?: readonly number[];
  slope?: number;
  intercept?: number;
  units?: number;
  qform?: { code: number; quatern: readonly number[]; offset: readonly number[] };
  sform?: { code: number; rows: readonly (readonly number[])[] };
  voxOffset?: number;
  magic?: string;
  /** Put into every text field. */
  text?: string;
  /** Bytes of a header extension of comments (ecode 6), a multiple of 16. */
  extension?: string;
  values: readonly number[];
  /** Fewer (or more) bytes than the header says. */
  cutTo?: number;
  padBy?: number;
}

const BITS: Readonly<Record<number, number>> = {
  2: 8,
  256: 8,
  4: 16,
  512: 16,
  8: 32,
  768: 32,
  16: 32,
  64: 64,
  1024: 64,
  128: 24,
};
const HEADER = { 1: 348, 2: 540 } as const;
/** Offset and length of the text fields, data_type and db_name of NIfTI-1 included. */
const TEXT_FIELDS = {
  1: [
    [4, 10],
    [14, 18],
    [148, 80],
    [228, 24],
    [328, 16],
  ],
  2: [
    [240, 80],
    [320, 24],
    [508, 16],
  ],
} as const;

export const IDENTITY_ROWS = [
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0, 0, 1, 0],
] as const;

/** The file's bytes. */
export function syntheticNifti(given: SyntheticNifti): Uint8Array<ArrayBuffer> {
  const { version = 1, isBigEndian = false, datatype = 4, values } = given;
  const { sides = [3, 4, 5], slope = 0, intercept = 0, units = 10, text = "", extension = "" } = given;
  const little = !isBigEndian;
  const header = HEADER[version];
  const extensionBytes = extension === "" ? 0 : 8 + extension.length;
  const start = header + 4 + extensionBytes;
  const bits = given.bitpix ?? BITS[datatype] ?? 0;
  const size = (BITS[datatype] ?? 8) / 8;
  const out = new Uint8Array(start + values.length * size);
  const view = new DataView(out.buffer);
  const dim = [given.rank ?? sides.length, ...Array.from({ length: 7 }, (_, i) => sides[i] ?? 1)];
  const pixdim = Array.from({ length: 8 }, (_, i) => given.pixdim?.[i] ?? 1);
  const qform = given.qform ?? { code: 0, quatern: [0, 0, 0], offset: [0, 0, 0] };
  const sform = given.sform ?? { code: given.qform ? 0 : 1, rows: IDENTITY_ROWS };
  const rows = sform.rows.flat();
  const voxOffset = given.voxOffset ?? start;
  const ascii = (at: number, value: string) => out.set(Buffer.from(value, "latin1"), at);
  for (const [at, length] of TEXT_FIELDS[version]) ascii(at, text.slice(0, length - 1));
  view.setInt32(0, header, little);
  if (version === 1) {
    dim.forEach((side, i) => {
      view.setInt16(40 + 2 * i, side, little);
    });
    view.setInt16(70, datatype, little);
    view.setInt16(72, bits, little);
    pixdim.forEach((value, i) => {
      view.setFloat32(76 + 4 * i, value, little);
    });
    view.setFloat32(108, voxOffset, little);
    view.setFloat32(112, slope, little);
    view.setFloat32(116, intercept, little);
    view.setUint8(123, units);
    view.setInt16(252, qform.code, little);
    view.setInt16(254, sform.code, little);
    [...qform.quatern, ...qform.offset].forEach((value, i) => {
      view.setFloat32(256 + 4 * i, value, little);
    });
    rows.forEach((value, i) => {
      view.setFloat32(280 + 4 * i, value, little);
    });
    ascii(344, given.magic ?? "n+1\0");
  } else {
    ascii(4, given.magic ?? "n+2\0\r\n\u001a\n");
    view.setInt16(12, datatype, little);
    view.setInt16(14, bits, little);
    dim.forEach((side, i) => {
      view.setBigInt64(16 + 8 * i, BigInt(side), little);
    });
    pixdim.forEach((value, i) => {
      view.setFloat64(104 + 8 * i, value, little);
    });
    view.setBigInt64(168, BigInt(voxOffset), little);
    view.setFloat64(176, slope, little);
    view.setFloat64(184, intercept, little);
    view.setInt32(344, qform.code, little);
    view.setInt32(348, sform.code, little);
    [...qform.quatern, ...qform.offset].forEach((value, i) => {
      view.setFloat64(352 + 8 * i, value, little);
    });
    rows.forEach((value, i) => {
      view.setFloat64(400 + 8 * i, value, little);
    });
    view.setInt32(500, units, little);
  }
  if (extension !== "") {
    out[header] = 1;
    view.setInt32(header + 4, extensionBytes, little);
    view.setInt32(header + 8, 6, little);
    ascii(header + 12, extension);
  }
  values.forEach((value, i) => {
    writeSample(view, start + i * size, datatype, value, little);
  });
  const whole = given.padBy ? new Uint8Array([...out, ...new Uint8Array(given.padBy)]) : out;
  return given.cutTo === undefined ? whole : whole.slice(0, given.cutTo);
}

function writeSample(view: DataView, at: number, datatype: number, value: number, little: boolean): void {
  switch (datatype) {
    case 2:
      view.setUint8(at, value);
      break;
    case 256:
      view.setInt8(at, value);
      break;
    case 4:
      view.setInt16(at, value, little);
      break;
    case 512:
      view.setUint16(at, value, little);
      break;
    case 8:
      view.setInt32(at, value, little);
      break;
    case 768:
      view.setUint32(at, value, little);
      break;
    case 16:
      view.setFloat32(at, value, little);
      break;
    case 64:
      view.setFloat64(at, value, little);
      break;
    case 1024:
      view.setBigInt64(at, BigInt(value), little);
      break;
  }
}

/** Bytes in pieces, as a network brings them. */
export async function* inPieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) {
    await Promise.resolve();
    yield bytes.subarray(at, at + size);
  }
}

import { AppError } from "@/lib/platform/errors";

/** Sample types that are read (NIfTI `datatype` codes). */
export const NIFTI_SAMPLES = {
  2: { name: "uint8", bytes: 1 },
  256: { name: "int8", bytes: 1 },
  4: { name: "int16", bytes: 2 },
  512: { name: "uint16", bytes: 2 },
  8: { name: "int32", bytes: 4 },
  768: { name: "uint32", bytes: 4 },
  16: { name: "float32", bytes: 4 },
  64: { name: "float64", bytes: 8 },
} as const;
export type NiftiDatatype = keyof typeof NIFTI_SAMPLES;

/** Why a NIfTI file is not taken. */
export const NIFTI_FAULTS = [
  "not-nifti",
  "two-files",
  "truncated",
  "datatype",
  "dimensions",
  "flat",
  "no-geometry",
  "sheared",
  "values",
  "too-large",
  "not-gzip",
  "grid-differs",
] as const;
export type NiftiFault = (typeof NIFTI_FAULTS)[number];

/** The error of a NIfTI file that is not taken; `details.reason` names the fault. */
export function niftiError(reason: NiftiFault): AppError {
  return new AppError(reason === "too-large" ? "too-large" : "invalid-input", `NIfTI: ${reason}`, { reason });
}

/** What is read of a header. Nothing in it is text. */
export interface NiftiHeader {
  version: 1 | 2;
  isLittleEndian: boolean;
  datatype: NiftiDatatype;
  /** Voxels along i, j, k and the fourth axis. */
  dimensions: [number, number, number, number];
  /** Step of the fourth axis; null where the header gives no time. */
  timeStepS: number | null;
  /** Rows of the 3 × 4 affine from voxel to RAS mm (sform, else qform). */
  affineRas: number[][];
  /** NIFTI_XFORM code of the affine: 1 scanner, 2 aligned to something, 3 Talairach, 4 MNI, 5 another template. */
  spaceCode: number;
  /** scl_slope and scl_inter; 1 and 0 where there is no scaling. */
  slope: number;
  intercept: number;
  /** Where the samples begin, and how long they are. */
  dataOffset: number;
  dataBytes: number;
}

/** Bytes of a file that `readNiftiHeader` wants to see, where there are so many. */
export const NIFTI_HEAD_BYTES = 544;
/** Samples are held in memory while a volume is made of them. */
const MOST_DATA_BYTES = 384 * 2 ** 20;
const MOST_EXTENSION_BYTES = 16 * 2 ** 20;
const MOST_SIDE = 16_384;
const MOST_SLICES = 100_000;
const FARTHEST_MM = 1e6;
const SMALLEST_VOXEL_MM3 = 1e-9;
/** Codes beyond are not of the standard (nifti1.h, NIFTI_XFORM_*); a file that has one is aligned to something. */
const LAST_SPACE_CODE = 5;
const ALIGNED = 2;
/** Tells a single file from a header whose samples lie in another (.hdr and .img). */
export const NIFTI_MAGIC = { 1: "n+1\0", 2: "n+2\0\r\n\u001a\n" } as const;
const MAGIC_OF_TWO_FILES = { 1: "ni1\0", 2: "ni2\0\r\n\u001a\n" } as const;
export const NIFTI_HEADER_BYTES = { 1: 348, 2: 540 } as const;
const SECONDS_PER_UNIT: Readonly<Record<number, number>> = { 8: 1, 16: 1e-3, 24: 1e-6 };

/** Where the two versions of the header keep the same fields. */
interface HeaderFields {
  dim: (axis: number) => number;
  datatype: number;
  bitpix: number;
  pixdim: (axis: number) => number;
  voxOffset: number;
  slope: number;
  intercept: number;
  units: number;
  qformCode: number;
  sformCode: number;
  quatern: [number, number, number];
  qoffset: [number, number, number];
  srow: (row: number, column: number) => number;
}

/**
 * Reads the header of a single-file NIfTI-1 or NIfTI-2 image (.nii) of either byte order, from the file's first bytes.
 * Extensions and text fields are not looked at.
 * @throws AppError `invalid-input` or `too-large`, with the fault as `details.reason`
 */
export function readNiftiHeader(head: Uint8Array): NiftiHeader {
  const { header, version, isLittleEndian } = findHeader(head);
  const datatype = header.datatype as NiftiDatatype;
  const sample = NIFTI_SAMPLES[datatype];
  if (!sample || header.bitpix !== 8 * sample.bytes) throw niftiError("datatype");
  const dimensions = readDimensions(header);
  const { matrix, code } = readAffine(header);
  // The four bytes after the header say whether extensions follow; those end where the samples begin.
  const dataOffset = header.voxOffset;
  const first = NIFTI_HEADER_BYTES[version] + 4;
  if (!Number.isInteger(dataOffset) || dataOffset < first) throw niftiError("not-nifti");
  const dataBytes = dimensions.reduce((product, side) => product * side, sample.bytes);
  if (dataBytes > MOST_DATA_BYTES || dataOffset > MOST_EXTENSION_BYTES) throw niftiError("too-large");
  const hasScaling = Number.isFinite(header.slope) && header.slope !== 0;
  if (hasScaling && !Number.isFinite(header.intercept)) throw niftiError("values");
  const timeUnit = SECONDS_PER_UNIT[header.units & 0x38];
  const timeStep = header.pixdim(4);
  const hasTime = dimensions[3] > 1 && timeUnit !== undefined && timeStep > 0 && Number.isFinite(timeStep);
  return {
    version,
    isLittleEndian,
    datatype,
    dimensions,
    timeStepS: hasTime ? timeStep * timeUnit : null,
    affineRas: matrix,
    spaceCode: code,
    slope: hasScaling ? header.slope : 1,
    intercept: hasScaling ? header.intercept : 0,
    dataOffset,
    dataBytes,
  };
}

/** Whether a file's first bytes are those of a NIfTI file (not packed), wherever its samples are. */
export function isNifti(head: Uint8Array): boolean {
  if (head.length < NIFTI_HEADER_BYTES[1]) return false;
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const hasSize = (bytes: number) => view.getInt32(0, true) === bytes || view.getInt32(0, false) === bytes;
  return [NIFTI_MAGIC, MAGIC_OF_TWO_FILES].some(
    (magic) =>
      (hasSize(NIFTI_HEADER_BYTES[1]) && textAt(head, 344, 4) === magic[1]) ||
      (hasSize(NIFTI_HEADER_BYTES[2]) && textAt(head, 4, 8) === magic[2]),
  );
}

function findHeader(head: Uint8Array) {
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  if (head.length < NIFTI_HEADER_BYTES[1]) throw niftiError("not-nifti");
  for (const isLittleEndian of [true, false]) {
    const size = view.getInt32(0, isLittleEndian);
    if (size === NIFTI_HEADER_BYTES[1]) {
      const magic = textAt(head, 344, 4);
      if (magic === MAGIC_OF_TWO_FILES[1]) throw niftiError("two-files");
      if (magic === NIFTI_MAGIC[1])
        return { header: fieldsOf1(view, isLittleEndian), version: 1 as const, isLittleEndian };
    }
    if (size === NIFTI_HEADER_BYTES[2] && head.length >= size) {
      const magic = textAt(head, 4, 8);
      if (magic === MAGIC_OF_TWO_FILES[2]) throw niftiError("two-files");
      if (magic === NIFTI_MAGIC[2])
        return { header: fieldsOf2(view, isLittleEndian), version: 2 as const, isLittleEndian };
    }
  }
  throw niftiError("not-nifti");
}

function textAt(bytes: Uint8Array, at: number, length: number): string {
  return String.fromCharCode(...bytes.subarray(at, at + length));
}

function fieldsOf1(view: DataView, little: boolean): HeaderFields {
  const float = (at: number) => view.getFloat32(at, little);
  const short = (at: number) => view.getInt16(at, little);
  return {
    dim: (axis) => short(40 + 2 * axis),
    datatype: short(70),
    bitpix: short(72),
    pixdim: (axis) => float(76 + 4 * axis),
    voxOffset: float(108),
    slope: float(112),
    intercept: float(116),
    units: view.getUint8(123),
    qformCode: short(252),
    sformCode: short(254),
    quatern: [float(256), float(260), float(264)],
    qoffset: [float(268), float(272), float(276)],
    srow: (row, column) => float(280 + 16 * row + 4 * column),
  };
}

function fieldsOf2(view: DataView, little: boolean): HeaderFields {
  const float = (at: number) => view.getFloat64(at, little);
  const long = (at: number) => Number(view.getBigInt64(at, little));
  return {
    dim: (axis) => long(16 + 8 * axis),
    datatype: view.getInt16(12, little),
    bitpix: view.getInt16(14, little),
    pixdim: (axis) => float(104 + 8 * axis),
    voxOffset: long(168),
    slope: float(176),
    intercept: float(184),
    units: view.getInt32(500, little),
    qformCode: view.getInt32(344, little),
    sformCode: view.getInt32(348, little),
    quatern: [float(352), float(360), float(368)],
    qoffset: [float(376), float(384), float(392)],
    srow: (row, column) => float(400 + 32 * row + 8 * column),
  };
}

function readDimensions(header: HeaderFields): NiftiHeader["dimensions"] {
  const rank = header.dim(0);
  if (!(rank >= 1 && rank <= 7)) throw niftiError("dimensions");
  const sides = [1, 2, 3, 4, 5, 6, 7].map((axis) => (axis <= rank ? header.dim(axis) : 1));
  if (sides.some((side) => !Number.isInteger(side) || side < 1)) throw niftiError("dimensions");
  // Vectors and tensors by voxel live on the fifth axis: no volume of ours holds them.
  if (sides.slice(4).some((side) => side > 1)) throw niftiError("dimensions");
  const [nx = 1, ny = 1, nz = 1, nt = 1] = sides;
  if (Math.min(nx, ny, nz) < 2) throw niftiError("flat");
  if (Math.max(nx, ny, nz) > MOST_SIDE || nz * nt > MOST_SLICES) throw niftiError("too-large");
  return [nx, ny, nz, nt];
}

/** sform before qform, as the standard's methods 3 and 2; a file with neither does not say where it lies. */
function readAffine(header: HeaderFields): { matrix: number[][]; code: number } {
  const bySform = header.sformCode > 0;
  if (!bySform && header.qformCode <= 0) throw niftiError("no-geometry");
  const rows = [0, 1, 2];
  const matrix = bySform
    ? rows.map((row) => [0, 1, 2, 3].map((column) => header.srow(row, column)))
    : fromQuaternion(header);
  const isUsable =
    matrix.flat().every((value) => Number.isFinite(value) && Math.abs(value) < FARTHEST_MM) &&
    Math.abs(determinant(matrix)) > SMALLEST_VOXEL_MM3;
  if (!isUsable) throw niftiError("no-geometry");
  const code = bySform ? header.sformCode : header.qformCode;
  return { matrix, code: code <= LAST_SPACE_CODE ? code : ALIGNED };
}

function fromQuaternion({ quatern, qoffset, pixdim }: HeaderFields): number[][] {
  const norm = Math.hypot(...quatern);
  // Rounding may leave it just above 1: a turn by 180° (nifti1_io normalises as well).
  const [b, c, d] = norm > 1 ? quatern.map((part) => part / norm) : quatern;
  if (b === undefined || c === undefined || d === undefined) throw niftiError("no-geometry");
  const a = norm > 1 ? 0 : Math.sqrt(1 - norm * norm);
  const rotation = [
    [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
    [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
    [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - c * c - b * b],
  ];
  const qfac = pixdim(0) < 0 ? -1 : 1;
  const sizes = [pixdim(1), pixdim(2), pixdim(3) * qfac];
  return rotation.map((row, i) => [...row.map((value, j) => value * (sizes[j] ?? 1)), qoffset[i] ?? 0]);
}

function determinant(m: number[][]): number {
  const at = (row: number, column: number) => m[row]?.[column] ?? 0;
  return (
    at(0, 0) * (at(1, 1) * at(2, 2) - at(1, 2) * at(2, 1)) -
    at(0, 1) * (at(1, 0) * at(2, 2) - at(1, 2) * at(2, 0)) +
    at(0, 2) * (at(1, 0) * at(2, 1) - at(1, 1) * at(2, 0))
  );
}

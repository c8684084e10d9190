import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const COMMAND = "/usr/bin/dcm2niix";

/** True where the independent converter is installed. */
export function hasDcm2niix(): boolean {
  return existsSync(COMMAND);
}

/** What the converter made of one volume. */
export interface ConvertedVolume {
  /** Series number, time of day, echo and the converter's suffix: equal for original and copy whatever the order of files. */
  key: string;
  /** First 348 bytes of the NIfTI file without the fields that carry text. */
  geometry: NiftiGeometry;
  /** SHA-256-comparable voxel bytes. */
  voxels: Uint8Array;
  bval: string | null;
  bvec: string | null;
  sidecar: Record<string, unknown>;
}

/** Numbers of a NIfTI-1 header that place the voxels, with their scaling. */
export interface NiftiGeometry {
  dim: number[];
  pixdim: number[];
  datatype: number;
  sclSlope: number;
  sclInter: number;
  qformCode: number;
  sformCode: number;
  quaternion: number[];
  srow: number[];
  sliceCode: number;
  dimInfo: number;
}

function readGeometry(bytes: Uint8Array): NiftiGeometry {
  const data = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const floats = (at: number, count: number): number[] =>
    Array.from({ length: count }, (_, index) => data.getFloat32(at + index * 4, true));
  return {
    dim: Array.from({ length: 8 }, (_, index) => data.getInt16(40 + index * 2, true)),
    pixdim: floats(76, 8),
    datatype: data.getInt16(70, true),
    sclSlope: data.getFloat32(112, true),
    sclInter: data.getFloat32(116, true),
    qformCode: data.getInt16(252, true),
    sformCode: data.getInt16(254, true),
    quaternion: floats(256, 6),
    srow: floats(280, 12),
    sliceCode: data.getUint8(122),
    dimInfo: data.getUint8(39),
  };
}

/**
 * Sidecar keys that de-identification changes on purpose, with the reason. Every other key has to be equal. Readers of
 * the sidecar that need one of these find it in the catalogue instead.
 */
export const CHANGED_SIDECAR_KEYS: Readonly<Record<string, string>> = {
  AccessionNumber: "identifies the order",
  AcquisitionDateTime: "shifted",
  DeviceSerialNumber: "identifies the scanner",
  ImageComments: "free text, cleaned",
  InstitutionAddress: "identifies the site",
  InstitutionName: "identifies the site",
  InstitutionalDepartmentName: "identifies the site",
  PatientBirthDate: "identifies",
  PatientID: "pseudonym",
  PatientName: "pseudonym",
  ProcedureStepDescription: "free text, cleaned: it names studies and people",
  ProtocolName: "free text, cleaned",
  ReferringPhysicianName: "identifies",
  SeriesDescription: "free text, cleaned",
  SeriesInstanceUID: "remapped",
  StationName: "identifies the scanner",
  StudyID: "identifies the order",
  StudyInstanceUID: "remapped",
  WipMemBlock: "free text of sequence developers, removed",
};

/** Sidecar without the keys that de-identification changes on purpose. */
export function comparableSidecar(sidecar: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(sidecar).filter(([key]) => !(key in CHANGED_SIDECAR_KEYS)));
}

/**
 * Converts a folder of DICOM files and returns its volumes sorted by key; the temporary output is removed. A folder
 * without anything convertible gives [].
 * @param depth folders below `folder` that are searched, 9 at most
 */
export async function convertFolder(folder: string, depth = 9): Promise<ConvertedVolume[]> {
  const output = await mkdtemp(join(tmpdir(), "ariane-dcm2niix-"));
  try {
    // %s series, %e echo: nothing of the patient in the names, so that both sides get the same ones.
    const options = [
      "-b",
      "y",
      "-ba",
      "n",
      "-z",
      "n",
      "-d",
      String(depth),
      "-f",
      "%s_%e",
      "-o",
      output,
      folder,
    ];
    // Its exit code tells of any file that it skipped; what counts is what it wrote.
    await run(COMMAND, options, { maxBuffer: 64 * 1024 * 1024 }).catch(() => undefined);
    const names = (await readdir(output)).filter((name) => name.endsWith(".nii")).sort();
    const volumes = await Promise.all(names.map((name) => readVolume(output, name.slice(0, -4))));
    return volumes.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  } finally {
    await rm(output, { recursive: true, force: true });
  }
}

async function readOptional(path: string): Promise<string | null> {
  return existsSync(path) ? await readFile(path, "utf8") : null;
}

/** The converter appends `a`, `b`… to names that it already wrote; which of two exams comes first is no property of them. */
function keyOf(name: string, sidecar: Record<string, unknown>): string {
  const suffix = /^\d+_\d+[a-z]?(_.*)?$/.exec(name)?.[1] ?? "";
  const parts = [sidecar.SeriesNumber, sidecar.AcquisitionTime, sidecar.EchoTime, sidecar.ImageType];
  return [...parts.map((part) => JSON.stringify(part) ?? ""), suffix].join(" ");
}

async function readVolume(folder: string, name: string): Promise<ConvertedVolume> {
  const path = join(folder, name);
  const bytes = await readFile(`${path}.nii`);
  const json = await readOptional(`${path}.json`);
  const sidecar = json === null ? {} : (JSON.parse(json) as Record<string, unknown>);
  return {
    key: keyOf(name, sidecar),
    geometry: readGeometry(bytes),
    voxels: bytes.subarray(352),
    bval: await readOptional(`${path}.bval`),
    bvec: await readOptional(`${path}.bvec`),
    sidecar,
  };
}

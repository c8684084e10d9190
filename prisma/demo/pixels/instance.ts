import { createHash } from "node:crypto";
import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";
import type { ExamRow, ScannerRow, SeriesRow, SubjectRow } from "../network/rows";
import { MR_IMAGE_STORAGE } from "../network/exam-series";
import type { AcquisitionGrid } from "../phantom/acquire";

/** What an instance's header is written from; nothing of it is anyone's. */
export interface InstanceContext {
  subject: SubjectRow;
  exam: ExamRow;
  scanner: ScannerRow;
  softwareVersions: string;
  series: SeriesRow;
  frameOfReferenceUid: string;
  grid: AcquisitionGrid;
  unit: string | null;
}

export interface FrameFacts {
  sopInstanceUid: string;
  slice: number;
  point: number;
  points: number;
  bValue: number | null;
  timeS: number | null;
}

const pad = (value: number, length = 2): string => String(value).padStart(length, "0");
const dicomDate = (date: Date): string =>
  `${date.getUTCFullYear()}${pad(date.getUTCMonth() + 1)}${pad(date.getUTCDate())}`;
const dicomTime = (date: Date): string =>
  `${pad(date.getUTCHours())}${pad(date.getUTCMinutes())}${pad(date.getUTCSeconds())}.${pad(date.getUTCMilliseconds(), 3)}`;
/** DS takes 16 characters. */
const ds = (value: number): string => String(Number(value.toPrecision(10))).slice(0, 16);

const MANUFACTURERS: Record<string, string> = {
  Siemens: "SIEMENS",
  Philips: "Philips Medical Systems",
  GE: "GE MEDICAL SYSTEMS",
  Canon: "CANON_MEC",
};

/** Centre of the first voxel of a slice, LPS mm. */
export function slicePositionMm(grid: AcquisitionGrid, slice: number): [number, number, number] {
  const along = slice * grid.voxelSizeMm[2];
  const { originMm: o, direction: d } = grid;
  return [o[0] + along * d[6], o[1] + along * d[7], o[2] + along * d[8]];
}

/** The header of one slice (MR Image IOD, PS3.3 A.4). */
function header(context: InstanceContext, frame: FrameFacts): Dataset {
  const { subject, exam, scanner, series, grid } = context;
  const dataset = new Dataset();
  const position = slicePositionMm(grid, frame.slice);
  const { direction: d, voxelSizeMm } = grid;
  const acquired = new Date(
    exam.examAt.getTime() + series.seriesNumber * 240_000 + (frame.timeS ?? 0) * 1000,
  );
  const text = (tag: number, vr: string, value: string | readonly string[]): void =>
    dataset.set(tag, vr, value);
  const number = (tag: number, value: number | null): void => {
    if (value !== null) dataset.set(tag, "DS", ds(value));
  };
  text(TAG.ImageType, "CS", series.imageType);
  text(TAG.SOPClassUID, "UI", MR_IMAGE_STORAGE);
  text(TAG.SOPInstanceUID, "UI", frame.sopInstanceUid);
  text(TAG.StudyDate, "DA", dicomDate(exam.examAt));
  text(TAG.SeriesDate, "DA", dicomDate(acquired));
  text(TAG.AcquisitionDate, "DA", dicomDate(acquired));
  text(TAG.StudyTime, "TM", dicomTime(exam.examAt));
  text(TAG.SeriesTime, "TM", dicomTime(acquired));
  text(TAG.AcquisitionTime, "TM", dicomTime(acquired));
  text(TAG.AccessionNumber, "SH", "");
  text(TAG.Modality, "CS", "MR");
  text(TAG.Manufacturer, "LO", MANUFACTURERS[scanner.manufacturer] ?? scanner.manufacturer);
  text(TAG.ReferringPhysicianName, "PN", "");
  text(TAG.StudyDescription, "LO", exam.description);
  text(TAG.SeriesDescription, "LO", series.description);
  text(TAG.ManufacturerModelName, "LO", scanner.model);
  text(TAG.PatientName, "PN", subject.pseudonym);
  text(TAG.PatientID, "LO", subject.pseudonym);
  text(TAG.PatientBirthDate, "DA", "");
  text(TAG.PatientSex, "CS", subject.sex === "female" ? "F" : "M");
  text(TAG.PatientAge, "AS", `${pad(exam.ageAtExamYears, 3)}Y`);
  text(TAG.PatientIdentityRemoved, "CS", "YES");
  text(TAG.DeidentificationMethod, "LO", "Synthetic head phantom of the demonstration network");
  text(TAG.ScanningSequence, "CS", series.scanningSequence);
  text(TAG.SequenceVariant, "CS", series.sequenceVariant);
  text(TAG.ScanOptions, "CS", "");
  text(TAG.MRAcquisitionType, "CS", series.is3D ? "3D" : "2D");
  number(TAG.SliceThickness, voxelSizeMm[2]);
  number(TAG.RepetitionTime, series.repetitionTimeMs);
  number(TAG.EchoTime, series.echoTimesMs[0] ?? null);
  number(TAG.InversionTime, series.inversionTimeMs);
  number(TAG.MagneticFieldStrength, scanner.fieldStrengthTesla);
  number(TAG.SpacingBetweenSlices, voxelSizeMm[2]);
  number(TAG.PixelBandwidth, series.pixelBandwidthHzPerPixel);
  text(TAG.EchoTrainLength, "IS", String(series.echoTrainLength ?? 1));
  text(TAG.SoftwareVersions, "LO", context.softwareVersions);
  text(TAG.ProtocolName, "LO", series.protocolName);
  text(TAG.ReceiveCoilName, "SH", series.receiveCoil);
  text(TAG.InPlanePhaseEncodingDirection, "CS", series.phaseEncodingAxis);
  number(TAG.FlipAngle, series.flipAngleDeg);
  text(TAG.PatientPosition, "CS", "HFS");
  if (frame.bValue !== null) dataset.set(TAG.DiffusionBValue, "FD", frame.bValue);
  text(TAG.StudyInstanceUID, "UI", exam.studyInstanceUid);
  text(TAG.SeriesInstanceUID, "UI", series.seriesInstanceUid);
  text(TAG.StudyID, "SH", "");
  text(TAG.SeriesNumber, "IS", String(series.seriesNumber));
  text(TAG.AcquisitionNumber, "IS", String(frame.point + 1));
  text(TAG.InstanceNumber, "IS", String(frame.point * grid.dimensions[2] + frame.slice + 1));
  text(TAG.ImagePositionPatient, "DS", position.map(ds));
  text(TAG.ImageOrientationPatient, "DS", d.slice(0, 6).map(ds));
  text(TAG.FrameOfReferenceUID, "UI", context.frameOfReferenceUid);
  text(TAG.PositionReferenceIndicator, "LO", "");
  if (frame.timeS !== null) {
    text(TAG.TemporalPositionIdentifier, "IS", String(frame.point + 1));
    text(TAG.NumberOfTemporalPositions, "IS", String(frame.points));
  }
  dataset.set(TAG.SamplesPerPixel, "US", 1);
  text(TAG.PhotometricInterpretation, "CS", "MONOCHROME2");
  dataset.set(TAG.Rows, "US", grid.dimensions[1]);
  dataset.set(TAG.Columns, "US", grid.dimensions[0]);
  text(TAG.PixelSpacing, "DS", [ds(voxelSizeMm[1]), ds(voxelSizeMm[0])]);
  dataset.set(TAG.BitsAllocated, "US", 16);
  dataset.set(TAG.BitsStored, "US", 16);
  dataset.set(TAG.HighBit, "US", 15);
  dataset.set(TAG.PixelRepresentation, "US", 0);
  text(TAG.BurnedInAnnotation, "CS", "NO");
  text(TAG.LongitudinalTemporalInformationModified, "CS", "MODIFIED");
  if (context.unit !== null) {
    number(TAG.RescaleIntercept, 0);
    number(TAG.RescaleSlope, 1);
    text(TAG.RescaleType, "LO", context.unit);
  }
  return dataset;
}

/** A classic single-frame MR instance around a codestream that is already made. */
export function writeInstance(
  context: InstanceContext,
  frame: FrameFacts,
  codestream: Uint8Array,
): Uint8Array {
  const dataset = header(context, frame);
  dataset.elements.set(TAG.PixelData, { vr: "OB", fragments: [new Uint8Array(), codestream] });
  const meta = new Dataset();
  meta.set(TAG.MediaStorageSOPClassUID, "UI", MR_IMAGE_STORAGE);
  meta.set(TAG.MediaStorageSOPInstanceUID, "UI", frame.sopInstanceUid);
  return writeDicom({ transferSyntaxUid: TRANSFER_SYNTAX.htj2kLosslessRpcl, meta, dataset });
}

/** The digest ingest would give the instance (lib/ingest/content-digest.ts): pixels and geometry, not the encoding. */
export function instanceDigest(
  grid: AcquisitionGrid,
  slice: number,
  pixels: Uint16Array,
): Uint8Array<ArrayBuffer> {
  const [columns, rows] = grid.dimensions;
  const numbers = (values: readonly number[]): string => values.map((value) => Number(ds(value))).join(",");
  const [x, y, z] = grid.voxelSizeMm;
  const hash = createHash("sha256").update(`${columns} ${rows} 1 1\n`);
  hash.update(`${TAG.ImagePositionPatient}:${numbers(slicePositionMm(grid, slice))}\n`);
  hash.update(`${TAG.ImageOrientationPatient}:${numbers(grid.direction.slice(0, 6))}\n`);
  hash.update(`${TAG.PixelSpacing}:${numbers([y, x])}\n`);
  hash.update(`${TAG.SliceThickness}:${numbers([z])}\n`);
  hash.update(`${TAG.SpacingBetweenSlices}:${numbers([z])}\n`);
  hash.update("uint16\n").update(new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength));
  return new Uint8Array(hash.digest());
}

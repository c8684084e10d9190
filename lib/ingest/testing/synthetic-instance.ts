import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";

/** One slice of a made-up exam; every field can be given. */
export interface SyntheticInstance {
  patientId?: string;
  patientName?: string;
  birthDate?: string;
  sex?: string;
  study?: string;
  series?: string;
  instance?: string;
  /** YYYYMMDD */
  studyDate?: string;
  serial?: string;
  software?: string;
  /** MagneticFieldStrength as it is written; empty leaves it out. */
  field?: string;
  slice?: number;
  /** Value of the first pixel, to make contents differ. */
  pixel?: number;
  sopClass?: string;
  imageType?: string[];
  burnedIn?: string;
  studyDescription?: string;
  seriesDescription?: string;
  bodyPart?: string;
  /** RecognizableVisualFeatures (0028,0302) */
  recognizable?: string;
  /** Rows and columns of the square picture. */
  size?: number;
  /** Side of a pixel, and distance of slices, in mm. */
  spacingMm?: number;
}

const ROOT = "1.2.826.0.1.3680043.9.7.1";
const SIZE = 16;

/** A classic MR image of 16 × 16 pixels, explicit little endian, as a file. */
export function syntheticInstance(given: SyntheticInstance = {}): Uint8Array {
  const { slice = 1, study = "1", series = "1", studyDate = "20240115" } = given;
  const { size = SIZE, spacingMm = 1 } = given;
  const pixels = new Uint8Array(size * size * 2);
  for (let i = 0; i < size * size; i++) pixels[2 * i] = (i * 7 + slice) % 251;
  pixels[0] = given.pixel ?? 1;
  const dataset = new Dataset();
  const set = (tag: number, vr: string, value: string | string[] | number | number[] | Uint8Array) =>
    dataset.set(tag, vr, value);
  set(TAG.ImageType, "CS", given.imageType ?? ["ORIGINAL", "PRIMARY", "M"]);
  set(TAG.SOPClassUID, "UI", given.sopClass ?? "1.2.840.10008.5.1.4.1.1.4");
  set(TAG.SOPInstanceUID, "UI", `${ROOT}.${study}.${series}.${given.instance ?? slice}`);
  set(TAG.StudyDate, "DA", studyDate);
  set(TAG.StudyTime, "TM", "101500");
  set(TAG.Modality, "CS", "MR");
  set(TAG.Manufacturer, "LO", "SIEMENS");
  set(TAG.StudyDescription, "LO", given.studyDescription ?? "Brain");
  set(TAG.SeriesDescription, "LO", given.seriesDescription ?? "T1 MPRAGE");
  set(TAG.ManufacturerModelName, "LO", "Prisma_fit");
  set(TAG.PatientName, "PN", given.patientName ?? "Canari^Jaune");
  set(TAG.PatientID, "LO", given.patientId ?? "SYN-0001");
  if (given.birthDate !== undefined) set(TAG.PatientBirthDate, "DA", given.birthDate);
  set(TAG.PatientSex, "CS", given.sex ?? "F");
  if (given.bodyPart !== undefined) set(TAG.BodyPartExamined, "CS", given.bodyPart);
  if (given.recognizable !== undefined) set(TAG.RecognizableVisualFeatures, "CS", given.recognizable);
  set(TAG.ScanningSequence, "CS", ["GR", "IR"]);
  set(TAG.MRAcquisitionType, "CS", "3D");
  set(TAG.SliceThickness, "DS", String(spacingMm));
  set(TAG.RepetitionTime, "DS", "2300");
  set(TAG.EchoTime, "DS", "2.9");
  set(TAG.InversionTime, "DS", "900");
  if (given.field !== "") set(TAG.MagneticFieldStrength, "DS", given.field ?? "3");
  set(TAG.DeviceSerialNumber, "LO", given.serial ?? "990001");
  set(TAG.SoftwareVersions, "LO", given.software ?? "syngo MR E11");
  set(TAG.StudyInstanceUID, "UI", `${ROOT}.${study}`);
  set(TAG.SeriesInstanceUID, "UI", `${ROOT}.${study}.${series}`);
  set(TAG.SeriesNumber, "IS", series);
  set(TAG.InstanceNumber, "IS", String(slice));
  set(TAG.ImagePositionPatient, "DS", ["0", "0", String(slice * spacingMm)]);
  set(TAG.ImageOrientationPatient, "DS", ["1", "0", "0", "0", "1", "0"]);
  set(TAG.FrameOfReferenceUID, "UI", `${ROOT}.${study}.99`);
  set(TAG.SamplesPerPixel, "US", 1);
  set(TAG.PhotometricInterpretation, "CS", "MONOCHROME2");
  set(TAG.Rows, "US", size);
  set(TAG.Columns, "US", size);
  set(TAG.PixelSpacing, "DS", [String(spacingMm), String(spacingMm)]);
  set(TAG.BitsAllocated, "US", 16);
  set(TAG.BitsStored, "US", 16);
  set(TAG.HighBit, "US", 15);
  set(TAG.PixelRepresentation, "US", 0);
  if (given.burnedIn) set(TAG.BurnedInAnnotation, "CS", given.burnedIn);
  set(TAG.PixelData, "OW", pixels);
  return writeDicom({
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    meta: new Dataset(),
    dataset,
  });
}

import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";

/** One slice of a made-up exam; every field can be given. */
export interface SyntheticInstance {
  patientId?: string;
  patientName?: string;
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
}

const ROOT = "1.2.826.0.1.3680043.9.7.1";
const SIZE = 16;

/** A classic MR image of 16 × 16 pixels, explicit little endian, as a file. */
export function syntheticInstance(given: SyntheticInstance = {}): Uint8Array {
  const { slice = 1, study = "1", series = "1", studyDate = "20240115" } = given;
  const pixels = new Uint8Array(SIZE * SIZE * 2);
  for (let i = 0; i < SIZE * SIZE; i++) pixels[2 * i] = (i * 7 + slice) % 251;
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
  set(TAG.StudyDescription, "LO", "Brain");
  set(TAG.SeriesDescription, "LO", "T1 MPRAGE");
  set(TAG.ManufacturerModelName, "LO", "Prisma_fit");
  set(TAG.PatientName, "PN", given.patientName ?? "Canari^Jaune");
  set(TAG.PatientID, "LO", given.patientId ?? "SYN-0001");
  set(TAG.PatientSex, "CS", "F");
  set(TAG.ScanningSequence, "CS", ["GR", "IR"]);
  set(TAG.MRAcquisitionType, "CS", "3D");
  set(TAG.SliceThickness, "DS", "1");
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
  set(TAG.ImagePositionPatient, "DS", ["0", "0", String(slice)]);
  set(TAG.ImageOrientationPatient, "DS", ["1", "0", "0", "0", "1", "0"]);
  set(TAG.FrameOfReferenceUID, "UI", `${ROOT}.${study}.99`);
  set(TAG.SamplesPerPixel, "US", 1);
  set(TAG.PhotometricInterpretation, "CS", "MONOCHROME2");
  set(TAG.Rows, "US", SIZE);
  set(TAG.Columns, "US", SIZE);
  set(TAG.PixelSpacing, "DS", ["1", "1"]);
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

import { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom } from "@/lib/dicom/write";

/** A made-up object that was derived from the instances of `syntheticInstance`, or lies beside them. */
export interface SyntheticDerived {
  kind: "segmentation" | "parametricMap" | "measurementReport" | "registration" | "spectroscopy";
  study?: string;
  series?: string;
  patientId?: string;
  instance?: string;
  /** Series and slices of the same study that it names. */
  sources?: { series: string; slices: number[] }[];
  /** How it names them. */
  pointing?: "series" | "instances";
  label?: string;
  /** First value of its content, to make contents differ. */
  value?: number;
  /** Root concept of a report. */
  rootCode?: string;
  /** Changes what is to be written. */
  change?: (dataset: Dataset) => void;
}

const ROOT = "1.2.826.0.1.3680043.9.7.1";
const MR = "1.2.840.10008.5.1.4.1.1.4";
const SOP_CLASS = {
  segmentation: "1.2.840.10008.5.1.4.1.1.66.4",
  parametricMap: "1.2.840.10008.5.1.4.1.1.30",
  measurementReport: "1.2.840.10008.5.1.4.1.1.88.33",
  registration: "1.2.840.10008.5.1.4.1.1.66.1",
  spectroscopy: "1.2.840.10008.5.1.4.1.1.4.2",
} as const;
const MODALITY = {
  segmentation: "SEG",
  parametricMap: "MR",
  measurementReport: "SR",
  registration: "REG",
  spectroscopy: "MR",
} as const;

type Field = readonly [
  tag: number,
  vr: string,
  value: string | number | readonly number[] | Uint8Array | Dataset[],
];

/** An item or data set of fields. */
export function datasetOf(...fields: Field[]): Dataset {
  const dataset = new Dataset();
  for (const [tag, vr, value] of fields) dataset.set(tag, vr, value);
  return dataset;
}

/** A code as a sequence of one item. */
export function codeOf(value: string, scheme: string, meaning: string): Dataset[] {
  return [
    datasetOf(
      [TAG.CodeValue, "SH", value],
      [TAG.CodingSchemeDesignator, "SH", scheme],
      [TAG.CodeMeaning, "LO", meaning],
    ),
  ];
}

/** The object as a file, explicit little endian. */
export function syntheticDerived(given: SyntheticDerived): Uint8Array {
  const { kind, study = "1", series = "50", instance = "1" } = given;
  const dataset = datasetOf(
    [TAG.SOPClassUID, "UI", SOP_CLASS[kind]],
    [TAG.SOPInstanceUID, "UI", `${ROOT}.${study}.${series}.${instance}`],
    [TAG.StudyDate, "DA", "20240115"],
    [TAG.StudyTime, "TM", "101500"],
    [TAG.Modality, "CS", MODALITY[kind]],
    [TAG.Manufacturer, "LO", kind === "spectroscopy" ? "SIEMENS" : "Workstation"],
    [TAG.PatientName, "PN", "Canari^Jaune"],
    [TAG.PatientID, "LO", given.patientId ?? "SYN-0001"],
    [TAG.PatientSex, "CS", "F"],
    [TAG.StudyInstanceUID, "UI", `${ROOT}.${study}`],
    [TAG.SeriesInstanceUID, "UI", `${ROOT}.${study}.${series}`],
    [TAG.SeriesNumber, "IS", series],
    [TAG.InstanceNumber, "IS", "1"],
  );
  CONTENT[kind](dataset, given);
  given.change?.(dataset);
  return writeDicom({
    transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
    meta: new Dataset(),
    dataset,
  });
}

const CONTENT: Record<SyntheticDerived["kind"], (dataset: Dataset, given: SyntheticDerived) => void> = {
  segmentation(dataset, given) {
    // 5 × 5 × 3 pixels are 75 bits: frames do not end on bytes.
    grid(dataset, 5, 5, 3, 1);
    dataset.set(TAG.SegmentationType, "CS", "BINARY");
    dataset.set(TAG.PixelData, "OB", new Uint8Array([given.value ?? 1, 2, 3, 4, 5, 6, 7, 8, 9, 4]));
    dataset.set(TAG.SegmentSequence, "SQ", [
      datasetOf([TAG.SegmentNumber, "US", 1], [TAG.SegmentLabel, "LO", given.label ?? "Left hippocampus"]),
    ]);
    dataset.set(TAG.ReferencedSeriesSequence, "SQ", referencedSeries(given));
    pointAtImages(dataset, given);
  },
  parametricMap(dataset, given) {
    grid(dataset, 4, 4, 1, 32);
    const pixels = new Float32Array(16).fill(0.25);
    pixels[0] = given.value ?? 1.5;
    dataset.set(TAG.FloatPixelData, "OF", new Uint8Array(pixels.buffer));
    dataset.set(TAG.ReferencedSeriesSequence, "SQ", referencedSeries(given));
    pointAtImages(dataset, given);
  },
  measurementReport(dataset, given) {
    dataset.set(TAG.ValueType, "CS", "CONTAINER");
    dataset.set(
      TAG.ConceptNameCodeSequence,
      "SQ",
      codeOf(given.rootCode ?? "126000", "DCM", "Imaging Measurement Report"),
    );
    const measured = datasetOf(
      [TAG.NumericValue, "DS", String(given.value ?? 12.5)],
      [TAG.MeasurementUnitsCodeSequence, "SQ", codeOf("mm3", "UCUM", "mm3")],
    );
    const images = imageItems(given).map((image) =>
      datasetOf(
        [TAG.RelationshipType, "CS", "INFERRED FROM"],
        [TAG.ValueType, "CS", "IMAGE"],
        [TAG.ReferencedSOPSequence, "SQ", [image]],
      ),
    );
    dataset.set(TAG.ContentSequence, "SQ", [
      datasetOf(
        [TAG.RelationshipType, "CS", "CONTAINS"],
        [TAG.ValueType, "CS", "NUM"],
        [TAG.ConceptNameCodeSequence, "SQ", codeOf("118565006", "SCT", given.label ?? "Volume")],
        [TAG.MeasuredValueSequence, "SQ", [measured]],
        ...(images.length > 0 ? ([[TAG.ContentSequence, "SQ", images]] as const) : []),
      ),
    ]);
  },
  registration(dataset, given) {
    dataset.set(TAG.FrameOfReferenceUID, "UI", `${ROOT}.${given.study ?? "1"}.99`);
    const matrix = [1, 0, 0, given.value ?? 2, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1];
    const step = datasetOf([TAG.FrameOfReferenceTransformationMatrix, "DS", matrix]);
    const transform = datasetOf([TAG.MatrixSequence, "SQ", [step]]);
    dataset.set(TAG.RegistrationSequence, "SQ", [
      datasetOf(
        [TAG.ReferencedImageSequence, "SQ", imageItems(given)],
        [TAG.MatrixRegistrationSequence, "SQ", [transform]],
      ),
    ]);
  },
  spectroscopy(dataset, given) {
    dataset.set(TAG.MagneticFieldStrength, "FD", 3);
    dataset.set(TAG.DeviceSerialNumber, "LO", "990001");
    dataset.set(TAG.Rows, "US", 1);
    dataset.set(TAG.Columns, "US", 1);
    dataset.set(TAG.NumberOfFrames, "IS", "1");
    dataset.set(TAG.DataRepresentation, "CS", "COMPLEX");
    dataset.set(TAG.DataPointRows, "UL", 1);
    dataset.set(TAG.DataPointColumns, "UL", 8);
    const signal = new Float32Array(16).fill(0.5);
    signal[0] = given.value ?? 1;
    dataset.set(TAG.SpectroscopyData, "OF", new Uint8Array(signal.buffer));
  },
};

function grid(dataset: Dataset, rows: number, columns: number, frames: number, bits: number): void {
  dataset.set(TAG.SamplesPerPixel, "US", 1);
  dataset.set(TAG.PhotometricInterpretation, "CS", "MONOCHROME2");
  dataset.set(TAG.NumberOfFrames, "IS", String(frames));
  dataset.set(TAG.Rows, "US", rows);
  dataset.set(TAG.Columns, "US", columns);
  dataset.set(TAG.BitsAllocated, "US", bits);
  dataset.set(TAG.BitsStored, "US", bits);
  dataset.set(TAG.HighBit, "US", bits - 1);
  dataset.set(TAG.PixelRepresentation, "US", 0);
}

function instanceUid(given: SyntheticDerived, series: string, slice: number): string {
  return `${ROOT}.${given.study ?? "1"}.${series}.${slice}`;
}

function imageItems(given: SyntheticDerived): Dataset[] {
  return (given.sources ?? []).flatMap(({ series, slices }) =>
    slices.map((slice) =>
      datasetOf(
        [TAG.ReferencedSOPClassUID, "UI", MR],
        [TAG.ReferencedSOPInstanceUID, "UI", instanceUid(given, series, slice)],
      ),
    ),
  );
}

function referencedSeries(given: SyntheticDerived): Dataset[] {
  if (given.pointing === "instances") return [];
  return (given.sources ?? []).map(({ series }) =>
    datasetOf([TAG.SeriesInstanceUID, "UI", `${ROOT}.${given.study ?? "1"}.${series}`]),
  );
}

function pointAtImages(dataset: Dataset, given: SyntheticDerived): void {
  if (given.pointing !== "instances") return;
  const derivation = datasetOf([TAG.SourceImageSequence, "SQ", imageItems(given)]);
  const frame = datasetOf([TAG.DerivationImageSequence, "SQ", [derivation]]);
  dataset.set(TAG.PerFrameFunctionalGroupsSequence, "SQ", [frame]);
}

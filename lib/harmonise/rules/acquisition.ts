import type { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG, type Tag } from "@/lib/dicom/tags";
import { functionalGroups } from "@/lib/imaging/enhanced-frames";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { dot, type Vector3 } from "@/lib/imaging/geometry";
import {
  GE_ACQUISITION,
  PHILIPS_IMAGING,
  privateNumbers,
  privateText,
  SIEMENS_HEADER,
} from "@/lib/imaging/vendor-elements";
import { accelerationOf, philipsEnhancedItem } from "./acceleration";
import { contrastAgentOf, type ContrastAgent } from "./contrast-agent";
import {
  type PhaseEncodingAxis,
  phaseEncodingDirection,
  type PhaseEncodingDirection,
  phaseEncodingPolarity,
} from "./phase-encoding";
import { acquisitionMatrix, partialFourier, totalReadoutTimeMs } from "./readout";
import { protocolText, SIEMENS_SERIES, siemensProtocol, siemensSeriesGroup } from "./siemens-protocol";
import { type Vendor, vendorOf } from "./vendor";

export type EchoPulse = "spin" | "gradient" | "both";

/** How a series was acquired, as its header says, with units; null or empty where it does not say. */
export interface AcquisitionParameters {
  vendor: Vendor;
  manufacturer: string | null;
  model: string | null;
  softwareVersions: string | null;
  fieldStrengthTesla: number | null;
  receiveCoil: string | null;
  repetitionTimeMs: number | null;
  /** All echo times of the series, ascending, each once. */
  echoTimesMs: number[];
  inversionTimeMs: number | null;
  flipAngleDeg: number | null;
  pixelBandwidthHzPerPixel: number | null;
  echoTrainLength: number | null;
  mrAcquisitionType: "2D" | "3D" | null;
  scanningSequence: string[];
  sequenceVariant: string[];
  imageType: string[];
  pulseSequenceName: string | null;
  /** The sequence's file or inner name, which tells e.g. MP2RAGE from MPRAGE. */
  sequenceFile: string | null;
  echoPulse: EchoPulse | null;
  isEchoPlanar: boolean | null;
  isInversionRecovery: boolean | null;
  isTimeOfFlight: boolean;
  isArterialSpinLabelling: boolean;
  /** AcquisitionContrast (0008,9209), where the scanner knows it. */
  acquisitionContrast: string | null;
  /** Different b-values in s/mm², ascending. */
  bValues: number[];
  /** Image axis along which phase is encoded. */
  phaseEncodingAxis: PhaseEncodingAxis | null;
  /** 1 where phase encoding increases along the row or down the column, -1 where it runs against it. */
  phaseEncodingPolarity: 1 | -1 | null;
  /** In the patient: AP increases from the front to the back. Null where the polarity is not known. */
  phaseEncodingDirection: PhaseEncodingDirection | null;
  /** Lines acquired: frequency encoding, phase encoding in the plane, and across it where recorded. */
  acquisitionMatrix: number[];
  /** Share of the phase encoding lines acquired, 1 for all. */
  partialFourier: number | null;
  /** From the first to the last echo of an echo-planar series, as FSL counts. */
  totalReadoutTimeMs: number | null;
  /** Different directions of the diffusion gradient, opposite ones being one; null where there is no diffusion. */
  directionCount: number | null;
  parallelReductionFactor: number | null;
  parallelReductionFactorSlice: number | null;
  multibandFactor: number | null;
  contrastAgent: ContrastAgent;
  seriesDescription: string | null;
  protocolName: string | null;
}

/** Weaker than any scanner's tesla, and no scanner writes gauss below it: 1.5 T is 15,000 G. */
const HIGHEST_TESLA = 25;
const GAUSS_PER_TESLA = 10_000;

/**
 * Acquisition parameters of a series from one of its instances (classic or enhanced) and the descriptions of
 * all its frames (`describeInstance`). An attribute of an enhanced object is looked for in its own
 * functional group, then at the top level. Pure.
 */
export function acquisitionParameters(
  file: DicomFile,
  frames: readonly FrameDescription[],
): AcquisitionParameters {
  const { dataset } = file;
  const find = lookup(dataset);
  const vendor = vendorOf(dataset.text(TAG.Manufacturer) ?? "");
  const siemens = siemensSeriesGroup(dataset);
  const fieldStrength = find(TAG.MagneticFieldStrength)?.number(TAG.MagneticFieldStrength);
  const number = (tag: Tag, group?: Tag) => find(tag, group)?.number(tag) ?? null;
  const text = (tag: Tag, group?: Tag) => find(tag, group)?.text(tag) ?? null;
  const scanningSequence = orElse(dataset.texts(TAG.ScanningSequence), siemensTexts(siemens, 0x5a));
  const sequenceVariant = orElse(dataset.texts(TAG.SequenceVariant), siemensTexts(siemens, 0x5b));
  const pulse = echoPulseOf(text(TAG.EchoPulseSequence), scanningSequence);
  const echoTimesMs = distinct(frames.map((frame) => rounded(frame.echoTimeMs)));
  const trainLength = echoTrainLength(number);
  const isEchoPlanar =
    yesNo(text(TAG.EchoPlanarPulseSequence)) ??
    (vendor === "philips"
      ? philipsIsEchoPlanar(pulseSequenceName(dataset), scanningSequence, trainLength, echoTimesMs)
      : contains(scanningSequence, "EP"));
  const isInversionRecovery =
    yesNo(text(TAG.InversionRecovery, TAG.MRModifierSequence)) ?? contains(scanningSequence, "IR");
  const tesla =
    fieldStrength && fieldStrength > HIGHEST_TESLA ? fieldStrength / GAUSS_PER_TESLA : fieldStrength;
  const name = pulseSequenceName(dataset);
  const protocol = siemensProtocol(dataset);
  const matrix = acquisitionMatrix(dataset);
  const type = mrAcquisitionType(text(TAG.MRAcquisitionType), name, matrix);
  const axis = phaseEncodingAxis(text(TAG.InPlanePhaseEncodingDirection, TAG.MRFOVGeometrySequence));
  const acceleration = accelerationOf(dataset, frames, {
    protocol,
    isEchoPlanar: isEchoPlanar === true,
    is3D: type === "3D",
  });
  const polarity = axis && phaseEncodingPolarity(dataset, vendor, isEchoPlanar === true);
  return {
    vendor,
    manufacturer: dataset.text(TAG.Manufacturer) ?? null,
    model: dataset.text(TAG.ManufacturerModelName) ?? null,
    softwareVersions: dataset.texts(TAG.SoftwareVersions).join("\\") || null,
    fieldStrengthTesla: tesla ?? null,
    receiveCoil:
      text(TAG.ReceiveCoilName, TAG.MRReceiveCoilSequence) ??
      protocolText(protocol, "tCoilID") ??
      // Else classic Siemens names only the coil elements in use.
      privateText(dataset, 0x0051, SIEMENS_HEADER, 0x0f),
    repetitionTimeMs: number(TAG.RepetitionTime, TAG.MRTimingAndRelatedParametersSequence),
    echoTimesMs,
    inversionTimeMs:
      distinct(frames.map((frame) => rounded(frame.inversionTimeMs)))[0] ?? philipsPrepulseDelay(dataset),
    flipAngleDeg: number(TAG.FlipAngle, TAG.MRTimingAndRelatedParametersSequence),
    pixelBandwidthHzPerPixel: number(TAG.PixelBandwidth, TAG.MRImagingModifierSequence),
    echoTrainLength: trainLength,
    mrAcquisitionType: type,
    scanningSequence: orElse(
      scanningSequence,
      derivedScanningSequence(pulse, isEchoPlanar, isInversionRecovery),
    ),
    sequenceVariant,
    imageType: frames[0]?.imageType ?? dataset.texts(TAG.ImageType),
    pulseSequenceName: name,
    sequenceFile: protocol.get("tSequenceFileName") ?? privateText(dataset, 0x0019, GE_ACQUISITION, 0x9e),
    echoPulse: pulse,
    isEchoPlanar,
    isInversionRecovery,
    isTimeOfFlight: text(TAG.TimeOfFlightContrast) === "YES",
    isArterialSpinLabelling: text(TAG.ArterialSpinLabelingContrast) !== null,
    acquisitionContrast: known(text(TAG.AcquisitionContrast, TAG.MRImageFrameTypeSequence)),
    bValues: distinct(frames.map((frame) => frame.bValue && Math.round(frame.bValue))),
    phaseEncodingAxis: axis,
    phaseEncodingPolarity: polarity,
    phaseEncodingDirection: phaseEncodingDirection(axis, polarity, frames[0]),
    acquisitionMatrix: matrix,
    partialFourier: partialFourier(dataset, protocol),
    totalReadoutTimeMs:
      isEchoPlanar === true
        ? rounded(
            totalReadoutTimeMs(dataset, frames[0], {
              axis,
              echoTrainLength: trainLength,
              parallelReductionFactor: acceleration.parallelReductionFactor,
            }),
          )
        : null,
    directionCount: directionCount(frames),
    ...acceleration,
    contrastAgent: contrastAgentOf(dataset),
    seriesDescription: dataset.text(TAG.SeriesDescription) ?? null,
    protocolName: dataset.text(TAG.ProtocolName) ?? null,
  };
}

/**
 * Finds the data set that holds an attribute: the group's item of the first frame, else the instance, else
 * the item in which Philips keeps the enhanced attributes of a classic one.
 */
function lookup(dataset: Dataset): (tag: Tag, group?: Tag) => Dataset | undefined {
  const groups = functionalGroups(dataset, 0);
  const philips = philipsEnhancedItem(dataset);
  return (tag, group) => {
    const item = group === undefined ? undefined : groups(group);
    if (item?.has(tag)) return item;
    if (dataset.has(tag)) return dataset;
    return philips?.has(tag) ? philips : undefined;
  };
}

function siemensTexts(group: Dataset | null, byte: number): string[] {
  const tag = group?.privateTag(0x0021, SIEMENS_SERIES, byte);
  return tag === undefined ? [] : (group?.texts(tag) ?? []);
}

function pulseSequenceName(dataset: Dataset): string | null {
  return (
    dataset.text(TAG.SequenceName) ??
    dataset.text(TAG.PulseSequenceName) ??
    privateText(dataset, 0x0019, GE_ACQUISITION, 0x9c) ??
    privateText(dataset, 0x2001, PHILIPS_IMAGING, 0x20)
  );
}

/** How Siemens (tfl3d1, epfid2d1), UIH (gre_fsp_3d) and Canon (SEEPI2D) say it in a sequence's name. */
const NAMED_DIMENSIONS = /([23])d/i;

/**
 * Whether phase is encoded across the slices too. MRAcquisitionType as it stands; where it is absent or neither 2D nor 3D, by
 * lines acquired across the plane, else by the sequence's own name. A name that says 3D wins over a header that says 2D and
 * the reverse: derived and motion-corrected series were seen with the attribute of another.
 */
function mrAcquisitionType(
  said: string | null,
  sequenceName: string | null,
  matrix: readonly number[],
): "2D" | "3D" | null {
  const named = NAMED_DIMENSIONS.exec(sequenceName ?? "")?.[1];
  if (named !== undefined) return named === "3" ? "3D" : "2D";
  if (said === "2D" || said === "3D") return said;
  return (matrix[2] ?? 0) > 1 ? "3D" : null;
}

const SAME_DIRECTION = 0.9998;

/** Directions nearer than about 1° are one, and so are opposite ones: they weight the same diffusion. */
function directionCount(frames: readonly FrameDescription[]): number | null {
  const weighted = frames.filter((frame) => (frame.bValue ?? 0) > 0);
  const found: Vector3[] = [];
  for (const { gradientDirection } of weighted)
    if (gradientDirection && !found.some((other) => Math.abs(dot(other, gradientDirection)) > SAME_DIRECTION))
      found.push(gradientDirection);
  return found.length > 0 ? found.length : null;
}

const LONG_TRAIN = 16;
const EPI_ECHO_TIME_MS = 12;

/** Philips classic never writes EP: the technique's name says it, else a long train of late gradient echoes. */
function philipsIsEchoPlanar(
  name: string | null,
  scanningSequence: readonly string[],
  trainLength: number | null,
  echoTimesMs: readonly number[],
): boolean | null {
  if (/epi|dwi/i.test(name ?? "")) return true;
  if (!scanningSequence.includes("GR")) return null;
  return (trainLength ?? 0) >= LONG_TRAIN && (echoTimesMs[0] ?? 0) >= EPI_ECHO_TIME_MS;
}

/** Philips writes the inversion delay of a TFE train as a prepulse delay; 0 means no prepulse. */
function philipsPrepulseDelay(dataset: Dataset): number | null {
  const delayMs = privateNumbers(dataset, 0x2001, PHILIPS_IMAGING, 0x1b, "FL")[0];
  return delayMs !== undefined && delayMs > 0 ? delayMs : null;
}

function echoTrainLength(number: (tag: Tag, group?: Tag) => number | null): number | null {
  const group = TAG.MRTimingAndRelatedParametersSequence;
  const classic = number(TAG.EchoTrainLength, group);
  if (classic !== null) return classic || null;
  return number(TAG.RFEchoTrainLength, group) || number(TAG.GradientEchoTrainLength, group) || null;
}

function echoPulseOf(standard: string | null, scanningSequence: readonly string[]): EchoPulse | null {
  const spin = scanningSequence.includes("SE");
  const gradient = scanningSequence.includes("GR");
  if (spin || gradient) return spin && gradient ? "both" : spin ? "spin" : "gradient";
  if (standard === "SPIN") return "spin";
  if (standard === "GRADIENT") return "gradient";
  return standard === "BOTH" ? "both" : null;
}

function derivedScanningSequence(
  pulse: EchoPulse | null,
  isEchoPlanar: boolean | null,
  isInversionRecovery: boolean | null,
): string[] {
  return [
    ...(pulse === "spin" || pulse === "both" ? ["SE"] : []),
    ...(pulse === "gradient" || pulse === "both" ? ["GR"] : []),
    ...(isEchoPlanar ? ["EP"] : []),
    ...(isInversionRecovery ? ["IR"] : []),
  ];
}

function phaseEncodingAxis(value: string | null): "ROW" | "COL" | null {
  if (value === "ROW") return "ROW";
  return value === "COL" || value === "COLUMN" ? "COL" : null;
}

function known(value: string | null): string | null {
  return value === "UNKNOWN" || value === "MIXED" ? null : value;
}

function yesNo(value: string | null): boolean | null {
  return value === "YES" ? true : value === "NO" ? false : null;
}

function contains(values: readonly string[], wanted: string): boolean | null {
  return values.length === 0 ? null : values.includes(wanted);
}

function orElse(values: string[], other: string[]): string[] {
  return values.length > 0 ? values : other;
}

/** To 1 µs: enhanced objects carry milliseconds as binary fractions. */
function rounded(milliseconds: number | null): number | null {
  return milliseconds === null ? null : Math.round(milliseconds * 1000) / 1000;
}

function distinct(values: readonly (number | null)[]): number[] {
  return [...new Set(values.filter((value) => value !== null))].sort((a, b) => a - b);
}

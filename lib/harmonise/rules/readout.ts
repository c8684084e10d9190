import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { functionalGroups } from "@/lib/imaging/enhanced-frames";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { csaNumbers } from "@/lib/imaging/siemens-csa";
import {
  csaImageHeader,
  GE_PARAMETERS,
  PHILIPS_IMAGING,
  privateNumbers,
  privateText,
  SIEMENS_HEADER,
  UIH_HEADER,
} from "@/lib/imaging/vendor-elements";
import { type PhaseEncodingAxis, SIEMENS_FRAME, siemensFrameGroup } from "./phase-encoding";
import { protocolNumber, type SiemensProtocol } from "./siemens-protocol";

/**
 * Lines that were acquired: frequency encoding, phase encoding in the plane, and phase encoding across it where that is
 * recorded. From AcquisitionMatrix (0018,1310: frequency rows, frequency columns, phase rows, phase columns; two are 0), or
 * the steps of an enhanced object. Empty where neither is there.
 */
export function acquisitionMatrix(dataset: Dataset): number[] {
  const [frequencyRows = 0, frequencyColumns = 0, phaseRows = 0, phaseColumns = 0] = dataset.numbers(
    TAG.AcquisitionMatrix,
  );
  const classic = [Math.max(frequencyRows, frequencyColumns), Math.max(phaseRows, phaseColumns)];
  if (classic.every((lines) => lines > 0)) return classic;
  const geometry = functionalGroups(dataset, 0)(TAG.MRFOVGeometrySequence);
  const frequency = geometry?.number(TAG.MRAcquisitionFrequencyEncodingSteps) ?? 0;
  const phase = geometry?.number(TAG.MRAcquisitionPhaseEncodingStepsInPlane) ?? 0;
  const across = geometry?.number(TAG.MRAcquisitionPhaseEncodingStepsOutOfPlane) ?? 0;
  if (frequency <= 0 || phase <= 0) return [];
  return across > 1 ? [frequency, phase, across] : [frequency, phase];
}

/** Siemens' codes for the share of phase encoding lines acquired (`SEQ::PartialFourierFactor`). */
const SIEMENS_PARTIAL_FOURIER: Readonly<Record<number, number>> = {
  1: 4 / 8,
  2: 5 / 8,
  4: 6 / 8,
  8: 7 / 8,
  16: 1,
};

/**
 * Share of the phase encoding lines that was acquired, 1 for all. Only Siemens writes how much; the others write whether
 * (PartialFourier, Philips 2001,xx19, PFP in ScanOptions): none is 1, some is null.
 */
export function partialFourier(dataset: Dataset, protocol: SiemensProtocol): number | null {
  const code = protocolNumber(protocol, "sKSpace.ucPhasePartialFourier");
  if (code !== null) return SIEMENS_PARTIAL_FOURIER[code] ?? null;
  const said =
    functionalGroups(dataset, 0)(TAG.MRModifierSequence)?.text(TAG.PartialFourier) ??
    dataset.text(TAG.PartialFourier) ??
    privateText(dataset, 0x2001, PHILIPS_IMAGING, 0x19, "CS");
  return said === "NO" || said === "N" ? 1 : null;
}

export interface ReadoutSource {
  axis: PhaseEncodingAxis | null;
  echoTrainLength: number | null;
  parallelReductionFactor: number | null;
}

/**
 * Time from the centre of the first echo to that of the last in ms, as FSL and BIDS define it (TotalReadoutTime: as if every
 * line of the picture were acquired; acceleration shortens it), of an echo-planar series:
 * - Siemens: (N-1)/(N × bandwidth per pixel in phase encoding), which counts acceleration (0019,xx28, CSA, XA 0021,xx53);
 * - GE: lines acquired, less one, × echo spacing (0043,xx2C, µs), lines rounded up to pairs;
 * - UIH: as Siemens by (0065,xx13), which does not count acceleration;
 * - Philips: water-fat shift (2001,xx22, pixels) over 3.4 ppm: it rests on the nominal shift, dcm2niix calls it estimated.
 * Canon records nothing to compute it from. Null then.
 */
export function totalReadoutTimeMs(
  dataset: Dataset,
  frame: Pick<FrameDescription, "columns" | "rows"> | undefined,
  source: ReadoutSource,
): number | null {
  const { axis } = source;
  if (axis === null || !frame) return null;
  const lines = axis === "ROW" ? frame.columns : frame.rows;
  const siemens =
    siemensFrameGroup(dataset, 0).flatMap((item) =>
      privateNumbers(item, 0x0021, SIEMENS_FRAME, 0x53, "FD"),
    )[0] ??
    privateNumbers(dataset, 0x0019, SIEMENS_HEADER, 0x28, "FD")[0] ??
    csaNumbers(csaImageHeader(dataset), "BandwidthPerPixelPhaseEncode")[0];
  if (siemens) return (1000 * (lines - 1)) / (lines * siemens);
  const acceleration = source.parallelReductionFactor ?? 1;
  const uih = privateNumbers(dataset, 0x0065, UIH_HEADER, 0x13, "FD")[0];
  if (uih) return (1000 * (lines - 1)) / (lines * uih * acceleration);
  const geSpacingUs = privateNumbers(dataset, 0x0043, GE_PARAMETERS, 0x2c, "SS")[0];
  const phaseLines = acquisitionMatrix(dataset)[1];
  if (geSpacingUs && phaseLines)
    return ((Math.ceil(phaseLines / 2 / acceleration) * 2 - 1) * geSpacingUs) / 1000;
  return philipsReadoutTimeMs(
    privateNumbers(dataset, 0x2001, PHILIPS_IMAGING, 0x22, "FL")[0],
    dataset.number(TAG.ImagingFrequency),
    source.echoTrainLength,
  );
}

const WATER_FAT_SHIFT_PPM = 3.4;

/** Echo spacing = shift / (frequency × 3.4 ppm × (train + 1)); a train has as many as there are echoes. */
export function philipsReadoutTimeMs(
  waterFatShiftPixels: number | undefined,
  frequencyMhz: number | undefined,
  echoTrainLength: number | null,
): number | null {
  if (!waterFatShiftPixels || !frequencyMhz || !echoTrainLength) return null;
  const spacingS = waterFatShiftPixels / (frequencyMhz * WATER_FAT_SHIFT_PPM * (echoTrainLength + 1));
  return 1000 * spacingS * echoTrainLength;
}

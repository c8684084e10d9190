import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import { functionalGroups } from "@/lib/imaging/enhanced-frames";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { protocolNumber, type SiemensProtocol } from "./siemens-protocol";
import { csaNumbers } from "@/lib/imaging/siemens-csa";
import {
  csaImageHeader,
  GE_PARAMETERS,
  privateNumbers,
  privateText,
  UIH_HEADER,
} from "@/lib/imaging/vendor-elements";

export interface Acceleration {
  /** In-plane (SENSE, GRAPPA, ASSET, ARC); 1 where the header says none. */
  parallelReductionFactor: number | null;
  /** Across the slices of a 3D series. */
  parallelReductionFactorSlice: number | null;
  /** Slices excited together. */
  multibandFactor: number | null;
}

/** The private item in which classic Philips instances carry the enhanced object's attributes. */
export function philipsEnhancedItem(dataset: Dataset): Dataset | undefined {
  return dataset.privateElement(0x2005, "Philips MR Imaging DD 005", 0x0f)?.items?.[0];
}

/** Acceleration by the standard's attributes, else the vendor's, else (multiband) the slices' times. */
export function accelerationOf(
  dataset: Dataset,
  frames: readonly FrameDescription[],
  series: { protocol: SiemensProtocol; isEchoPlanar: boolean; is3D: boolean },
): Acceleration {
  const { protocol } = series;
  const modifier =
    functionalGroups(dataset, 0)(TAG.MRModifierSequence) ?? philipsEnhancedItem(dataset) ?? dataset;
  const pattern = siemensPattern(dataset);
  const [asset, assetSlice] = privateNumbers(dataset, 0x0043, GE_PARAMETERS, 0x83, "DS");
  const inPlane =
    modifier.number(TAG.ParallelReductionFactorInPlane) ??
    (modifier.text(TAG.ParallelAcquisition) === "NO" ? 1 : undefined) ??
    // GE writes the fraction of lines that are acquired.
    (asset ? Math.round(100 / asset) / 100 : undefined) ??
    pattern.inPlane ??
    uihFactor(dataset) ??
    protocolNumber(protocol, "sPat.lAccelFactPE");
  const factorOutOfPlane = modifier.number(TAG.ParallelReductionFactorOutOfPlane);
  // Out of the plane of a 2D series there is nothing to skip but slices excited together (so Philips writes MultiBand SENSE).
  const isMultiband = modifier.text(TAG.ParallelAcquisitionTechnique) === "SMS" || !series.is3D;
  const outOfPlane = isMultiband ? factorOutOfPlane : undefined;
  const geMultiband = Number(privateText(dataset, 0x0043, GE_PARAMETERS, 0xb6) ?? 0);
  return {
    parallelReductionFactor: inPlane ?? null,
    parallelReductionFactorSlice: series.is3D
      ? (protocolNumber(protocol, "sPat.lAccelFact3D") ??
        factorOutOfPlane ??
        (assetSlice ? Math.round(100 / assetSlice) / 100 : null))
      : null,
    multibandFactor:
      // Siemens XA60 writes 1 for series that are accelerated: 1 alone proves nothing.
      (outOfPlane && outOfPlane > 1 ? outOfPlane : undefined) ??
      (geMultiband > 1 ? geMultiband : undefined) ??
      pattern.multiband ??
      (series.isEchoPlanar ? simultaneousSlices(dataset, frames) : null),
  };
}

/** Siemens writes acceleration as "p2 s3": in-plane 2, three slices at once. */
function siemensPattern(dataset: Dataset): { inPlane?: number; multiband?: number } {
  const text = privateText(dataset, 0x0051, "SIEMENS MR HEADER", 0x11) ?? "";
  const inPlane = /\bp(\d+)/.exec(text)?.[1];
  const multiband = /\bs(\d+)/.exec(text)?.[1];
  return {
    ...(inPlane ? { inPlane: Number(inPlane) } : {}),
    ...(multiband ? { multiband: Number(multiband) } : {}),
  };
}

/** UIH writes "F:2S": factor 2. */
function uihFactor(dataset: Dataset): number | undefined {
  const text = privateText(dataset, 0x0065, UIH_HEADER, 0x0d, "SH") ?? "";
  const factor = /F:?(\d+(?:\.\d+)?)/i.exec(text)?.[1];
  return factor ? Number(factor) : undefined;
}

/** How many slices share each acquisition time, where that is the same number throughout one repetition. */
function simultaneousSlices(dataset: Dataset, frames: readonly FrameDescription[]): number | null {
  const mosaic = csaNumbers(csaImageHeader(dataset), "MosaicRefAcqTimes");
  const [first] = frames;
  const enhanced = frames
    .filter((frame) => frame.ref === first?.ref && frame.tile === null)
    .flatMap((frame) => frame.acquisitionTimeS ?? []);
  const times = mosaic.length > 1 ? mosaic : enhanced;
  if (times.length < 2) return null;
  const counts = new Map<number, number>();
  for (const time of times) counts.set(time, (counts.get(time) ?? 0) + 1);
  const [shared = 0] = counts.values();
  const isEven = [...counts.values()].every((count) => count === shared);
  return isEven && counts.size > 1 ? shared : null;
}

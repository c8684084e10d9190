import type { Dataset } from "@/lib/dicom/dataset";
import type { VolumePlan } from "@/lib/imaging/volume-plan";
import type { AcquisitionParameters } from "./acquisition";
import { sliceTimingMs } from "./slice-timing";

/** What only the main Volume's geometry tells of a series. */
export interface MainVolumeParameters {
  /** SliceThickness: how thick the excited or encoded slice is. */
  sliceThicknessMm: number | null;
  /** From the centre of a slice to that of the next, by their positions where there are two. */
  sliceSpacingMm: number | null;
  /** Of each slice of an echo-planar 2D series, in ms, in stored order; empty where unknown. */
  sliceTimingMs: number[];
  /** Points of the fourth axis. */
  volumeCount: number;
}

/** Slices and repetitions of a series, by its main Volume's plan; `dataset` is that of one of its instances. */
export function mainVolumeParameters(
  dataset: Dataset,
  plan: VolumePlan,
  parameters: Pick<AcquisitionParameters, "isEchoPlanar" | "mrAcquisitionType">,
): MainVolumeParameters {
  const [first] = plan.frames;
  const isGrid = plan.kind === "volume" && plan.dimensions[2] > 1;
  const isTimed = parameters.isEchoPlanar === true && parameters.mrAcquisitionType !== "3D";
  return {
    sliceThicknessMm: roundedMm(first?.sliceThicknessMm ?? null),
    sliceSpacingMm: roundedMm(isGrid ? plan.voxelSizeMm[2] : (first?.spacingBetweenSlicesMm ?? null)),
    sliceTimingMs: isTimed ? sliceTimingMs(dataset, plan) : [],
    volumeCount: plan.dimensions[3],
  };
}

/** To 0.1 µm: positions are written with few digits, and thicknesses as binary fractions. */
function roundedMm(millimetres: number | null): number | null {
  return millimetres === null ? null : Math.round(millimetres * 1e4) / 1e4;
}

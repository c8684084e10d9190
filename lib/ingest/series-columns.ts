import type { MadeVolume } from "@/lib/catalogue/complete-series-store";
import type { DicomFile } from "@/lib/dicom/parse";
import type { AcquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { mainVolumeParameters } from "@/lib/harmonise/rules/main-volume";
import type { VolumePlan } from "@/lib/imaging/assemble";
import { AppError } from "@/lib/platform/errors";

/**
 * The columns of a series that a search and a protocol read: its main volume's role and grid, and how it was acquired.
 * @param first one of its instances
 */
export function seriesColumns(
  first: DicomFile,
  parameters: AcquisitionParameters,
  plans: readonly VolumePlan[],
  volumes: readonly MadeVolume[],
) {
  const main = volumes[0]?.row;
  const [plan] = plans;
  if (!main || !plan) throw new AppError("invalid-input", "no volumes");
  const { role, map, component, contrastAgent, is3D, derived, voxelSizeXMm, voxelSizeYMm, voxelSizeZMm } =
    main;
  const sizes = [voxelSizeXMm, voxelSizeYMm, voxelSizeZMm].filter((size) => typeof size === "number");
  const whole = (value: number | null) => (value === null ? null : Math.round(value));
  return {
    role,
    map,
    component,
    contrastAgent,
    is3D,
    derived,
    voxelSizeXMm,
    voxelSizeYMm,
    voxelSizeZMm,
    voxelSizeMaxMm: sizes.length > 0 ? Math.max(...sizes) : null,
    repetitionTimeMs: parameters.repetitionTimeMs,
    echoTimesMs: parameters.echoTimesMs,
    inversionTimeMs: parameters.inversionTimeMs,
    flipAngleDeg: parameters.flipAngleDeg,
    pixelBandwidthHzPerPixel: parameters.pixelBandwidthHzPerPixel,
    echoTrainLength: whole(parameters.echoTrainLength),
    parallelReductionFactor: parameters.parallelReductionFactor,
    multibandFactor: whole(parameters.multibandFactor),
    phaseEncodingAxis: parameters.phaseEncodingAxis,
    receiveCoil: parameters.receiveCoil,
    scanningSequence: parameters.scanningSequence,
    sequenceVariant: parameters.sequenceVariant,
    imageType: parameters.imageType,
    bValuesSPerMm2: parameters.bValues,
    phaseEncodingDirection: parameters.phaseEncodingDirection,
    phaseEncodingPolarity: parameters.phaseEncodingPolarity,
    directionCount: parameters.directionCount,
    parallelReductionFactorSlice: parameters.parallelReductionFactorSlice,
    partialFourier: parameters.partialFourier,
    totalReadoutTimeMs: parameters.totalReadoutTimeMs,
    acquisitionMatrix: parameters.acquisitionMatrix.map(Math.round),
    pulseSequenceName: parameters.pulseSequenceName,
    ...mainVolumeParameters(first.dataset, plan, parameters),
  };
}

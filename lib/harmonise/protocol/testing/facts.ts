import { randomUUID } from "node:crypto";
import type { PlacedSeries } from "../judge-pairs";
import type { ScannerFacts } from "../parameters";

/** A scanner for tests of the engine. */
export const SCANNER: ScannerFacts = {
  scannerId: "6f2b7cfe-0000-4000-8000-000000000001",
  manufacturer: "Siemens",
  model: "Prisma",
  fieldStrengthTesla: 3,
};

/** A T1w series of which nothing else is known, but for what is given. */
export function factsOf(known: Partial<PlacedSeries> = {}): PlacedSeries {
  return {
    seriesId: randomUUID(),
    seriesNumber: null,
    role: "T1w",
    map: null,
    component: "magnitude",
    contrastAgent: "unknown",
    derived: false,
    is3D: null,
    description: null,
    protocolName: null,
    imageType: [],
    repetitionTimeMs: null,
    echoTimesMs: [],
    inversionTimeMs: null,
    flipAngleDeg: null,
    pixelBandwidthHzPerPixel: null,
    echoTrainLength: null,
    parallelReductionFactor: null,
    parallelReductionFactorSlice: null,
    multibandFactor: null,
    partialFourier: null,
    totalReadoutTimeMs: null,
    phaseEncodingAxis: null,
    phaseEncodingDirection: null,
    receiveCoil: null,
    pulseSequenceName: null,
    voxelSizeXMm: null,
    voxelSizeYMm: null,
    voxelSizeZMm: null,
    sliceThicknessMm: null,
    sliceSpacingMm: null,
    acquisitionMatrix: [],
    bValuesSPerMm2: [],
    directionCount: null,
    volumeCount: null,
    geometry: null,
    ...known,
  };
}

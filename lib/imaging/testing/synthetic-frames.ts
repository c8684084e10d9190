import type { FrameDescription } from "@/lib/imaging/frame-description";

/** One axial picture of 8 × 8 mm at the origin, with what `over` says otherwise. */
export function frame(over: Partial<FrameDescription> = {}): FrameDescription {
  return {
    ref: "a",
    frameIndex: 0,
    tile: null,
    columns: 8,
    rows: 8,
    samplesPerPixel: 1,
    sampleType: "uint16",
    bitsStored: 12,
    positionMm: [0, 0, 0],
    rowDirection: [1, 0, 0],
    columnDirection: [0, 1, 0],
    pixelSpacingMm: [1, 1],
    sliceThicknessMm: 2,
    spacingBetweenSlicesMm: null,
    frameOfReferenceUid: "2.25.1",
    rescale: { slope: 1, intercept: 0, unit: null },
    imageType: ["ORIGINAL", "PRIMARY", "M"],
    component: "magnitude",
    map: null,
    kindDiscriminator: "",
    repetitionTimeMs: 2000,
    echoTimeMs: 30,
    inversionTimeMs: null,
    bValue: null,
    gradientDirection: null,
    temporalPosition: null,
    acquisitionNumber: null,
    acquisitionTimeS: null,
    instanceNumber: null,
    ...over,
  };
}

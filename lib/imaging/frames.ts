import type { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { describeEnhanced } from "@/lib/imaging/enhanced-frames";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { unit, vector3 } from "@/lib/imaging/geometry";
import { positive, secondsOf, timeOfDayS } from "@/lib/imaging/header-values";
import { imageKind } from "@/lib/imaging/image-kind";
import { expandMosaic } from "@/lib/imaging/mosaic";
import { pixelLayout } from "@/lib/imaging/pixel-layout";
import { classicBValue, classicGradientDirection } from "@/lib/imaging/vendor-elements";

export type { FrameDescription } from "@/lib/imaging/frame-description";

/**
 * The pictures of one instance, from its header: one for a classic image, one per frame of an enhanced
 * multi-frame object (PS3.3 C.7.6.16), one per tile of a Siemens mosaic or a UIH grid, padding left out.
 * Empty where the object has no pixel data. Throws AppError invalid-input where the header says no picture
 * that can be read, too-large beyond `pixelLayout`'s limits.
 * @param ref the caller's name of the instance, copied into each description
 */
export function describeInstance(file: DicomFile, ref: string): FrameDescription[] {
  const { dataset } = file;
  if (!dataset.has(TAG.PixelData)) return [];
  if (dataset.items(TAG.PerFrameFunctionalGroupsSequence).length > 0) return describeEnhanced(dataset, ref);
  const frame = describeClassic(dataset, ref);
  return expandMosaic(dataset, frame) ?? classicFrames(dataset, frame);
}

function classicFrames(dataset: Dataset, frame: FrameDescription): FrameDescription[] {
  const count = pixelLayout(dataset).frames;
  if (count === 1) return [frame];
  // A multi-frame object without functional groups says nothing about where each frame lies.
  return Array.from({ length: count }, (_, frameIndex) => ({ ...frame, frameIndex, positionMm: null }));
}

function describeClassic(dataset: Dataset, ref: string): FrameDescription {
  const layout = pixelLayout(dataset);
  const imageType = dataset.texts(TAG.ImageType);
  const orientation = dataset.numbers(TAG.ImageOrientationPatient);
  const [rowSpacing, columnSpacing] = dataset.numbers(TAG.PixelSpacing);
  const rowDirection = vector3(orientation);
  const columnDirection = vector3(orientation, 3);
  return {
    ref,
    frameIndex: 0,
    tile: null,
    columns: layout.columns,
    rows: layout.rows,
    samplesPerPixel: layout.samplesPerPixel,
    sampleType: layout.sampleType,
    bitsStored: layout.bitsStored,
    positionMm: vector3(dataset.numbers(TAG.ImagePositionPatient)),
    rowDirection: rowDirection && unit(rowDirection),
    columnDirection: columnDirection && unit(columnDirection),
    pixelSpacingMm: [positive(columnSpacing) ?? positive(rowSpacing) ?? 1, positive(rowSpacing) ?? 1],
    sliceThicknessMm: positive(dataset.number(TAG.SliceThickness)),
    spacingBetweenSlicesMm: positive(dataset.number(TAG.SpacingBetweenSlices)),
    frameOfReferenceUid: dataset.uid(TAG.FrameOfReferenceUID) ?? null,
    rescale: {
      slope: dataset.number(TAG.RescaleSlope) || 1,
      intercept: dataset.number(TAG.RescaleIntercept) ?? 0,
      unit: dataset.text(TAG.RescaleType) ?? null,
    },
    imageType,
    ...imageKind(
      dataset,
      imageType,
      dataset.text(TAG.ComplexImageComponent),
      layout.samplesPerPixel,
      dataset.text(TAG.RescaleType) ?? null,
    ),
    repetitionTimeMs: positive(dataset.number(TAG.RepetitionTime)),
    echoTimeMs: positive(dataset.number(TAG.EchoTime)),
    inversionTimeMs: positive(dataset.number(TAG.InversionTime)),
    bValue: classicBValue(dataset, TAG.DiffusionBValue),
    gradientDirection: classicGradientDirection(dataset),
    temporalPosition: dataset.number(TAG.TemporalPositionIdentifier) ?? null,
    acquisitionNumber: dataset.number(TAG.AcquisitionNumber) ?? null,
    acquisitionTimeS:
      secondsOf(dataset.text(TAG.AcquisitionDateTime)) ?? timeOfDayS(dataset.text(TAG.AcquisitionTime)),
    instanceNumber: dataset.number(TAG.InstanceNumber) ?? null,
  };
}

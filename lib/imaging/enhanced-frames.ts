import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { positive, secondsOf } from "@/lib/imaging/header-values";
import { unit, vector3, type Vector3 } from "@/lib/imaging/geometry";
import { imageKind } from "@/lib/imaging/image-kind";
import { pixelLayout } from "@/lib/imaging/pixel-layout";
import { AppError } from "@/lib/platform/errors";

/**
 * The functional groups that hold for frame `index` of an enhanced object: a lookup by the group's sequence,
 * the frame's own item before the shared one (PS3.3 C.7.6.16.1).
 */
export function functionalGroups(
  dataset: Dataset,
  index: number,
): (sequenceTag: number) => Dataset | undefined {
  const own = dataset.items(TAG.PerFrameFunctionalGroupsSequence)[index];
  const shared = dataset.items(TAG.SharedFunctionalGroupsSequence)[0];
  return (sequenceTag) => own?.items(sequenceTag)[0] ?? shared?.items(sequenceTag)[0];
}

/** Descriptions of all frames of an enhanced multi-frame object. */
export function describeEnhanced(dataset: Dataset, ref: string): FrameDescription[] {
  const layout = pixelLayout(dataset);
  const perFrame = dataset.items(TAG.PerFrameFunctionalGroupsSequence).length;
  if (perFrame < layout.frames)
    throw new AppError("invalid-input", "fewer functional group items than frames", {
      attribute: "PerFrameFunctionalGroupsSequence",
    });
  return Array.from({ length: layout.frames }, (_, frameIndex) => {
    const group = functionalGroups(dataset, frameIndex);
    const measures = group(TAG.PixelMeasuresSequence);
    const orientation = group(TAG.PlaneOrientationSequence)?.numbers(TAG.ImageOrientationPatient) ?? [];
    const content = group(TAG.FrameContentSequence);
    const frameType = group(TAG.MRImageFrameTypeSequence);
    const transformation = group(TAG.PixelValueTransformationSequence);
    const [rowSpacing, columnSpacing] = measures?.numbers(TAG.PixelSpacing) ?? [];
    const rowDirection = vector3(orientation);
    const columnDirection = vector3(orientation, 3);
    const ownType = frameType?.texts(TAG.FrameType) ?? [];
    const imageType = ownType.length > 0 ? ownType : dataset.texts(TAG.ImageType);
    const complexComponent =
      frameType?.text(TAG.ComplexImageComponent) ?? dataset.text(TAG.ComplexImageComponent);
    return {
      ref,
      frameIndex,
      tile: null,
      columns: layout.columns,
      rows: layout.rows,
      samplesPerPixel: layout.samplesPerPixel,
      sampleType: layout.sampleType,
      bitsStored: layout.bitsStored,
      positionMm: vector3(group(TAG.PlanePositionSequence)?.numbers(TAG.ImagePositionPatient) ?? []),
      rowDirection: rowDirection && unit(rowDirection),
      columnDirection: columnDirection && unit(columnDirection),
      pixelSpacingMm: [positive(columnSpacing) ?? positive(rowSpacing) ?? 1, positive(rowSpacing) ?? 1],
      sliceThicknessMm: positive(measures?.number(TAG.SliceThickness)),
      spacingBetweenSlicesMm: positive(
        measures?.number(TAG.SpacingBetweenSlices) ?? dataset.number(TAG.SpacingBetweenSlices),
      ),
      frameOfReferenceUid: dataset.uid(TAG.FrameOfReferenceUID) ?? null,
      rescale: {
        slope: transformation?.number(TAG.RescaleSlope) || 1,
        intercept: transformation?.number(TAG.RescaleIntercept) ?? 0,
        unit: transformation?.text(TAG.RescaleType) ?? null,
      },
      imageType,
      ...imageKind(
        dataset,
        imageType,
        complexComponent,
        layout.samplesPerPixel,
        transformation?.text(TAG.RescaleType) ?? null,
      ),
      repetitionTimeMs: positive(
        group(TAG.MRTimingAndRelatedParametersSequence)?.number(TAG.RepetitionTime) ??
          dataset.number(TAG.RepetitionTime),
      ),
      echoTimeMs: positive(
        group(TAG.MREchoSequence)?.number(TAG.EffectiveEchoTime) ?? dataset.number(TAG.EchoTime),
      ),
      inversionTimeMs: positive(group(TAG.MRModifierSequence)?.numbers(TAG.InversionTimes)[0]),
      bValue:
        group(TAG.MRDiffusionSequence)?.number(TAG.DiffusionBValue) ??
        dataset.number(TAG.DiffusionBValue) ??
        null,
      gradientDirection: enhancedGradientDirection(group(TAG.MRDiffusionSequence)),
      temporalPosition: content?.number(TAG.TemporalPositionIndex) ?? null,
      acquisitionNumber:
        content?.number(TAG.FrameAcquisitionNumber) ?? dataset.number(TAG.AcquisitionNumber) ?? null,
      acquisitionTimeS: secondsOf(
        content?.text(TAG.FrameReferenceDateTime) ?? content?.text(TAG.FrameAcquisitionDateTime),
      ),
      instanceNumber: dataset.number(TAG.InstanceNumber) ?? null,
    };
  });
}

function enhancedGradientDirection(diffusion: Dataset | undefined): Vector3 | null {
  const item = diffusion?.items(TAG.DiffusionGradientDirectionSequence)[0];
  const vector = vector3(item?.numbers(TAG.DiffusionGradientOrientation) ?? []);
  return vector && unit(vector);
}

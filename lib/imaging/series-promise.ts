import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import type { SeriesPromise } from "@/lib/imaging/completeness";
import { positive } from "@/lib/imaging/header-values";

/** What one instance's header promises about its whole series. */
export function seriesPromise({ dataset }: DicomFile): SeriesPromise {
  return {
    temporalPositions: positive(dataset.number(TAG.NumberOfTemporalPositions)),
    imagesInAcquisition: positive(dataset.number(TAG.ImagesInAcquisition)),
  };
}

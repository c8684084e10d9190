import { TAG, type Tag } from "@/lib/dicom/tags";

/** Arrays of numbers that pass as they are; what numbers they are nobody can judge. */
export const BULK_NUMBERS: ReadonlySet<Tag> = new Set([
  TAG.RedPaletteColorLookupTableData,
  TAG.GreenPaletteColorLookupTableData,
  TAG.BluePaletteColorLookupTableData,
  TAG.AlphaPaletteColorLookupTableData,
  TAG.LUTData,
  TAG.SpectroscopyData,
  TAG.FirstOrderPhaseCorrectionAngle,
]);

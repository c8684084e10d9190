import { z } from "zod";

/** What a given NIfTI volume is said to show: its map, if it is one, and the unit of its values. Browser-safe. */
interface NiftiMeaning {
  /** As in `Volume.map`; null for an image. SEG is DICOM's own word for a segmentation. */
  map: string | null;
  unit: string | null;
}

/** Closed: units are chosen, never read from a file. Codes are stable: they are kept in `GivenNifti.content`. */
export const NIFTI_CONTENTS = {
  image: { map: null, unit: null },
  segmentation: { map: "SEG", unit: null },
  "adc-um2": { map: "ADC", unit: "10⁻⁶ mm²/s" },
  "adc-mm2": { map: "ADC", unit: "mm²/s" },
  "md-um2": { map: "MD", unit: "10⁻⁶ mm²/s" },
  "md-mm2": { map: "MD", unit: "mm²/s" },
  fa: { map: "FA", unit: null },
  cbf: { map: "CBF", unit: "mL/100 g/min" },
  cbv: { map: "CBV", unit: "mL/100 g" },
  mtt: { map: "MTT", unit: "s" },
  ttp: { map: "TTP", unit: "s" },
  tmax: { map: "TMax", unit: "s" },
  "t1-ms": { map: "T1", unit: "ms" },
  "t2-ms": { map: "T2", unit: "ms" },
  "t2star-ms": { map: "T2star", unit: "ms" },
  r1: { map: "R1", unit: "s⁻¹" },
  r2: { map: "R2", unit: "s⁻¹" },
  r2star: { map: "R2star", unit: "s⁻¹" },
  b0: { map: "B0Hz", unit: "Hz" },
  qsm: { map: "QSM", unit: "ppm" },
} as const satisfies Record<string, NiftiMeaning>;

export type NiftiContent = keyof typeof NIFTI_CONTENTS;
export const NIFTI_CONTENT_CODES = Object.keys(NIFTI_CONTENTS) as [NiftiContent, ...NiftiContent[]];
export const niftiContentSchema = z.enum(NIFTI_CONTENT_CODES);

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { DicomParseError, parseDicom, type DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";

/** Folders of the shared data whose image objects have to pass de-identification, by case. */
export const READABLE_CASES: readonly string[] = [
  "g01_siemens_prisma_xa30_enhanced",
  "g02_siemens_prisma_two_exams",
  "g03_nih_ge_and_siemens_fmri",
  "g04_ge_hdxt_t1_irspgr_fruit",
  "g05_ge_architect_b0map_invivo",
  "g06_philips_elition_classic",
  "g07_uih_umr770",
  "g08_canon_galan_dti",
  "g09_siemens_terrax_7t_enhanced",
  "g12_nema_multiframe_brain_tumour",
  "g13_transfer_syntaxes",
  "g14_deid_phi/residual_name",
  "g15_broken_odd",
  "g17_siemens_prisma_mosaic_sagittal",
];

const MR_CLASSES: ReadonlySet<string> = new Set([
  "1.2.840.10008.5.1.4.1.1.4",
  "1.2.840.10008.5.1.4.1.1.4.1",
  "1.2.840.10008.5.1.4.1.1.4.3",
]);

/** Every file below a folder, sorted. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** A parsed file, null where it is no DICOM or broken. */
export function tryParse(path: string): DicomFile | null {
  try {
    return parseDicom(readFileSync(path));
  } catch (error) {
    if (error instanceof DicomParseError) return null;
    throw error;
  }
}

/** MR images (classic, enhanced, enhanced colour) of one case. */
export function mrImagesOf(folder: string): { path: string; file: DicomFile }[] {
  return filesBelow(folder).flatMap((path) => {
    const file = tryParse(path);
    if (!file?.dataset.has(TAG.PixelData)) return [];
    return MR_CLASSES.has(file.dataset.uid(TAG.SOPClassUID) ?? "") ? [{ path, file }] : [];
  });
}

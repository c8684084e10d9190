import type { FileFate, QuarantineReason, RefusalReason } from "../rules/reasons";

/**
 * The fate of every given file, written by hand from MANIFEST.md and `dcmdump` before the code was run on them.
 * `path` is a file, or a folder with all that lies below it unless a longer path says otherwise; `name` narrows to
 * base names.
 */
export interface ExpectedFate {
  path: string;
  name?: RegExp;
  files: number;
  fate: FileFate["fate"];
  reason: QuarantineReason | RefusalReason | "none";
}

const G01 = "g01_siemens_prisma_xa30_enhanced";
const G03 = "g03_nih_ge_and_siemens_fmri";
const G06 = "g06_philips_elition_classic";
const G09 = "g09_siemens_terrax_7t_enhanced";
const G14 = "g14_deid_phi";
const PYDICOM = "g15_broken_odd/pydicom";

const stored = (path: string, files: number): ExpectedFate => ({
  path,
  files,
  fate: "stored",
  reason: "none",
});
const same = (path: string): ExpectedFate => ({ path, files: 1, fate: "duplicate", reason: "none" });
const held = (path: string, reason: QuarantineReason, files = 1): ExpectedFate => ({
  path,
  files,
  fate: "quarantined",
  reason,
});
const refused = (path: string, files: number, name?: RegExp): ExpectedFate => ({
  path,
  ...(name && { name }),
  files,
  fate: "refused",
  reason: "not-dicom",
});

const nifti = (path: string, files: number): ExpectedFate => ({
  path,
  name: /\.nii\.gz$/,
  files,
  fate: "refused",
  reason: "nifti-elsewhere",
});

export const EXPECTED_FATES: readonly ExpectedFate[] = [
  refused("MANIFEST.md", 1),
  refused("LICENSES", 16),
  // 33 enhanced MR objects (one of them Enhanced MR Color) and the scanner's protocol report, an SR.
  stored(G01, 33),
  held(`${G01}/99_Phoenix_Document`, "structured-report"),
  stored("g02_siemens_prisma_two_exams", 78),
  stored(G03, 154),
  refused(G03, 3, /\.txt$/),
  stored("g04_ge_hdxt_t1_irspgr_fruit", 196),
  stored("g05_ge_architect_b0map_invivo", 32),
  stored(G06, 639),
  held(`${G06}/raw_data_storage`, "raw-data"),
  stored("g07_uih_umr770", 41),
  stored("g08_canon_galan_dti", 520),
  stored(G09, 16),
  held(`${G09}/phoenix`, "structured-report"),
  // A segmentation of a head whose images are not among the given files: its sources wait.
  stored("g10_seg_glioma", 1),
  nifti("g11_nifti_ms_patient07", 7),
  refused("g11_nifti_ms_patient07", 1),
  stored("g12_nema_multiframe_brain_tumour", 3),
  // Nine SOP Instance UIDs: the same picture nine times, and nine instances by the standard.
  stored("g13_transfer_syntaxes", 9),
  held(`${G14}/dicom-cookies`, "secondary-capture", 3),
  held(`${G14}/humans`, "secondary-capture"),
  stored(`${G14}/residual_name`, 1),
  held(`${G14}/ultrasound_burned_in`, "ultrasound"),
  // An MR object without Rows and without PixelData.
  held("g15_broken_odd/orthanc/DummyCTInvalidRows.dcm", "missing-pixel-data"),
  // RT Ion Plan Storage without file meta information, big and little endian.
  held(`${PYDICOM}/ExplVR_BigEndNoMeta.dcm`, "radiotherapy"),
  held(`${PYDICOM}/ExplVR_LitEndNoMeta.dcm`, "radiotherapy"),
  stored(`${PYDICOM}/MR_small.dcm`, 1),
  // The same SOP Instance UID and pixels in other transfer syntaxes, with padding, and gzipped.
  same(`${PYDICOM}/MR_small_RLE.dcm`),
  same(`${PYDICOM}/MR_small_bigendian.dcm`),
  same(`${PYDICOM}/MR_small_implicit.dcm`),
  same(`${PYDICOM}/MR_small_jp2klossless.dcm`),
  same(`${PYDICOM}/MR_small_jpeg_ls_lossless.dcm`),
  same(`${PYDICOM}/MR_small_padded.dcm`),
  same(`${PYDICOM}/zipMR.gz`),
  // PixelData says 8192 bytes, fewer follow.
  held(`${PYDICOM}/MR_truncated.dcm`, "truncated"),
  held(`${PYDICOM}/rtplan_truncated.dcm`, "truncated"),
  held(`${PYDICOM}/UN_sequence.dcm`, "missing-identifiers"),
  held(`${PYDICOM}/badVR.dcm`, "radiotherapy"),
  held(`${PYDICOM}/empty_charset_LEI.dcm`, "missing-identifiers"),
  held(`${PYDICOM}/image_dfl.dcm`, "secondary-capture"),
  // A segmentation would be welcome; this one is of a liver.
  { path: `${PYDICOM}/liver_1frame.dcm`, files: 1, fate: "refused", reason: "not-of-the-head" },
  held(`${PYDICOM}/meta_missing_tsyntax.dcm`, "missing-identifiers"),
  held(`${PYDICOM}/nested_priv_SQ.dcm`, "missing-identifiers"),
  // One stray byte before the first element: dcmdump reads nothing of it.
  refused(`${PYDICOM}/no_meta.dcm`, 1),
  held(`${PYDICOM}/no_meta_group_length.dcm`, "missing-identifiers"),
  held(`${PYDICOM}/priv_SQ.dcm`, "missing-identifiers"),
  held(`${PYDICOM}/reportsi.dcm`, "structured-report"),
  held(`${PYDICOM}/test-SR.dcm`, "structured-report"),
  refused("g16_metadata_tables", 260),
  stored("g17_siemens_prisma_mosaic_sagittal", 10),
  nifti("g18_nifti_layer_fmri_submm", 6),
  nifti("g19_longitudinal_kirby21_s113", 2),
  refused("g19_longitudinal_kirby21_s113", 9),
];

/** The row that speaks for a file (path relative to the folder of given files, with "/"). */
export function expectedFateOf(relativePath: string): ExpectedFate | undefined {
  const name = relativePath.slice(relativePath.lastIndexOf("/") + 1);
  const rows = EXPECTED_FATES.filter(
    (row) =>
      (row.path === relativePath || relativePath.startsWith(`${row.path}/`)) &&
      (!row.name || row.name.test(name)),
  );
  return rows.sort(
    (a, b) => b.path.length - a.path.length || Number(Boolean(b.name)) - Number(Boolean(a.name)),
  )[0];
}

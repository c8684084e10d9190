import { z } from "zod";

/**
 * Why a file met its fate. Codes are stable: they are kept in `IngestOutcome.reason` and `Quarantine.reason`, and
 * worded in messages/<language>/ingest.json under `reason`.
 *
 * Refused = not an object we could ever catalogue, nothing of it is kept. Quarantined = a DICOM object that is held,
 * sealed, until somebody decides.
 */
export const REFUSAL_REASONS = [
  "not-dicom",
  "dicomdir",
  "empty",
  "too-large",
  "unreadable",
  "not-a-plain-file",
  "archive-broken",
  "archive-encrypted",
  "archive-too-deep",
  "archive-bomb",
  "archive-too-large",
  "unidentified",
  "other-study",
  "not-as-commanded",
  "not-of-the-head",
  "opposed",
  /** NIfTI where DICOM is given: it belongs on the page of a series. */
  "nifti-elsewhere",
  "nifti-not-nifti",
  "nifti-two-files",
  "nifti-truncated",
  "nifti-datatype",
  "nifti-dimensions",
  "nifti-flat",
  "nifti-no-geometry",
  "nifti-sheared",
  "nifti-values",
  "nifti-not-gzip",
  "nifti-grid-differs",
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const QUARANTINE_REASONS = [
  "truncated",
  "lying-length",
  "malformed",
  "missing-identifiers",
  "unsupported-transfer-syntax",
  "missing-pixel-data",
  "missing-content",
  "undecodable-pixels",
  "burned-in-annotation",
  "secondary-capture",
  "structured-report",
  "segmentation",
  "raw-data",
  "radiotherapy",
  "ultrasound",
  "other-modality",
  "kind-not-catalogued",
  "unknown-scanner",
  "conflicting-content",
  "conflicting-identity",
  "not-de-identifiable",
  "unknown-private-creator",
  "inspection-timeout",
  "inspection-crashed",
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

export const FATES = ["stored", "duplicate", "quarantined", "refused"] as const;

/** Reason of a plain success. */
export const NO_REASON = "none";

/** What happened to one file. `attributes` are DICOM keywords that decided, never values. */
export const fileFateSchema = z.discriminatedUnion("fate", [
  z.object({ fate: z.literal("stored"), reason: z.literal(NO_REASON) }),
  z.object({ fate: z.literal("duplicate"), reason: z.literal(NO_REASON) }),
  z.object({ fate: z.literal("refused"), reason: z.enum(REFUSAL_REASONS) }),
  z.object({
    fate: z.literal("quarantined"),
    reason: z.enum(QUARANTINE_REASONS),
    attributes: z.array(z.string()),
  }),
]);
export type FileFate = z.infer<typeof fileFateSchema>;

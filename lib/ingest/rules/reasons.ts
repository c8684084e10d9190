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
] as const;
export type RefusalReason = (typeof REFUSAL_REASONS)[number];

export const QUARANTINE_REASONS = [
  "truncated",
  "lying-length",
  "malformed",
  "missing-identifiers",
  "unsupported-transfer-syntax",
  "missing-pixel-data",
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
  "inspection-timeout",
  "inspection-crashed",
] as const;
export type QuarantineReason = (typeof QUARANTINE_REASONS)[number];

/** Reason of a plain success. */
export const NO_REASON = "none";

/** What happened to one file. `attributes` are DICOM keywords that decided, never values. */
export type FileFate =
  | { fate: "stored" | "duplicate"; reason: typeof NO_REASON }
  | { fate: "refused"; reason: RefusalReason }
  | { fate: "quarantined"; reason: QuarantineReason; attributes: string[] };

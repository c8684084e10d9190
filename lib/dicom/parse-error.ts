/** Why a file could not be read as DICOM. */
export type DicomParseReason =
  | "not-dicom"
  | "truncated"
  | "lying-length"
  | "malformed"
  | "too-deep"
  | "too-many-elements"
  | "too-large"
  | "unsupported-transfer-syntax";

/** The only error the parser throws. Its message names offsets and tags, never values. */
export class DicomParseError extends Error {
  override readonly name = "DicomParseError";

  constructor(
    readonly reason: DicomParseReason,
    detail?: string,
  ) {
    super(detail === undefined ? reason : `${reason}: ${detail}`);
  }
}

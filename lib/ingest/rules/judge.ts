import type { DicomFile, DicomParseReason } from "@/lib/dicom/parse";
import { type Keyword, TAG } from "@/lib/dicom/tags";
import { bodyRegionOf } from "./body-part";
import type { QuarantineReason, RefusalReason } from "./reasons";
import { fateOfSopClass, MEDIA_STORAGE_DIRECTORY } from "./sop-classes";

/** What the header alone says about a file's fate; `usable` still has to decode and be de-identified. */
export type Judgement =
  | { kind: "usable" }
  | { kind: "refused"; reason: RefusalReason }
  | { kind: "held"; reason: QuarantineReason; attributes: string[] };

const held = (reason: QuarantineReason, ...attributes: Keyword[]) =>
  ({ kind: "held", reason, attributes }) as const;

const IDENTIFIERS = ["SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"] as const;

/** Decides by attributes, in the order in which a reader would want the reason: identity, kind, pixels, text in them, what they are of. */
export function judge({ meta, dataset }: DicomFile): Judgement {
  const declared = dataset.uid(TAG.SOPClassUID) ?? meta.uid(TAG.MediaStorageSOPClassUID);
  if (declared === MEDIA_STORAGE_DIRECTORY || dataset.has(TAG.DirectoryRecordSequence))
    return { kind: "refused", reason: "dicomdir" };

  const missing = IDENTIFIERS.filter((keyword) => !dataset.uid(TAG[keyword]));
  if (missing.length > 0) return held("missing-identifiers", ...missing);

  const kind = fateOfSopClass(dataset.uid(TAG.SOPClassUID) ?? "");
  if (kind !== "stored") return held(kind, "SOPClassUID");

  const absent = (["Rows", "Columns", "PixelData"] as const).filter((keyword) => !dataset.has(TAG[keyword]));
  if (absent.length > 0) return held("missing-pixel-data", ...absent);

  if (dataset.text(TAG.BurnedInAnnotation)?.toUpperCase() === "YES")
    return held("burned-in-annotation", "BurnedInAnnotation");
  // A saved screen is the console's window, patient's name and all, under the MR class.
  if (dataset.texts(TAG.ImageType).some((value) => /SCREEN ?(?:SAVE|SHOT)/i.test(value)))
    return held("burned-in-annotation", "ImageType");
  // Last: what is held for another reason may tell less than the truth about what it is of.
  if (bodyRegionOf(dataset) === "other") return { kind: "refused", reason: "not-of-the-head" };
  return { kind: "usable" };
}

const PARSE_FATES: Readonly<Record<DicomParseReason, Exclude<Judgement, { kind: "usable" }>>> = {
  "not-dicom": { kind: "refused", reason: "not-dicom" },
  "too-large": { kind: "refused", reason: "too-large" },
  truncated: held("truncated"),
  "lying-length": held("lying-length"),
  malformed: held("malformed"),
  "too-deep": held("malformed"),
  "too-many-elements": held("malformed"),
  "unsupported-transfer-syntax": held("unsupported-transfer-syntax", "TransferSyntaxUID"),
};

/** The fate of a file that could not be parsed. */
export function judgeUnparsed(reason: DicomParseReason): Exclude<Judgement, { kind: "usable" }> {
  return PARSE_FATES[reason];
}

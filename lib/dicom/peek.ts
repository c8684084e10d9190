import { Dataset } from "./dataset";
import { ElementReader } from "./element-reader";
import { findEncoding, findStart, readMeta } from "./parse";
import { DicomParseError } from "./parse-error";
import { DEFAULT_LIMITS } from "./parse-limits";
import { isReadable, TRANSFER_SYNTAX } from "./transfer-syntax";
import { TAG } from "./tags";

/** The identity of an object as its first bytes tell it; UIDs as they stand there, undefined where they do not. */
export interface PeekedIdentity {
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
  studyInstanceUid: string | undefined;
}

/**
 * Reads the identity out of the first bytes of a file. Elements up to StudyInstanceUID stand before anything large in
 * every image (tags ascend, PS3.5 7.1); what is not within `head` is not told. Pure.
 * @returns null when this is no DICOM file (PS3.10)
 */
export function peekIdentity(head: Uint8Array): PeekedIdentity | null {
  const meta = new Dataset();
  const dataset = new Dataset();
  try {
    const start = findStart(head, head.length);
    const metaEnd = readMeta(head, head.length, start, meta, DEFAULT_LIMITS);
    const declared = meta.uid(TAG.TransferSyntaxUID);
    // Deflated or of an unknown syntax: the meta information alone can be read.
    const isPlain =
      declared === undefined ||
      (isReadable(declared) && declared !== TRANSFER_SYNTAX.deflatedExplicitLittleEndian);
    if (isPlain) {
      const encoding = findEncoding(head, metaEnd, head.length, declared, metaEnd > start);
      const isWanted = (tag: number) => tag <= TAG.StudyInstanceUID;
      new ElementReader(head, DEFAULT_LIMITS).readDataset(
        dataset,
        metaEnd,
        head.length,
        encoding,
        0,
        isWanted,
      );
    }
  } catch (error) {
    if (!(error instanceof DicomParseError)) throw error;
    if (error.reason === "not-dicom") return null;
    // Cut off, or broken further on: what was read before stays.
  }
  return {
    sopClassUid: dataset.uid(TAG.SOPClassUID) ?? meta.uid(TAG.MediaStorageSOPClassUID),
    sopInstanceUid: dataset.uid(TAG.SOPInstanceUID) ?? meta.uid(TAG.MediaStorageSOPInstanceUID),
    studyInstanceUid: dataset.uid(TAG.StudyInstanceUID),
  };
}

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

/** What the first bytes of a data set say by themselves, without the meta information before it. */
export interface PeekedDataset {
  sopClassUid: string | undefined;
  sopInstanceUid: string | undefined;
  /** Whether any element of its beginning could be read. */
  isReadable: boolean;
}

/**
 * Reads the identity out of the first bytes of a file. Elements up to StudyInstanceUID stand before anything large in
 * every image (tags ascend, PS3.5 7.1); what is not within `head` is not told. Pure.
 * @returns null when this is no DICOM file (PS3.10)
 */
export function peekIdentity(head: Uint8Array): PeekedIdentity | null {
  const read = readHead(head, TAG.StudyInstanceUID);
  if (read === null) return null;
  const { meta, dataset } = read;
  return {
    sopClassUid: dataset.uid(TAG.SOPClassUID) ?? meta.uid(TAG.MediaStorageSOPClassUID),
    sopInstanceUid: dataset.uid(TAG.SOPInstanceUID) ?? meta.uid(TAG.MediaStorageSOPInstanceUID),
    studyInstanceUid: dataset.uid(TAG.StudyInstanceUID),
  };
}

/**
 * Reads what the data set of a file says it is, out of the first bytes of the file. Pure.
 * @returns null for a deflated one, of which the first bytes tell nothing
 */
export function peekDataset(head: Uint8Array): PeekedDataset | null {
  const read = readHead(head, TAG.SOPInstanceUID);
  if (read && !read.isPlain) return null;
  return {
    sopClassUid: read?.dataset.uid(TAG.SOPClassUID),
    sopInstanceUid: read?.dataset.uid(TAG.SOPInstanceUID),
    // Group 0008 is what every data set begins with (PS3.5 7.1, PS3.6 6).
    isReadable: read !== null && [...read.dataset.elements.keys()].some((tag) => tag >>> 16 === 0x0008),
  };
}

/** Meta information and elements up to `last`, as far as they can be read; null when this is no DICOM file. */
function readHead(
  head: Uint8Array,
  last: number,
): { meta: Dataset; dataset: Dataset; isPlain: boolean } | null {
  const meta = new Dataset();
  const dataset = new Dataset();
  let isPlain = true;
  try {
    const start = findStart(head, head.length);
    const metaEnd = readMeta(head, head.length, start, meta, DEFAULT_LIMITS);
    const declared = meta.uid(TAG.TransferSyntaxUID);
    // Deflated or of an unknown syntax: the meta information alone can be read.
    isPlain =
      declared === undefined ||
      (isReadable(declared) && declared !== TRANSFER_SYNTAX.deflatedExplicitLittleEndian);
    if (isPlain) {
      const encoding = findEncoding(head, metaEnd, head.length, declared, metaEnd > start);
      const isWanted = (tag: number) => tag <= last;
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
  return { meta, dataset, isPlain };
}

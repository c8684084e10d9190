import { Dataset } from "@/lib/dicom/dataset";
import { writeDicom } from "@/lib/dicom/write";
import { TAG } from "@/lib/dicom/tags";
import { isEncapsulated, TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";

/** Preamble, prefix and file meta information for a data set that follows as it was sent. */
export function part10Header(
  sopClassUid: string,
  sopInstanceUid: string,
  transferSyntaxUid: string,
): Uint8Array {
  const meta = new Dataset();
  meta.set(TAG.MediaStorageSOPClassUID, "UI", sopClassUid);
  meta.set(TAG.MediaStorageSOPInstanceUID, "UI", sopInstanceUid);
  if (isEncapsulated(transferSyntaxUid) || transferSyntaxUid === TRANSFER_SYNTAX.explicitLittleEndian)
    return writeDicom({ transferSyntaxUid, meta, dataset: new Dataset() });
  // The writer writes little endian only and would say so; the data set is in the peer's own syntax.
  const explicit = TRANSFER_SYNTAX.explicitLittleEndian;
  const bytes = writeDicom({ transferSyntaxUid: explicit, meta, dataset: new Dataset() });
  return withTransferSyntax(bytes, transferSyntaxUid);
}

/** Rewrites (0002,0010) and the group's length in a header that the writer made. */
function withTransferSyntax(header: Uint8Array, uid: string): Uint8Array {
  const bytes = Buffer.from(header);
  const at = bytes.indexOf(Buffer.from([0x02, 0x00, 0x10, 0x00, 0x55, 0x49]));
  const oldLength = bytes.readUInt16LE(at + 6);
  const value = Buffer.from(uid.length % 2 === 1 ? `${uid}\0` : uid, "latin1");
  const head = Buffer.from(bytes.subarray(0, at + 8));
  head.writeUInt16LE(value.length, at + 6);
  // The group length is the first element after the prefix.
  const groupLengthAt = 128 + 4 + 8;
  head.writeUInt32LE(head.readUInt32LE(groupLengthAt) + value.length - oldLength, groupLengthAt);
  return Buffer.concat([head, value, bytes.subarray(at + 8 + oldLength)]);
}

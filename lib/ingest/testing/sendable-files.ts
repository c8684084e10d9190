import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseDicom } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { filesBelow } from "@/lib/dicom/testing/files-below";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { isStorageClass } from "../doors/dimse/negotiate";

/** storescu proposes compressed transfer syntaxes one family at a time. */
const PROPOSAL: Readonly<Record<string, string>> = {
  [TRANSFER_SYNTAX.implicitLittleEndian]: "-xi",
  [TRANSFER_SYNTAX.explicitBigEndian]: "-xb",
  [TRANSFER_SYNTAX.deflatedExplicitLittleEndian]: "-xd",
  [TRANSFER_SYNTAX.jpegBaseline]: "-xy",
  [TRANSFER_SYNTAX.jpegExtended]: "-xx",
  [TRANSFER_SYNTAX.jpegLosslessSv1]: "-xs",
  [TRANSFER_SYNTAX.jpegLsLossless]: "-xt",
  [TRANSFER_SYNTAX.jpegLsNearLossless]: "-xu",
  [TRANSFER_SYNTAX.jpeg2000Lossless]: "-xv",
  [TRANSFER_SYNTAX.jpeg2000]: "-xw",
  [TRANSFER_SYNTAX.rleLossless]: "-xr",
  [TRANSFER_SYNTAX.explicitLittleEndian]: "-xe",
};

/** A given file that can be sent over the network. */
export interface SendableFile {
  path: string;
  sopInstanceUid: string;
  /** storescu's option that proposes its transfer syntax; null where it has none. */
  option: string | null;
}

/** Given objects of the kinds that the receiver takes. */
export function sendableFiles(data: string, cases: readonly string[]): SendableFile[] {
  return cases.flatMap((name) =>
    filesBelow(join(data, name)).flatMap((path) => {
      let file: ReturnType<typeof parseDicom>;
      try {
        file = parseDicom(new Uint8Array(readFileSync(path)));
      } catch {
        return [];
      }
      // A file without meta information is none to storescu, which reads files (PS3.10).
      if (!file.meta.uid(TAG.TransferSyntaxUID)) return [];
      if (!isStorageClass(file.dataset.uid(TAG.SOPClassUID) ?? "")) return [];
      const sopInstanceUid = file.dataset.uid(TAG.SOPInstanceUID) ?? "";
      return [{ path, sopInstanceUid, option: PROPOSAL[file.transferSyntaxUid] ?? null }];
    }),
  );
}

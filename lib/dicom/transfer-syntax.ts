/** Transfer syntaxes by name (PS3.6 A-1). */
export const TRANSFER_SYNTAX = {
  implicitLittleEndian: "1.2.840.10008.1.2",
  explicitLittleEndian: "1.2.840.10008.1.2.1",
  deflatedExplicitLittleEndian: "1.2.840.10008.1.2.1.99",
  explicitBigEndian: "1.2.840.10008.1.2.2",
  jpegBaseline: "1.2.840.10008.1.2.4.50",
  jpegExtended: "1.2.840.10008.1.2.4.51",
  jpegLossless: "1.2.840.10008.1.2.4.57",
  jpegLosslessSv1: "1.2.840.10008.1.2.4.70",
  jpegLsLossless: "1.2.840.10008.1.2.4.80",
  jpegLsNearLossless: "1.2.840.10008.1.2.4.81",
  jpeg2000Lossless: "1.2.840.10008.1.2.4.90",
  jpeg2000: "1.2.840.10008.1.2.4.91",
  htj2kLossless: "1.2.840.10008.1.2.4.201",
  htj2kLosslessRpcl: "1.2.840.10008.1.2.4.202",
  htj2k: "1.2.840.10008.1.2.4.203",
  rleLossless: "1.2.840.10008.1.2.5",
} as const;

const NATIVE: ReadonlySet<string> = new Set([
  TRANSFER_SYNTAX.implicitLittleEndian,
  TRANSFER_SYNTAX.explicitLittleEndian,
  TRANSFER_SYNTAX.deflatedExplicitLittleEndian,
  TRANSFER_SYNTAX.explicitBigEndian,
]);

const LOSSY: ReadonlySet<string> = new Set([
  TRANSFER_SYNTAX.jpegBaseline,
  TRANSFER_SYNTAX.jpegExtended,
  TRANSFER_SYNTAX.jpegLsNearLossless,
  TRANSFER_SYNTAX.jpeg2000,
  TRANSFER_SYNTAX.htj2k,
]);

/** JPIP: the pixels are elsewhere, behind a URL (PS3.5 A.6). */
const REFERENCED = /^1\.2\.840\.10008\.1\.2\.4\.(?:94|95|204|205)$/;

/** True when pixel data comes as compressed fragments (PS3.5 A.4). */
export function isEncapsulated(uid: string): boolean {
  return /^1\.2\.840\.10008\.1\.2\.(?:4\.\d+|5)$/.test(uid) && !REFERENCED.test(uid);
}

/** True when the parser can read a data set in this transfer syntax; its pixels may still need a codec. */
export function isReadable(uid: string): boolean {
  return NATIVE.has(uid) || isEncapsulated(uid);
}

/** True for compressions that may have changed pixel values. */
export function mayBeLossy(uid: string): boolean {
  return LOSSY.has(uid);
}

/** The transfer syntax we write for one that we read: encapsulated pixels stay as they are, the rest becomes explicit little endian. */
export function storedTransferSyntax(uid: string): string {
  return isEncapsulated(uid) ? uid : TRANSFER_SYNTAX.explicitLittleEndian;
}

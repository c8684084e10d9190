/** UID root of the DICOM standard itself: such UIDs name things of the standard, never of a patient. */
const STANDARD_ROOT = "1.2.840.10008.";

/** True for a UID as PS3.5 9.1 defines it: up to 64 characters, components without leading zeros. */
export function isValidUid(uid: string): boolean {
  return uid.length <= 64 && /^(?:0|[1-9]\d*)(?:\.(?:0|[1-9]\d*))+$/.test(uid);
}

/** True for UIDs of the standard: SOP classes, transfer syntaxes, well-known frames of reference. */
export function isStandardUid(uid: string): boolean {
  return uid.startsWith(STANDARD_ROOT) && isValidUid(uid);
}

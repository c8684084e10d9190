/** VRs with a 32-bit length after two reserved bytes in explicit encodings (PS3.5 7.1.2). */
const LONG_VRS: ReadonlySet<string> = new Set([
  "OB",
  "OD",
  "OF",
  "OL",
  "OV",
  "OW",
  "SQ",
  "SV",
  "UC",
  "UN",
  "UR",
  "UT",
  "UV",
]);

const SHORT_VRS: ReadonlySet<string> = new Set([
  "AE",
  "AS",
  "AT",
  "CS",
  "DA",
  "DS",
  "DT",
  "FD",
  "FL",
  "IS",
  "LO",
  "LT",
  "PN",
  "SH",
  "SL",
  "SS",
  "ST",
  "TM",
  "UI",
  "UL",
  "US",
]);

/** VRs whose characters are encoded by SpecificCharacterSet (PS3.5 6.1.2.2). */
const CHARACTER_SET_VRS: ReadonlySet<string> = new Set(["LO", "LT", "PN", "SH", "ST", "UC", "UT"]);

/** VRs that are one value whatever backslashes they contain (PS3.5 6.2). */
const SINGLE_VALUE_TEXT_VRS: ReadonlySet<string> = new Set(["LT", "ST", "UR", "UT"]);

const STRING_VRS: ReadonlySet<string> = new Set([
  ...CHARACTER_SET_VRS,
  "AE",
  "AS",
  "CS",
  "DA",
  "DS",
  "DT",
  "IS",
  "TM",
  "UI",
  "UR",
]);

const WORD_BYTES: Readonly<Record<string, 2 | 4 | 8>> = {
  AT: 2,
  OW: 2,
  SS: 2,
  US: 2,
  FL: 4,
  OF: 4,
  OL: 4,
  SL: 4,
  UL: 4,
  FD: 8,
  OD: 8,
  OV: 8,
  SV: 8,
  UV: 8,
};

export function isKnownVr(vr: string): boolean {
  return LONG_VRS.has(vr) || SHORT_VRS.has(vr);
}

export function hasLongLength(vr: string): boolean {
  return LONG_VRS.has(vr);
}

export function isStringVr(vr: string): boolean {
  return STRING_VRS.has(vr);
}

export function usesCharacterSet(vr: string): boolean {
  return CHARACTER_SET_VRS.has(vr);
}

export function isMultiValuedText(vr: string): boolean {
  return !SINGLE_VALUE_TEXT_VRS.has(vr);
}

/** Size in bytes of the words that byte order applies to; 1 for strings and byte streams. */
export function wordBytes(vr: string): 1 | 2 | 4 | 8 {
  return WORD_BYTES[vr] ?? 1;
}

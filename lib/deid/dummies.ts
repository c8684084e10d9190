import { Dataset, type DicomElement, makeElement } from "@/lib/dicom/dataset";
import { dictionaryVr, keywordOf, TAG, type Tag } from "@/lib/dicom/tags";

import { SRGB_PROFILE } from "./srgb-profile";

/** Stands for a text that may not be empty and may not stay. */
export const REMOVED_TEXT = "REMOVED";
/** Stands for a date: no exam was then, and no shifted date can be (offsets go ahead by a century or two). */
const DUMMY_DATE = "19000101";

const DUMMIES: Readonly<Record<string, string | number | Uint8Array>> = {
  AS: "000Y",
  DA: DUMMY_DATE,
  DT: `${DUMMY_DATE}000000`,
  TM: "000000",
  DS: "0",
  IS: "0",
  UR: `urn:${REMOVED_TEXT.toLowerCase()}`,
  FD: 0,
  FL: 0,
  SL: 0,
  SS: 0,
  UL: 0,
  US: 0,
  OB: new Uint8Array(2),
  OW: new Uint8Array(2),
  UN: new Uint8Array(2),
};

/** A code that says nothing (PS3.3 8.8). */
function dummyCode(): Dataset {
  const item = new Dataset();
  item.set(TAG.CodeValue, "SH", REMOVED_TEXT);
  item.set(TAG.CodingSchemeDesignator, "SH", "99ARIANE");
  item.set(TAG.CodeMeaning, "LO", REMOVED_TEXT);
  return item;
}

/** True for sequences whose items are codes and nothing else: replaced, they hold one code that says nothing. */
export function isCodeSequence(tag: Tag): boolean {
  return keywordOf(tag)?.endsWith("CodeSequence") ?? false;
}

/** A value of the attribute's VR that says nothing (action D of PS3.15 Table E.1-1a). */
export function dummyElement(tag: Tag): DicomElement {
  if (tag === TAG.ICCProfile) return { vr: "OB", bytes: SRGB_PROFILE };
  const vr = dictionaryVr(tag) ?? "UN";
  if (vr === "SQ") return { vr, items: [isCodeSequence(tag) ? dummyCode() : new Dataset()] };
  return makeElement(vr, DUMMIES[vr] ?? REMOVED_TEXT);
}

import { encodeText } from "@/lib/dicom/character-set";
import type { Dataset, DicomElement } from "@/lib/dicom/dataset";
import { TAG, type Tag } from "@/lib/dicom/tags";

import {
  checkDeviceName,
  checkTerm,
  cleanComments,
  cleanDeviceText,
  cleanProtocolText,
  type IdentityWords,
} from "./clean-text";
import { checkTime, shiftDate, shiftDateTime } from "./dates";
import type { RuleContext } from "./rule-context";
import { remapUid } from "./identity";
import type { StandardAction } from "./standard-action";

const BINARY_VRS: ReadonlySet<string> = new Set(["AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"]);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const MAX_NUMBER_CHARACTERS = 32;

/** Tables of numbers that come as bulk words. */
const BULK: ReadonlySet<Tag> = new Set([
  TAG.RedPaletteColorLookupTableData,
  TAG.GreenPaletteColorLookupTableData,
  TAG.BluePaletteColorLookupTableData,
  TAG.LUTData,
]);

/** Multi-valued code strings that vendors extend: an unknown word becomes OTHER so that positions hold. */
const OPEN_TERMS: ReadonlySet<Tag> = new Set([TAG.ImageType, TAG.FrameType, TAG.ScanOptions]);

const CODING_SCHEMES = /^(?:DCM|SCT|SRT|SNM3|99SDM|UCUM|RADLEX|NEU|FMA|99SMS_CTMR|99PMP|UMLS)$/;
const CODE_VALUE = /^(?:[A-Z]{1,2}-?[0-9A-F]{4,6}|\d{4,12}|\{?[a-zA-Z0-9%/*.[\]^-]{1,12}\}?)$/;

function textElement(
  vr: string,
  values: readonly string[],
  original: DicomElement,
  before: readonly string[],
): DicomElement | undefined {
  const same = values.length === before.length && values.every((value, index) => value === before[index]);
  if (same && original.bytes && isAscii(original.bytes)) return { vr, bytes: original.bytes };
  const joined = values.join("\\");
  return /^\\*$/.test(joined) && before.some((value) => value !== "")
    ? undefined
    : { vr, bytes: encodeText(joined) };
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
}

/** A numeric value as it is, when it is one; else undefined. */
export function keepNumber(tag: Tag, element: DicomElement, dataset: Dataset): DicomElement | undefined {
  if (!element.bytes) return undefined;
  if (BINARY_VRS.has(element.vr)) return element;
  if (element.vr !== "DS" && element.vr !== "IS") return undefined;
  const values = dataset.texts(tag);
  if (values.length === 0) return { vr: element.vr, bytes: new Uint8Array() };
  const valid = values.every(
    (value) => value === "" || (value.length <= MAX_NUMBER_CHARACTERS && NUMBER.test(value)),
  );
  return valid
    ? { vr: element.vr, bytes: isAscii(element.bytes) ? element.bytes : encodeText(values.join("\\")) }
    : undefined;
}

/** Code strings whose words are known; else undefined. */
export function keepTerms(
  tag: Tag,
  element: DicomElement,
  dataset: Dataset,
  identity: IdentityWords,
): DicomElement | undefined {
  const values = dataset.texts(tag);
  if (values.length === 0) return { vr: "CS", bytes: new Uint8Array() };
  const checked = values.map((value) => checkTerm(value, identity));
  if (OPEN_TERMS.has(tag))
    return textElement(
      "CS",
      checked.map((value) => value ?? "OTHER"),
      element,
      values,
    );
  const known = checked.filter((value) => value !== null);
  return known.length === checked.length ? textElement("CS", known, element, values) : undefined;
}

/** Text cut down by `clean`; undefined when nothing is left. */
export function keepText(
  tag: Tag,
  element: DicomElement,
  dataset: Dataset,
  clean: (text: string, identity: IdentityWords) => string,
  identity: IdentityWords,
): DicomElement | undefined {
  if (BINARY_VRS.has(element.vr)) return undefined;
  const values = dataset.texts(tag);
  return textElement(
    element.vr,
    values.map((value) => clean(value, identity)),
    element,
    values,
  );
}

function keepByVr(
  tag: Tag,
  element: DicomElement,
  dataset: Dataset,
  context: RuleContext,
): DicomElement | undefined {
  switch (element.vr) {
    case "CS":
      return keepTerms(tag, element, dataset, context.identity);
    case "TM": {
      const values = dataset.texts(tag).map(checkTime);
      const times = values.filter((value) => value !== null);
      return times.length === values.length ? { vr: "TM", bytes: encodeText(times.join("\\")) } : undefined;
    }
    case "SH":
    case "LO":
      return keepText(tag, element, dataset, cleanDeviceText, context.identity);
    case "OW":
      return BULK.has(tag) ? element : undefined;
    default:
      return keepNumber(tag, element, dataset);
  }
}

function shiftDates(
  tag: Tag,
  element: DicomElement,
  dataset: Dataset,
  context: RuleContext,
): DicomElement | undefined {
  const shift = element.vr === "DA" ? shiftDate : element.vr === "DT" ? shiftDateTime : undefined;
  if (!shift) return undefined;
  const values = dataset.texts(tag).map((value) => shift(value, context.dateOffsetDays));
  const dates = values.filter((value) => value !== null);
  return dates.length === values.length ? { vr: element.vr, bytes: encodeText(dates.join("\\")) } : undefined;
}

function remapUids(
  tag: Tag,
  element: DicomElement,
  dataset: Dataset,
  context: RuleContext,
): DicomElement | undefined {
  if (element.vr !== "UI") return undefined;
  const values = dataset.texts(tag).filter((uid) => uid !== "");
  const mapped = values.map((uid) => remapUid(context.uidKey, uid));
  return { vr: "UI", bytes: encodeText(mapped.join("\\")) };
}

/** Codes pass when their scheme is a known one and they look like a code. */
function keepCode(tag: Tag, element: DicomElement, dataset: Dataset): DicomElement | undefined {
  const value = dataset.text(tag) ?? "";
  const pattern = tag === TAG.CodingSchemeDesignator ? CODING_SCHEMES : CODE_VALUE;
  const scheme = dataset.text(TAG.CodingSchemeDesignator) ?? "";
  return pattern.test(value) && CODING_SCHEMES.test(scheme)
    ? { vr: element.vr, bytes: encodeText(value) }
    : undefined;
}

/** Applies the table's action to one standard element; undefined when nothing may pass. */
export function cleanStandard(
  tag: Tag,
  element: DicomElement,
  action: StandardAction,
  dataset: Dataset,
  context: RuleContext,
): DicomElement | undefined {
  switch (action) {
    case "keep":
      return keepByVr(tag, element, dataset, context);
    case "uid":
      return remapUids(tag, element, dataset, context);
    case "date":
      return shiftDates(tag, element, dataset, context);
    case "typed":
      return keepText(tag, element, dataset, cleanProtocolText, context.identity);
    case "device":
      return keepText(tag, element, dataset, cleanDeviceText, context.identity);
    case "name":
      return keepText(tag, element, dataset, checkDeviceName, context.identity);
    case "comments":
      return keepText(tag, element, dataset, cleanComments, context.identity);
    case "code":
      return keepCode(tag, element, dataset);
    case "descend":
      return undefined;
  }
}

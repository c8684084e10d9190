import { createHmac } from "node:crypto";

import { encodeText } from "@/lib/dicom/character-set";
import { Dataset, type DicomElement } from "@/lib/dicom/dataset";
import { dictionaryVr, TAG, type Tag } from "@/lib/dicom/tags";
import { isMultiValuedText, usesCharacterSet, wordBytes } from "@/lib/dicom/vr";

import {
  checkDeviceName,
  checkTerm,
  cleanComments,
  cleanDeviceText,
  cleanPlainText,
  cleanProtocolText,
  type IdentityWords,
} from "./clean-text";
import { codeValuePattern, CODING_SCHEMES } from "./coding-schemes";
import { checkTime, groupAge, shiftDate, shiftDateTime } from "./dates";
import { remapUid } from "./identity";
import { isKnownCreator } from "./private-creators";
import type { DeidAction } from "./report";
import type { RuleContext } from "./rule-context";
import type { Operation } from "./rules";
import { REGISTERED_UIDS, type TextRule } from "./text-rules";

/** A value that may pass, and what was done to it. */
export interface PassedValue {
  element: DicomElement;
  action: DeidAction;
}

/** VRs whose values are numbers (or tags) whatever the bytes. */
const BINARY_VRS: ReadonlySet<string> = new Set(["AT", "FD", "FL", "SL", "SS", "SV", "UL", "US", "UV"]);
const AMBIGUOUS_NUMBERS: ReadonlySet<string> = new Set(["xs", "lt", "ox"]);
const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d{1,3})?$/;
const MAX_NUMBER_CHARACTERS = 32;

/** Arrays of numbers that come as bulk data; every other bulk value is removed, for it could hide a text. */
const BULK: ReadonlyMap<Tag, string> = new Map([
  [TAG.RedPaletteColorLookupTableData, "OW"],
  [TAG.GreenPaletteColorLookupTableData, "OW"],
  [TAG.BluePaletteColorLookupTableData, "OW"],
  [TAG.AlphaPaletteColorLookupTableData, "OW"],
  [TAG.LUTData, "OW"],
  [TAG.SpectroscopyData, "OF"],
  [TAG.FirstOrderPhaseCorrectionAngle, "OF"],
]);

/** Multi-valued code strings that vendors extend: an unknown word becomes OTHER so that positions hold. */
const OPEN_TERMS: ReadonlySet<Tag> = new Set([TAG.ImageType, TAG.FrameType, TAG.ScanOptions]);

const SERIAL_HASH_CHARACTERS = 16;

type Cleaner = (text: string, identity: IdentityWords) => string;
const CLEANERS: Readonly<Record<Exclude<TextRule, "code">, Cleaner>> = {
  typed: cleanProtocolText,
  device: cleanDeviceText,
  name: checkDeviceName,
  comments: cleanComments,
  plain: cleanPlainText,
};

/** Printable ASCII, no line breaks: such bytes may pass as they are when their text does. */
function isAscii(bytes: Uint8Array): boolean {
  for (const byte of bytes) if (byte < 0x20 || byte >= 0x7f) return false;
  return true;
}

function isNumber(text: string): boolean {
  const value = text.trim();
  return value === "" || (value.length <= MAX_NUMBER_CHARACTERS && NUMBER.test(value));
}

function latin1(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1");
}

/** The rules for single values of one file; results of texts, UIDs and dates are remembered, for frames repeat them. */
export class ValueRules {
  private readonly remembered = new Map<string, Map<string, string | null>>();
  /** True once a value that passed has characters that need ISO_IR 192. */
  needsUnicode = false;

  constructor(private readonly context: RuleContext) {}

  /** Applies an operation to one element; undefined when nothing may pass. */
  apply(operation: Operation, tag: Tag, element: DicomElement, dataset: Dataset): PassedValue | undefined {
    if (!element.bytes) return undefined;
    switch (operation) {
      case "keep":
        return this.keep(tag, element, element.bytes, dataset);
      case "uid":
        return this.uids(element, element.bytes);
      case "date":
        return this.dates(element, element.bytes);
      case "age":
        return this.eachText("age", element, dataset, (text) => groupAge(text), "replaced");
      case "typed":
      case "device":
      case "name":
      case "comments":
      case "plain":
        return this.text(operation, tag, element, dataset);
      case "code":
        return this.code(tag, element, dataset);
      case "hash":
        return this.hashed(element, dataset);
      case "creator":
        return this.eachText(
          "creator",
          element,
          dataset,
          (text) => (isKnownCreator(text) ? text : null),
          "kept",
        );
      case "descend":
      case "pixels":
      case "none":
        return undefined;
    }
  }

  /** Numbers as they are when they are numbers. */
  number(element: DicomElement, bytes: Uint8Array): PassedValue | undefined {
    if (BINARY_VRS.has(element.vr))
      return bytes.length % wordBytes(element.vr) === 0 ? { element, action: "kept" } : undefined;
    if (element.vr !== "DS" && element.vr !== "IS") return undefined;
    const text = latin1(bytes).replace(/[\0 ]+$/, "");
    if (!text.split("\\").every(isNumber)) return undefined;
    return isAscii(bytes)
      ? { element, action: "kept" }
      : { element: { vr: element.vr, bytes: encodeText(text) }, action: "kept" };
  }

  /** Code strings whose words are defined terms. */
  terms(tag: Tag, element: DicomElement, dataset: Dataset): PassedValue | undefined {
    const { identity } = this.context;
    const isOpen = OPEN_TERMS.has(tag);
    return this.eachText(
      isOpen ? "open-term" : "term",
      element,
      dataset,
      (text) => checkTerm(text, identity) ?? (isOpen ? "OTHER" : null),
      "cleaned",
    );
  }

  /** Text cut down to a vocabulary; undefined when nothing is left of it. */
  text(
    rule: Exclude<TextRule, "code">,
    tag: Tag,
    element: DicomElement,
    dataset: Dataset,
  ): PassedValue | undefined {
    if (BINARY_VRS.has(element.vr) || BINARY_VRS.has(dictionaryVr(tag) ?? "")) return undefined;
    if (element.vr.startsWith("O") || element.vr === "UN") return undefined;
    const clean = CLEANERS[rule];
    const { identity } = this.context;
    return this.eachText(rule, element, dataset, (text) => clean(text, identity), "cleaned");
  }

  private keep(
    tag: Tag,
    element: DicomElement,
    bytes: Uint8Array,
    dataset: Dataset,
  ): PassedValue | undefined {
    switch (element.vr) {
      case "CS":
        return this.terms(tag, element, dataset);
      case "TM":
        return this.eachText("time", element, dataset, checkTime, "kept");
      case "SH":
      case "LO":
      case "ST":
      case "LT":
      case "UC":
      case "UT":
        return this.text("plain", tag, element, dataset);
      case "OF":
      case "OW":
        return BULK.get(tag) === element.vr ? { element, action: "kept" } : undefined;
      default: {
        // An attribute that is no binary number does not become one by its VR: its bytes could be a text.
        const vr = dictionaryVr(tag) ?? "";
        const isBinary = BINARY_VRS.has(vr) || AMBIGUOUS_NUMBERS.has(vr);
        return isBinary || !BINARY_VRS.has(element.vr) ? this.number(element, bytes) : undefined;
      }
    }
  }

  private uids(element: DicomElement, bytes: Uint8Array): PassedValue | undefined {
    if (element.vr !== "UI") return undefined;
    const text = latin1(bytes).replace(/[\0 ]+$/, "");
    if (text === "") return { element: { vr: "UI", bytes: new Uint8Array() }, action: "kept" };
    const mapped = this.remember("uid", text, () =>
      text
        .split("\\")
        .map((uid) => uid.trim())
        .filter((uid) => uid !== "")
        .map((uid) => (REGISTERED_UIDS.has(uid) ? uid : remapUid(this.context.uidKey, uid)))
        .join("\\"),
    );
    if (mapped === text) return { element, action: "kept" };
    return { element: { vr: "UI", bytes: encodeText(mapped ?? "") }, action: "remapped" };
  }

  private dates(element: DicomElement, bytes: Uint8Array): PassedValue | undefined {
    const shift = element.vr === "DA" ? shiftDate : element.vr === "DT" ? shiftDateTime : undefined;
    if (!shift) return undefined;
    const text = latin1(bytes).replace(/[\0 ]+$/, "");
    if (text === "") return { element: { vr: element.vr, bytes: new Uint8Array() }, action: "kept" };
    const shifted = this.remember(element.vr, text, () => {
      const values = text.split("\\").map((value) => shift(value, this.context.dateOffsetDays));
      return values.includes(null) ? null : values.join("\\");
    });
    return shifted === null
      ? undefined
      : { element: { vr: element.vr, bytes: encodeText(shifted) }, action: "shifted" };
  }

  /** Codes pass when their scheme is a known one and they look like its codes. */
  private code(tag: Tag, element: DicomElement, dataset: Dataset): PassedValue | undefined {
    const scheme = dataset.text(TAG.CodingSchemeDesignator) ?? "";
    const pattern = codeValuePattern(scheme);
    const check = (text: string): string | null => {
      if (text === "") return "";
      if (pattern === undefined) return null;
      if (tag === TAG.CodingSchemeDesignator) return CODING_SCHEMES.has(text) ? text : null;
      return pattern.test(text) ? text : null;
    };
    return this.eachText(`code ${tag} ${scheme}`, element, dataset, check, "kept");
  }

  private hashed(element: DicomElement, dataset: Dataset): PassedValue | undefined {
    if (BINARY_VRS.has(element.vr) || element.vr.startsWith("O")) return undefined;
    const hash = (text: string): string =>
      text === ""
        ? ""
        : createHmac("sha256", this.context.uidKey)
            .update(`serial\0${text}`, "utf8")
            .digest("hex")
            .slice(0, SERIAL_HASH_CHARACTERS)
            .toUpperCase();
    return this.eachText("hash", element, dataset, hash, "replaced");
  }

  /**
   * Applies `rule` to each value of a text; null for one value means that nothing passes, and so does nothing being left
   * of all of them. The original bytes pass where they are plain and no value changed.
   */
  private eachText(
    kind: string,
    element: DicomElement,
    dataset: Dataset,
    rule: (text: string) => string | null,
    changed: DeidAction,
  ): PassedValue | undefined {
    const { vr } = element;
    const bytes = element.bytes ?? new Uint8Array();
    const plain = isAscii(bytes);
    const before = (plain ? latin1(bytes) : textOf(element, bytes, dataset)).replace(/[\0 ]+$/, "");
    if (before === "") return { element: { vr, bytes: new Uint8Array() }, action: "kept" };
    const after = this.remember(kind, isMultiValuedText(vr) ? before : `\0${before}`, () => {
      const values = isMultiValuedText(vr) ? before.split("\\") : [before];
      const results = values.map((value) => rule(value.replace(/[\0 ]+$/, "").replace(/^ +/, "")));
      if (results.includes(null)) return null;
      const joined = results.join("\\");
      const isSame = results.every((result, index) => result === values[index]?.trim());
      if (isSame) return before;
      return /^[\\ ]*$/.test(joined) && !/^[\\ ]*$/.test(before) ? null : joined;
    });
    if (after === null) return undefined;
    if (after === before && plain) return { element, action: "kept" };
    const encoded = encodeText(after);
    if (encoded.length !== after.length) this.needsUnicode = true;
    return { element: { vr, bytes: encoded }, action: after === before ? "kept" : changed };
  }

  private remember(kind: string, text: string, make: () => string | null): string | null {
    let results = this.remembered.get(kind);
    if (!results) this.remembered.set(kind, (results = new Map()));
    let result = results.get(text);
    if (result === undefined) {
      result = make();
      results.set(text, result);
    }
    return result;
  }
}

/** The text of a value in the character set of its data set, one string whatever its multiplicity. */
function textOf(element: DicomElement, bytes: Uint8Array, dataset: Dataset): string {
  const single = new Dataset(usesCharacterSet(element.vr) ? dataset.characterSets : []);
  single.elements.set(TAG.TextValue, { vr: "UT", bytes });
  return single.texts(TAG.TextValue)[0] ?? "";
}

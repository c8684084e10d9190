import type { ByteSource } from "@/lib/platform/byte-source";
import { decodeText, encodeText } from "./character-set";
import { elementOf, TAG, tagOf, type Tag } from "./tags";
import { isMultiValuedText, isStringVr, usesCharacterSet } from "./vr";

export type { Tag } from "./tags";

/**
 * One data element. Exactly one of `bytes`, `items`, `fragments`, `lazyBytes`, `lazyFragments` is set; the lazy ones only
 * for the pixel data of a large file that `openDicom` read (lib/dicom/pixel-source.ts reads both kinds alike).
 */
export interface DicomElement {
  vr: string;
  /** Value field, little endian, padding included. */
  bytes?: Uint8Array;
  /** Items of a sequence. */
  items?: Dataset[];
  /** Encapsulated pixel data; the first fragment is the basic offset table (PS3.5 A.4). */
  fragments?: Uint8Array[];
  /** As `bytes`, left where it is until it is read. */
  lazyBytes?: ByteSource;
  /** As `fragments`, left where they are until they are read. */
  lazyFragments?: ByteSource[];
}

export type ElementValue =
  string | readonly string[] | number | readonly number[] | Uint8Array | readonly Dataset[];

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const READERS: Readonly<Record<string, { size: number; read: (data: DataView, at: number) => number }>> = {
  US: { size: 2, read: (data, at) => data.getUint16(at, true) },
  OW: { size: 2, read: (data, at) => data.getUint16(at, true) },
  SS: { size: 2, read: (data, at) => data.getInt16(at, true) },
  UL: { size: 4, read: (data, at) => data.getUint32(at, true) },
  OL: { size: 4, read: (data, at) => data.getUint32(at, true) },
  SL: { size: 4, read: (data, at) => data.getInt32(at, true) },
  FL: { size: 4, read: (data, at) => data.getFloat32(at, true) },
  OF: { size: 4, read: (data, at) => data.getFloat32(at, true) },
  FD: { size: 8, read: (data, at) => data.getFloat64(at, true) },
  OD: { size: 8, read: (data, at) => data.getFloat64(at, true) },
  SV: { size: 8, read: (data, at) => Number(data.getBigInt64(at, true)) },
  UV: { size: 8, read: (data, at) => Number(data.getBigUint64(at, true)) },
};

const WRITERS: Readonly<
  Record<string, { size: number; write: (data: DataView, at: number, value: number) => void }>
> = {
  US: { size: 2, write: (data, at, value) => data.setUint16(at, value, true) },
  SS: { size: 2, write: (data, at, value) => data.setInt16(at, value, true) },
  UL: { size: 4, write: (data, at, value) => data.setUint32(at, value, true) },
  SL: { size: 4, write: (data, at, value) => data.setInt32(at, value, true) },
  FL: { size: 4, write: (data, at, value) => data.setFloat32(at, value, true) },
  FD: { size: 8, write: (data, at, value) => data.setFloat64(at, value, true) },
};

/** Numbers of a value field by its VR; values that are no numbers come as NaN so that positions hold. */
function readNumbers(vr: string, bytes: Uint8Array): number[] {
  const reader = READERS[vr];
  if (!reader) return [];
  const data = view(bytes);
  const values: number[] = [];
  for (let at = 0; at + reader.size <= bytes.length; at += reader.size) {
    values.push(reader.read(data, at));
  }
  return values;
}

function parseNumber(text: string): number {
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

/** Strips the padding that PS3.5 6.2 calls insignificant, and the NULs some scanners write. */
function trimValue(text: string): string {
  return text.replace(/[\0 ]+$/g, "").replace(/^ +/, "");
}

/** A data set or sequence item: data elements by tag. */
export class Dataset {
  readonly elements = new Map<Tag, DicomElement>();

  /** @param inheritedCharacterSets SpecificCharacterSet of the enclosing data set, which items inherit (PS3.3 C.12.1.1.2) */
  constructor(private readonly inheritedCharacterSets: readonly string[] = []) {}

  /** Values of SpecificCharacterSet in force here. */
  get characterSets(): readonly string[] {
    const own = this.elements.get(TAG.SpecificCharacterSet)?.bytes;
    if (!own) return this.inheritedCharacterSets;
    return decodeText(own, []).split("\\").map(trimValue);
  }

  has(tag: Tag): boolean {
    return this.elements.has(tag);
  }

  get(tag: Tag): DicomElement | undefined {
    return this.elements.get(tag);
  }

  delete(tag: Tag): boolean {
    return this.elements.delete(tag);
  }

  /** All values of a text element, trimmed; [] when absent, empty or not text. */
  texts(tag: Tag): string[] {
    const element = this.elements.get(tag);
    if (!element?.bytes || element.bytes.length === 0) return [];
    const isText = isStringVr(element.vr) || element.vr === "UN";
    if (!isText) return readNumbers(element.vr, element.bytes).map(String);
    const text = decodeText(element.bytes, usesCharacterSet(element.vr) ? this.characterSets : []);
    const values = isMultiValuedText(element.vr) ? text.split("\\").map(trimValue) : [trimValue(text)];
    return values.length === 1 && values[0] === "" ? [] : values;
  }

  /** First value of a text element, undefined when absent or empty. */
  text(tag: Tag): string | undefined {
    const first = this.texts(tag)[0];
    return first === "" ? undefined : first;
  }

  /** All values as numbers (IS, DS and the binary VRs), in the attribute's own unit; NaN where a value is none. */
  numbers(tag: Tag): number[] {
    const element = this.elements.get(tag);
    if (!element?.bytes || element.bytes.length === 0) return [];
    if (READERS[element.vr]) return readNumbers(element.vr, element.bytes);
    return this.texts(tag).map(parseNumber);
  }

  /** First value as a number, undefined when absent or not a number. */
  number(tag: Tag): number | undefined {
    const first = this.numbers(tag)[0];
    return first === undefined || Number.isNaN(first) ? undefined : first;
  }

  /** First value of a UI element, undefined when absent. */
  uid(tag: Tag): string | undefined {
    return this.text(tag);
  }

  /** Items of a sequence, [] when absent. */
  items(tag: Tag): Dataset[] {
    return this.elements.get(tag)?.items ?? [];
  }

  /** Tag of a private element by its owner (PS3.5 7.8.1), undefined when that owner has no block here. */
  privateTag(group: number, creator: string, elementByte: number): Tag | undefined {
    for (let block = 0x10; block <= 0xff; block += 1) {
      const reservation = tagOf(group, block);
      if (this.elements.has(reservation) && this.text(reservation) === creator) {
        const tag = tagOf(group, block * 0x100 + elementByte);
        if (this.elements.has(tag)) return tag;
      }
    }
    return undefined;
  }

  /** A private element by its owner and the low byte of its element number. */
  privateElement(group: number, creator: string, elementByte: number): DicomElement | undefined {
    const tag = this.privateTag(group, creator, elementByte);
    return tag === undefined ? undefined : this.elements.get(tag);
  }

  /** Owner of a private element, undefined when its block is not reserved. */
  privateCreatorOf(tag: Tag): string | undefined {
    const block = Math.floor(elementOf(tag) / 0x100);
    return this.text(Math.floor(tag / 0x10000) * 0x10000 + block);
  }

  /**
   * Sets an element. Strings are written in UTF-8: a data set with other characters than ASCII has to say
   * ISO_IR 192. Numbers are written by the VR (binary, or DS and IS text).
   */
  set(tag: Tag, vr: string, value: ElementValue): void {
    this.elements.set(tag, makeElement(vr, value));
  }
}

function isItems(value: readonly unknown[]): value is readonly Dataset[] {
  return value.every((entry) => entry instanceof Dataset);
}

/** Makes a data element of a value, see `Dataset.set`. */
export function makeElement(vr: string, value: ElementValue): DicomElement {
  if (value instanceof Uint8Array) return { vr, bytes: value };
  if (vr === "SQ") {
    if (!Array.isArray(value) || !isItems(value)) throw new TypeError("a sequence takes items");
    return { vr, items: [...value] };
  }
  const values = (Array.isArray(value) ? value : [value]) as readonly (string | number)[];
  const writer = WRITERS[vr];
  if (!writer) return { vr, bytes: encodeText(values.map(String).join("\\")) };
  const bytes = new Uint8Array(values.length * writer.size);
  const data = view(bytes);
  values.forEach((entry, index) => writer.write(data, index * writer.size, Number(entry)));
  return { vr, bytes };
}

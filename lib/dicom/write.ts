import { Dataset, type DicomElement } from "./dataset";
import type { DicomFile } from "./parse";
import { elementOf, groupOf, TAG, type Tag } from "./tags";
import { storedTransferSyntax } from "./transfer-syntax";
import { hasLongLength } from "./vr";

/** Our own implementation in the file meta information (PS3.10 7.1). The root is derived from a fixed UUID (PS3.5 B.2). */
export const IMPLEMENTATION_CLASS_UID = "2.25.206741381906174950148063295126170355873";
export const IMPLEMENTATION_VERSION_NAME = "ARIANE_1";

const PREAMBLE_BYTES = 128;
const NUL_PADDED = new Set(["UI", "OB", "UN", "OW", "OF", "OD", "OL", "OV"]);

/** Value bytes of one element as they will be written. */
type Plan =
  | { kind: "bytes"; vr: string; bytes: Uint8Array; length: number }
  | { kind: "items"; items: ItemPlan[]; length: number }
  | { kind: "fragments"; fragments: Uint8Array[]; length: number };

interface ItemPlan {
  elements: { tag: Tag; plan: Plan }[];
  length: number;
}

const even = (length: number): number => length + (length % 2);

function planElement(element: DicomElement): Plan {
  if (element.items) {
    const items = element.items.map(planDataset);
    return { kind: "items", items, length: items.reduce((sum, item) => sum + 8 + item.length, 0) };
  }
  if (element.fragments) {
    const length = element.fragments.reduce((sum, fragment) => sum + 8 + even(fragment.length), 8);
    return { kind: "fragments", fragments: element.fragments, length };
  }
  const bytes = element.bytes ?? new Uint8Array();
  const length = even(bytes.length);
  // A value too long for the VR's 16-bit length goes as UN (PS3.5 6.2.2).
  const vr = hasLongLength(element.vr) || length <= 0xfffe ? element.vr : "UN";
  return { kind: "bytes", vr, bytes, length };
}

function headerBytes(plan: Plan): number {
  return plan.kind !== "bytes" || hasLongLength(plan.vr) ? 12 : 8;
}

/** Group lengths are retired in data sets, and would lie after an element was removed. */
function planDataset(dataset: Dataset): ItemPlan {
  const elements = [...dataset.elements.entries()]
    .filter(([tag]) => elementOf(tag) !== 0)
    .sort(([a], [b]) => a - b)
    .map(([tag, element]) => ({ tag, plan: planElement(element) }));
  const length = elements.reduce((sum, { plan }) => sum + headerBytes(plan) + plan.length, 0);
  return { elements, length };
}

class Writer {
  private at = 0;
  private readonly data: DataView;
  readonly bytes: Uint8Array;

  constructor(length: number) {
    this.bytes = new Uint8Array(length);
    this.data = new DataView(this.bytes.buffer);
  }

  skip(count: number): void {
    this.at += count;
  }

  uint16(value: number): void {
    this.data.setUint16(this.at, value, true);
    this.at += 2;
  }

  uint32(value: number): void {
    this.data.setUint32(this.at, value, true);
    this.at += 4;
  }

  ascii(text: string): void {
    for (const character of text) this.bytes[this.at++] = character.charCodeAt(0);
  }

  padded(bytes: Uint8Array, padding: number): void {
    this.bytes.set(bytes, this.at);
    this.at += bytes.length;
    if (bytes.length % 2 === 1) this.bytes[this.at++] = padding;
  }

  tag(tag: Tag): void {
    this.uint16(groupOf(tag));
    this.uint16(elementOf(tag));
  }

  element(tag: Tag, plan: Plan): void {
    const vr = plan.kind === "bytes" ? plan.vr : plan.kind === "items" ? "SQ" : "OB";
    this.tag(tag);
    this.ascii(vr);
    if (hasLongLength(vr)) {
      this.uint16(0);
      this.uint32(plan.kind === "fragments" ? 0xffffffff : plan.length);
    } else {
      this.uint16(plan.length);
    }
    switch (plan.kind) {
      case "bytes":
        this.padded(plan.bytes, NUL_PADDED.has(vr) ? 0 : 0x20);
        break;
      case "items":
        for (const item of plan.items) {
          this.tag(0xfffee000);
          this.uint32(item.length);
          this.dataset(item);
        }
        break;
      case "fragments":
        for (const fragment of plan.fragments) {
          this.tag(0xfffee000);
          this.uint32(even(fragment.length));
          this.padded(fragment, 0);
        }
        this.tag(0xfffee0dd);
        this.uint32(0);
        break;
    }
  }

  dataset(plan: ItemPlan): void {
    for (const { tag, plan: element } of plan.elements) this.element(tag, element);
  }
}

function planMeta(file: DicomFile): ItemPlan {
  const meta = new Dataset();
  meta.set(TAG.FileMetaInformationVersion, "OB", new Uint8Array([0, 1]));
  const sopClass = file.dataset.uid(TAG.SOPClassUID) ?? file.meta.uid(TAG.MediaStorageSOPClassUID);
  const sopInstance = file.dataset.uid(TAG.SOPInstanceUID) ?? file.meta.uid(TAG.MediaStorageSOPInstanceUID);
  if (sopClass !== undefined) meta.set(TAG.MediaStorageSOPClassUID, "UI", sopClass);
  if (sopInstance !== undefined) meta.set(TAG.MediaStorageSOPInstanceUID, "UI", sopInstance);
  meta.set(TAG.TransferSyntaxUID, "UI", storedTransferSyntax(file.transferSyntaxUid));
  meta.set(TAG.ImplementationClassUID, "UI", IMPLEMENTATION_CLASS_UID);
  meta.set(TAG.ImplementationVersionName, "SH", IMPLEMENTATION_VERSION_NAME);
  return planDataset(meta);
}

/**
 * Writes a file: zero preamble, our own meta information (nothing of the read one but the SOP identity), explicit
 * little endian or the encapsulated transfer syntax it came in, sequences of defined length, no trailing bytes.
 */
export function writeDicom(file: DicomFile): Uint8Array {
  const meta = planMeta(file);
  const dataset = planDataset(file.dataset);
  const writer = new Writer(PREAMBLE_BYTES + 4 + 12 + meta.length + dataset.length);
  writer.skip(PREAMBLE_BYTES);
  writer.ascii("DICM");
  writer.tag(TAG.FileMetaInformationGroupLength);
  writer.ascii("UL");
  writer.uint16(4);
  writer.uint32(meta.length);
  writer.dataset(meta);
  writer.dataset(dataset);
  return writer.bytes;
}

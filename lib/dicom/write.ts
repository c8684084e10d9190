import type { ByteSource } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";
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
  | { kind: "fragments"; fragments: Uint8Array[]; length: number }
  | LazyPlan;

/** Pixel data that are passed through (write-stream.ts). */
type LazyPlan =
  | { kind: "lazy-bytes"; vr: string; source: ByteSource; length: number }
  | { kind: "lazy-fragments"; sources: ByteSource[]; length: number };

interface ItemPlan {
  elements: { tag: Tag; plan: Plan }[];
  length: number;
}

const paddingOf = (vr: string) => (NUL_PADDED.has(vr) ? 0 : 0x20);
const even = (length: number): number => length + (length % 2);

/** A value too long for the VR's 16-bit length goes as UN (PS3.5 6.2.2). */
function vrFor(vr: string, length: number): string {
  return hasLongLength(vr) || length <= 0xfffe ? vr : "UN";
}

function planElement(element: DicomElement): Plan {
  if (element.items) {
    const items = element.items.map(planDataset);
    return { kind: "items", items, length: items.reduce((sum, item) => sum + 8 + item.length, 0) };
  }
  if (element.fragments) {
    const length = element.fragments.reduce((sum, fragment) => sum + 8 + even(fragment.length), 8);
    return { kind: "fragments", fragments: element.fragments, length };
  }
  if (element.lazyFragments) {
    const length = element.lazyFragments.reduce((sum, fragment) => sum + 8 + even(fragment.byteLength), 8);
    return { kind: "lazy-fragments", sources: element.lazyFragments, length };
  }
  if (element.lazyBytes) {
    const length = even(element.lazyBytes.byteLength);
    return { kind: "lazy-bytes", vr: vrFor(element.vr, length), source: element.lazyBytes, length };
  }
  const bytes = element.bytes ?? new Uint8Array();
  const length = even(bytes.length);
  const vr = vrFor(element.vr, length);
  return { kind: "bytes", vr, bytes, length };
}

function headerBytes(plan: Plan): number {
  return (plan.kind !== "bytes" && plan.kind !== "lazy-bytes") || hasLongLength(plan.vr) ? 12 : 8;
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

  /** Tag, VR and length; returns the VR. */
  header(tag: Tag, plan: Plan): string {
    const isBytes = plan.kind === "bytes" || plan.kind === "lazy-bytes";
    const vr = isBytes ? plan.vr : plan.kind === "items" ? "SQ" : "OB";
    const isFragments = plan.kind === "fragments" || plan.kind === "lazy-fragments";
    this.tag(tag);
    this.ascii(vr);
    if (hasLongLength(vr)) {
      this.uint16(0);
      this.uint32(isFragments ? 0xffffffff : plan.length);
    } else {
      this.uint16(plan.length);
    }
    return vr;
  }

  element(tag: Tag, plan: Plan): void {
    const vr = this.header(tag, plan);
    switch (plan.kind) {
      case "bytes":
        this.padded(plan.bytes, paddingOf(vr));
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
      case "lazy-bytes":
      case "lazy-fragments":
        throw new AppError("internal", "pixel data that were left in place are written as a stream");
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

/** Preamble and meta information. */
function metaBytes(file: DicomFile): Uint8Array {
  const meta = planMeta(file);
  const writer = new Writer(PREAMBLE_BYTES + 4 + 12 + meta.length);
  writer.skip(PREAMBLE_BYTES);
  writer.ascii("DICM");
  writer.tag(TAG.FileMetaInformationGroupLength);
  writer.ascii("UL");
  writer.uint16(4);
  writer.uint32(meta.length);
  writer.dataset(meta);
  return writer.bytes;
}

/**
 * Writes a file: zero preamble, our own meta information (nothing of the read one but the SOP identity), explicit
 * little endian or the encapsulated transfer syntax it came in, sequences of defined length, no trailing bytes.
 * The pixel data has to be in memory; `writeDicomStream` writes any.
 */
export function writeDicom(file: DicomFile): Uint8Array {
  const meta = metaBytes(file);
  const dataset = planDataset(file.dataset);
  const writer = new Writer(meta.length + dataset.length);
  writer.padded(meta, 0);
  writer.dataset(dataset);
  return writer.bytes;
}

export interface WrittenStream {
  byteLength: number;
  /** At most 1 MiB each; read once. */
  chunks: AsyncIterable<Uint8Array>;
}

const CHUNK_BYTES = 2 ** 20;

/** Writes the bytes that `writeDicom` gives, piece by piece; pixel data that were left in place are passed through. */
export function writeDicomStream(file: DicomFile): WrittenStream {
  const meta = metaBytes(file);
  const dataset = planDataset(file.dataset);
  return { byteLength: meta.length + dataset.length, chunks: streamOf(meta, dataset) };
}

async function* streamOf(meta: Uint8Array, dataset: ItemPlan): AsyncGenerator<Uint8Array> {
  yield* pieces(meta);
  let together: ItemPlan = { elements: [], length: 0 };
  for (const element of dataset.elements) {
    const { tag, plan } = element;
    const isLazy = plan.kind === "lazy-bytes" || plan.kind === "lazy-fragments";
    const length = headerBytes(plan) + (isLazy ? 0 : plan.length);
    // Little elements go together; a large one is cut anyway.
    if (isLazy || together.length + length > CHUNK_BYTES) {
      yield* pieces(written(together));
      together = { elements: [], length: 0 };
    }
    if (isLazy) {
      const writer = new Writer(length);
      writer.header(tag, plan);
      yield writer.bytes;
      yield* lazyValue(plan);
    } else {
      together.elements.push(element);
      together.length += length;
    }
  }
  yield* pieces(written(together));
}

function written(plan: ItemPlan): Uint8Array {
  const writer = new Writer(plan.length);
  writer.dataset(plan);
  return writer.bytes;
}

function* pieces(bytes: Uint8Array): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CHUNK_BYTES) yield bytes.subarray(at, at + CHUNK_BYTES);
}

async function* lazyValue(plan: LazyPlan): AsyncGenerator<Uint8Array> {
  if (plan.kind === "lazy-bytes") return yield* passThrough(plan.source, paddingOf(plan.vr));
  for (const source of plan.sources) {
    yield itemHeader(0xfffee000, even(source.byteLength));
    yield* passThrough(source, 0);
  }
  yield itemHeader(0xfffee0dd, 0);
}

async function* passThrough(source: ByteSource, padding: number): AsyncGenerator<Uint8Array> {
  const { byteLength } = source;
  for (let at = 0; at < byteLength; at += CHUNK_BYTES)
    yield await source.read(at, Math.min(byteLength, at + CHUNK_BYTES));
  if (byteLength % 2 === 1) yield Uint8Array.of(padding);
}

function itemHeader(tag: Tag, length: number): Uint8Array {
  const writer = new Writer(8);
  writer.tag(tag);
  writer.uint32(length);
  return writer.bytes;
}

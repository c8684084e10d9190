import { createHash, type Hash } from "node:crypto";
import type { Dataset, DicomElement } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { nativePixels, pixelFragments } from "@/lib/dicom/pixel-source";
import { keywordOf, TAG, type Tag } from "@/lib/dicom/tags";
import { isStringVr } from "@/lib/dicom/vr";
import { AppError } from "@/lib/platform/errors";
import { addGeometry, type ContentDigest, contentDigest } from "./content-digest";
import type { ObjectKind } from "./rules/sop-classes";

const MOST_FRAMES = 100_000;
const MOST_SIDE = 65_535;
const FLOAT_BYTES = 4;
const DOUBLE_BYTES = 8;

/**
 * Digests what an object of any welcome kind says, apart from how it is written: decoded pictures, packed bits, float
 * maps, the signal of a spectroscopy, the tree of a report, the transforms of a registration.
 * @throws AppError `invalid-input` for broken content, `unavailable` for a compression without a decoder
 */
export async function objectDigest(file: DicomFile, kind: ObjectKind): Promise<ContentDigest> {
  const { dataset } = file;
  switch (kind) {
    case "image":
      return contentDigest(file);
    case "segmentation":
      return dataset.number(TAG.BitsAllocated) === 1 ? packedBits(dataset) : contentDigest(file);
    case "parametricMap":
      if (dataset.has(TAG.FloatPixelData)) return floats(dataset, TAG.FloatPixelData, FLOAT_BYTES);
      if (dataset.has(TAG.DoubleFloatPixelData))
        return floats(dataset, TAG.DoubleFloatPixelData, DOUBLE_BYTES);
      return contentDigest(file);
    case "spectroscopy":
      return spectroscopy(dataset);
    case "measurementReport":
      return tree(dataset, [TAG.ConceptNameCodeSequence, TAG.ContentSequence]);
    case "registration":
      return tree(dataset, [
        TAG.FrameOfReferenceUID,
        TAG.RegistrationSequence,
        TAG.DeformableRegistrationSequence,
      ]);
  }
}

/** Binary segmentation: frames follow one another bit by bit, without padding between them (PS3.5 8.1.1, PS3.3 C.8.20.2). */
async function packedBits(dataset: Dataset): Promise<ContentDigest> {
  const { rows, columns, frames } = grid(dataset);
  const bits = rows * columns * frames;
  const hash = start(dataset, `bits ${columns} ${rows} ${frames}`);
  // What lies beyond the last pixel says nothing.
  await addValue(hash, dataset, TAG.PixelData, Math.ceil(bits / 8), (8 - (bits % 8)) % 8);
  return { digest: digestOf(hash), frameCount: frames };
}

async function floats(dataset: Dataset, tag: Tag, sampleBytes: number): Promise<ContentDigest> {
  const { rows, columns, frames } = grid(dataset);
  const hash = start(dataset, `float${8 * sampleBytes} ${columns} ${rows} ${frames}`);
  await addValue(hash, dataset, tag, rows * columns * frames * sampleBytes);
  return { digest: digestOf(hash), frameCount: frames };
}

/** Complex or real points of each voxel (PS3.3 C.8.14.4); its length is that of the data points it promises. */
async function spectroscopy(dataset: Dataset): Promise<ContentDigest> {
  const frames = frameCount(dataset);
  const size = (tag: Tag) => dataset.number(tag) ?? 1;
  const parts = dataset.text(TAG.DataRepresentation) === "COMPLEX" ? 2 : 1;
  const shape = [TAG.Rows, TAG.Columns, TAG.DataPointRows, TAG.DataPointColumns].map(size);
  const promised = shape.reduce((product, side) => product * side, frames * parts * FLOAT_BYTES);
  const length = nativePixels(dataset.get(TAG.SpectroscopyData))?.byteLength ?? 0;
  const isWhole = dataset.has(TAG.DataPointColumns) ? length >= promised : length > 0;
  if (!isWhole || length % FLOAT_BYTES !== 0) throw wrong("SpectroscopyData");
  const hash = start(dataset, `spectra ${shape.join(" ")} ${frames} ${parts}`);
  const kept = dataset.has(TAG.DataPointColumns) ? promised : length;
  await addValue(hash, dataset, TAG.SpectroscopyData, kept);
  return { digest: digestOf(hash), frameCount: frames };
}

function tree(dataset: Dataset, roots: readonly Tag[]): ContentDigest {
  const hash = createHash("sha256").update("tree\n");
  for (const root of roots) {
    const element = dataset.get(root);
    if (element) addElement(hash, dataset, root, element);
  }
  return { digest: digestOf(hash), frameCount: 1 };
}

/** Values as they are meant: trimmed text in Unicode, numbers by value; order of elements and transfer syntax apart. */
function addElement(hash: Hash, dataset: Dataset, tag: Tag, element: DicomElement): void {
  hash.update(`${tag}(`);
  for (const item of element.items ?? []) {
    hash.update("{");
    for (const [inner, value] of [...item.elements].sort(([a], [b]) => a - b))
      // Group lengths and padding of a writer are no content.
      if (inner % 0x10000 !== 0) addElement(hash, item, inner, value);
    hash.update("}");
  }
  if (element.bytes) {
    const isNumber = element.vr === "DS" || element.vr === "IS";
    if (isNumber) hash.update(JSON.stringify(dataset.numbers(tag)));
    else if (isStringVr(element.vr)) hash.update(JSON.stringify(dataset.texts(tag)));
    else hash.update(element.bytes);
  }
  hash.update(")");
}

function grid(dataset: Dataset): { rows: number; columns: number; frames: number } {
  const side = (tag: Tag, name: string) => {
    const value = dataset.number(tag);
    if (value === undefined || !Number.isInteger(value) || value < 1 || value > MOST_SIDE) throw wrong(name);
    return value;
  };
  if ((dataset.number(TAG.SamplesPerPixel) ?? 1) !== 1) throw wrong("SamplesPerPixel");
  return { rows: side(TAG.Rows, "Rows"), columns: side(TAG.Columns, "Columns"), frames: frameCount(dataset) };
}

function frameCount(dataset: Dataset): number {
  const frames = dataset.number(TAG.NumberOfFrames) ?? 1;
  if (!Number.isInteger(frames) || frames < 1 || frames > MOST_FRAMES) throw wrong("NumberOfFrames");
  return frames;
}

/** Read in such pieces: a large object's samples stay on disk. */
const PIECE_BYTES = 2 ** 20;

/** Adds the first `length` bytes of a value that is not encapsulated, the top `spareBits` of the last one as 0. */
async function addValue(
  hash: Hash,
  dataset: Dataset,
  tag: Tag,
  length: number,
  spareBits = 0,
): Promise<void> {
  const element = dataset.get(tag);
  if (pixelFragments(element)) throw new AppError("unavailable", "no decoder for these samples");
  const source = nativePixels(element);
  if (!source || source.byteLength < length || length === 0) throw wrong(keywordOf(tag) ?? "PixelData");
  for (let from = 0; from < length; from += PIECE_BYTES) {
    const to = Math.min(length, from + PIECE_BYTES);
    const piece = await source.read(from, to);
    if (to < length || spareBits === 0) hash.update(piece);
    else {
      const last = piece.slice();
      last[last.length - 1] = (last.at(-1) ?? 0) & (0xff >> spareBits);
      hash.update(last);
    }
  }
}

function start(dataset: Dataset, shape: string): Hash {
  const hash = createHash("sha256").update(`${shape}\n`);
  addGeometry(hash, dataset);
  return hash;
}

function digestOf(hash: Hash): Uint8Array<ArrayBuffer> {
  return new Uint8Array(hash.digest());
}

function wrong(attribute: string): AppError {
  return new AppError("invalid-input", `missing or impossible ${attribute}`, { attribute });
}

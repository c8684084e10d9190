import { createGunzip } from "node:zlib";
import { Readable } from "node:stream";
import yauzl, { type Entry, type ZipFile } from "yauzl";
import { isNifti, NIFTI_HEAD_BYTES } from "@/lib/imaging/nifti-header";
import type { ByteSource } from "@/lib/platform/byte-source";
import type { DoorLimits, UnpackedItem } from "./given-item";

/** What is left of an archive's allowance; shared with the archives inside it. */
interface Budget {
  entries: number;
  bytes: number;
}

const OPTIONS = { lazyEntries: true, autoClose: false, validateEntrySizes: true } as const;

/** True for the first bytes of a ZIP archive that is not also a DICOM file (whose preamble may hold anything). */
export function isArchive(head: Uint8Array): boolean {
  const local = head[0] === 0x50 && head[1] === 0x4b && (head[2] === 0x03 || head[2] === 0x05);
  return local && !isDicom(head);
}

function isDicom(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(128, 132)).toString("latin1") === "DICM";
}

/** A ZIP file on disk, read entry by entry. Nothing is unpacked to disk. */
export async function* unpackArchiveFile(
  path: string,
  label: string,
  byteCount: number,
  limits: DoorLimits,
): AsyncGenerator<UnpackedItem> {
  let zip: ZipFile;
  try {
    zip = await yauzl.openPromise(path, OPTIONS);
  } catch {
    yield { label, refused: "archive-broken" };
    return;
  }
  yield* unpack(zip, label, 1, budgetOf(byteCount, limits), limits);
}

/** True for the first bytes of a gzip stream that is not also a DICOM file. */
export function isGzip(head: Uint8Array): boolean {
  return head[0] === 0x1f && head[1] === 0x8b && !isDicom(head);
}

/** A ZIP or gzip that is read in parts, wherever it is. */
export async function* unpackSource(
  source: ByteSource,
  label: string,
  limits: DoorLimits,
): AsyncGenerator<UnpackedItem> {
  const budget = budgetOf(source.byteLength, limits);
  const head = await source.read(0, Math.min(source.byteLength, 132));
  if (isGzip(head)) {
    const packed = Readable.from(readThrough(source, 0, source.byteLength), { objectMode: false });
    const gunzip = createGunzip();
    packed.on("error", (error) => gunzip.destroy(error));
    const inflated = await collect(packed.pipe(gunzip), budget, limits);
    if (inflated instanceof Uint8Array) yield* unwrap(inflated, label, limits, 1, budget);
    else yield { label, refused: inflated };
    return;
  }
  let zip: ZipFile;
  try {
    zip = await yauzl.fromRandomAccessReaderPromise(new SourceReader(source), source.byteLength, OPTIONS);
  } catch {
    yield { label, refused: "archive-broken" };
    return;
  }
  yield* unpack(zip, label, 1, budget, limits);
}

const READ_BYTES = 2 ** 20;

async function* readThrough(source: ByteSource, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; at += READ_BYTES)
    yield Buffer.from(await source.read(at, Math.min(end, at + READ_BYTES)));
}

class SourceReader extends yauzl.RandomAccessReader {
  constructor(private readonly source: ByteSource) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(readThrough(this.source, start, end), { objectMode: false });
  }
}

/** Bytes of a file: itself, or what it holds if it is compressed. */
export async function* unwrap(
  bytes: Uint8Array,
  label: string,
  limits: DoorLimits,
  depth = 0,
  budget: Budget = budgetOf(bytes.length, limits),
): AsyncGenerator<UnpackedItem> {
  if (bytes.length === 0) {
    yield { label, refused: "empty" };
  } else if (isArchive(bytes)) {
    if (depth >= limits.maxDepth) {
      yield { label, refused: "archive-too-deep" };
      return;
    }
    let zip: ZipFile;
    try {
      zip = await yauzl.fromBufferPromise(
        Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
        OPTIONS,
      );
    } catch {
      yield { label, refused: "archive-broken" };
      return;
    }
    yield* unpack(zip, label, depth + 1, budget, limits);
  } else if (isGzip(bytes)) {
    if (depth >= limits.maxDepth) {
      yield { label, refused: "archive-too-deep" };
      return;
    }
    const inflated = await collect(Readable.from([bytes]).pipe(createGunzip()), budget, limits);
    if (inflated instanceof Uint8Array) yield* unwrap(inflated, label, limits, depth + 1, budget);
    else yield { label, refused: inflated };
  } else {
    // A Buffer is a Uint8Array whose slice() shares its memory: nothing further in may meet one.
    yield { label, bytes: new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) };
  }
}

async function* unpack(
  zip: ZipFile,
  label: string,
  depth: number,
  budget: Budget,
  limits: DoorLimits,
): AsyncGenerator<UnpackedItem> {
  try {
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName.endsWith("/")) continue;
      budget.entries -= 1;
      if (budget.entries < 0) {
        yield { label, refused: "archive-bomb" };
        return;
      }
      const inside = `${label}!${entry.fileName}`;
      const content = await readEntry(zip, entry, budget, limits);
      if (content === "archive-bomb") {
        yield { label: inside, refused: content };
        return;
      }
      if (content instanceof Uint8Array) yield* unwrap(content, inside, limits, depth, budget);
      else yield { label: inside, refused: content };
    }
  } catch {
    yield { label, refused: "archive-broken" };
  } finally {
    zip.close();
  }
}

type ReadFailure = "archive-broken" | "archive-encrypted" | "archive-bomb" | "too-large" | "nifti-elsewhere";

async function readEntry(
  zip: ZipFile,
  entry: Entry,
  budget: Budget,
  limits: DoorLimits,
): Promise<Uint8Array | ReadFailure> {
  if (entry.isEncrypted()) return "archive-encrypted";
  if (entry.uncompressedSize > limits.maxFileBytes) return "too-large";
  try {
    return await collect(await zip.openReadStreamPromise(entry), budget, limits);
  } catch {
    return "archive-broken";
  }
}

/**
 * Reads to the end or to the limit; what a header says about its own length is not believed. A NIfTI file, which may be
 * far beyond the limit, is known by its first bytes and not read on.
 */
async function collect(
  stream: AsyncIterable<unknown> & { destroy(): unknown },
  budget: Budget,
  limits: DoorLimits,
): Promise<Uint8Array | ReadFailure> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  let head: Uint8Array | null = null;
  try {
    for await (const chunk of stream) {
      if (!(chunk instanceof Uint8Array)) continue;
      length += chunk.length;
      budget.bytes -= chunk.length;
      if (budget.bytes < 0) return "archive-bomb";
      if (length > limits.maxFileBytes) return "too-large";
      chunks.push(chunk);
      if (head !== null || length < NIFTI_HEAD_BYTES) continue;
      head = Buffer.concat(chunks, length).subarray(0, NIFTI_HEAD_BYTES);
      if (isNifti(head) && !isDicom(head)) return "nifti-elsewhere";
    }
  } catch {
    return "archive-broken";
  } finally {
    stream.destroy();
  }
  return Buffer.concat(chunks, length);
}

function budgetOf(byteCount: number, limits: DoorLimits): Budget {
  return {
    entries: limits.maxEntries,
    bytes: Math.max(limits.freeBytes, limits.maxGrowth * byteCount),
  };
}

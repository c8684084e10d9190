import { Readable } from "node:stream";
import { createGunzip, createGzip } from "node:zlib";
import { type NiftiImage, readNifti, writeNifti } from "@/lib/imaging/nifti";
import { niftiError } from "@/lib/imaging/nifti-header";
import type { ByteSource } from "@/lib/platform/byte-source";
import { isGzip } from "../doors/unpack";

const READ_BYTES = 2 ** 20;

/**
 * Reads a given NIfTI file, packed or not. Of a packed one no more is inflated than its header announces, so that a bomb
 * ends with what it lies about.
 * @throws AppError `invalid-input` or `too-large` with the fault as `details.reason`; whatever the source throws
 */
export async function readNiftiSource(source: ByteSource): Promise<NiftiImage> {
  const head = await source.read(0, Math.min(2, source.byteLength));
  if (!isGzip(head)) return readNifti(readThrough(source));
  let failure: unknown = null;
  const packed = Readable.from(
    noting(readThrough(source), (error) => (failure = error)),
    {
      objectMode: false,
    },
  );
  const gunzip = createGunzip();
  packed.on("error", (error) => gunzip.destroy(error));
  packed.pipe(gunzip);
  try {
    return await readNifti(inflated(gunzip));
  } catch (error) {
    // A file that cannot be read is the machine's trouble, or an altered seal: no fault of the giver's.
    throw failure ?? error;
  } finally {
    packed.destroy();
    gunzip.destroy();
  }
}

/** What is kept of a given file: header anew, samples as they were, packed. */
export function packedNifti(image: NiftiImage): AsyncIterable<Uint8Array> {
  return Readable.from(writeNifti(image), { objectMode: false }).pipe(createGzip());
}

async function* readThrough(source: ByteSource): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < source.byteLength; at += READ_BYTES)
    yield Buffer.from(await source.read(at, Math.min(source.byteLength, at + READ_BYTES)));
}

async function* noting(
  chunks: AsyncIterable<Uint8Array>,
  note: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* chunks;
  } catch (error) {
    note(error);
    throw error;
  }
}

async function* inflated(stream: AsyncIterable<unknown>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of stream) if (chunk instanceof Uint8Array) yield chunk;
  } catch {
    throw niftiError("not-gzip");
  }
}

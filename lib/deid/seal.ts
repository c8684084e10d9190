import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from "node:crypto";
import { type ByteSource, bytesSource, checkRange } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";

/**
 * Form 2 of a sealed object: version (1 byte), salt (32), then chunks of 256 KiB of plaintext, each AES-256-GCM ciphertext
 * and tag (16). The key is the object's own (HKDF-SHA256 of the seal key, salt and context); the nonce is the chunk's
 * number and whether it is the last, so that a chunk that is moved, left out or taken from another object does not open.
 * Form 1 (one ciphertext) is still read.
 */
const VERSION = 2;
const SALT_BYTES = 32;
const HEADER_BYTES = 1 + SALT_BYTES;
const CHUNK_BYTES = 256 * 1024;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const KEY_BYTES = 32;
const SEALED_CHUNK_BYTES = CHUNK_BYTES + TAG_BYTES;

const WHOLE_VERSION = 1;
const WHOLE_HEADER_BYTES = 1 + NONCE_BYTES;

/** Reads bytes [start, end) of a sealed object, wherever it is kept. */
export type ReadSealed = (start: number, end: number) => Promise<Uint8Array>;

function checkKey(key: Uint8Array): void {
  if (key.length !== KEY_BYTES) throw new AppError("internal", "the seal key must have 32 bytes");
}

function objectKey(key: Uint8Array, salt: Uint8Array, context: string): Uint8Array {
  checkKey(key);
  return new Uint8Array(hkdfSync("sha256", key, salt, `ariane sealed object 2\0${context}`, KEY_BYTES));
}

function chunkNonce(index: number, isLast: boolean): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  new DataView(nonce.buffer).setUint32(7, index);
  nonce[NONCE_BYTES - 1] = isLast ? 1 : 0;
  return nonce;
}

function sealChunk(key: Uint8Array, plain: Uint8Array, index: number, isLast: boolean): Buffer {
  const cipher = createCipheriv("aes-256-gcm", key, chunkNonce(index, isLast));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function openChunk(key: Uint8Array, sealed: Uint8Array, index: number, isLast: boolean): Uint8Array {
  const decipher = createDecipheriv("aes-256-gcm", key, chunkNonce(index, isLast));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const plain = decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES));
    decipher.final();
    return new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength);
  } catch (cause) {
    throw new AppError("internal", "a sealed object does not open", undefined, { cause });
  }
}

/** How many chunks a sealed object of this size has, and how long its plaintext is. */
function layoutOf(sealedByteLength: number): { chunks: number; byteLength: number } {
  const body = sealedByteLength - HEADER_BYTES;
  const chunks = Math.max(1, Math.ceil(body / SEALED_CHUNK_BYTES));
  const byteLength = body - chunks * TAG_BYTES;
  // Only an empty object has an empty chunk.
  if (byteLength < 0 || (chunks > 1 && byteLength <= (chunks - 1) * CHUNK_BYTES))
    throw new AppError("internal", "not a sealed object");
  return { chunks, byteLength };
}

/** Bytes that a plaintext of this size has when sealed. */
export function sealedByteLength(byteLength: number): number {
  return HEADER_BYTES + byteLength + Math.max(1, Math.ceil(byteLength / CHUNK_BYTES)) * TAG_BYTES;
}

/**
 * Encrypts bytes that may identify somebody before they touch a disk, chunk by chunk as they come.
 * @param context what the bytes are, authenticated but not stored: an object moved to another place does not open
 */
export async function* sealStream(
  key: Uint8Array,
  plain: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  context: string,
): AsyncGenerator<Uint8Array> {
  const salt = randomBytes(SALT_BYTES);
  const own = objectKey(key, salt, context);
  yield Buffer.concat([Buffer.of(VERSION), salt]);
  let waiting = Buffer.allocUnsafe(CHUNK_BYTES);
  let filled = 0;
  let index = 0;
  for await (const bytes of plain) {
    for (let at = 0; at < bytes.length;) {
      // A full chunk waits until it is known that it is not the last.
      if (filled === CHUNK_BYTES) {
        yield sealChunk(own, waiting, index++, false);
        waiting = Buffer.allocUnsafe(CHUNK_BYTES);
        filled = 0;
      }
      const taken = bytes.subarray(at, at + CHUNK_BYTES - filled);
      waiting.set(taken, filled);
      filled += taken.length;
      at += taken.length;
    }
  }
  yield sealChunk(own, waiting.subarray(0, filled), index, true);
}

/** Encrypts bytes that are in memory whole, see `sealStream`. */
export function seal(key: Uint8Array, bytes: Uint8Array, context: string): Uint8Array {
  const salt = randomBytes(SALT_BYTES);
  const own = objectKey(key, salt, context);
  const parts: Uint8Array[] = [Buffer.of(VERSION), salt];
  const chunks = Math.max(1, Math.ceil(bytes.length / CHUNK_BYTES));
  for (let index = 0; index < chunks; index += 1) {
    const plain = bytes.subarray(index * CHUNK_BYTES, (index + 1) * CHUNK_BYTES);
    parts.push(sealChunk(own, plain, index, index === chunks - 1));
  }
  return Buffer.concat(parts);
}

/**
 * Opens what `seal` or `sealStream` closed, whole.
 * @throws AppError internal when the key, the context or any byte is not what it was
 */
export function open(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  if (sealed[0] === WHOLE_VERSION) return openWhole(key, sealed, context);
  if (sealed[0] !== VERSION) throw new AppError("internal", "not a sealed object");
  const { chunks, byteLength } = layoutOf(sealed.length);
  const own = objectKey(key, sealed.subarray(1, HEADER_BYTES), context);
  const plain = new Uint8Array(byteLength);
  for (let index = 0; index < chunks; index += 1) {
    const from = HEADER_BYTES + index * SEALED_CHUNK_BYTES;
    const chunk = sealed.subarray(from, from + SEALED_CHUNK_BYTES);
    plain.set(openChunk(own, chunk, index, index === chunks - 1), index * CHUNK_BYTES);
  }
  return plain;
}

/** Form 1: version, nonce (12 bytes), ciphertext, tag (16); the context is additional data. */
function openWhole(key: Uint8Array, sealed: Uint8Array, context: string): Uint8Array {
  checkKey(key);
  if (sealed.length < WHOLE_HEADER_BYTES + TAG_BYTES) throw new AppError("internal", "not a sealed object");
  const nonce = sealed.subarray(1, WHOLE_HEADER_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(context, "utf8"));
  decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
  try {
    const body = sealed.subarray(WHOLE_HEADER_BYTES, sealed.length - TAG_BYTES);
    return Buffer.concat([decipher.update(body), decipher.final()]);
  } catch (cause) {
    throw new AppError("internal", "a sealed object does not open", undefined, { cause });
  }
}

/** Opened chunks that are kept: readers go forward, with looks back at a header or an offset table. */
const KEPT_CHUNKS = 4;

class SealedSource implements ByteSource {
  private readonly kept = new Map<number, Promise<Uint8Array>>();

  constructor(
    private readonly readSealed: ReadSealed,
    private readonly sealedByteLength: number,
    private readonly chunks: number,
    readonly byteLength: number,
    private readonly key: Uint8Array,
  ) {}

  async read(start: number, end: number): Promise<Uint8Array> {
    checkRange(this.byteLength, start, end);
    const first = Math.floor(start / CHUNK_BYTES);
    if (end <= (first + 1) * CHUNK_BYTES) {
      const chunk = start === end ? new Uint8Array() : await this.chunk(first);
      return chunk.subarray(start - first * CHUNK_BYTES, end - first * CHUNK_BYTES);
    }
    const bytes = new Uint8Array(end - start);
    for (let at = start; at < end;) {
      const index = Math.floor(at / CHUNK_BYTES);
      const chunk = await this.chunk(index);
      const part = chunk.subarray(at - index * CHUNK_BYTES, end - index * CHUNK_BYTES);
      bytes.set(part, at - start);
      at += part.length;
    }
    return bytes;
  }

  chunk(index: number): Promise<Uint8Array> {
    const known = this.kept.get(index);
    this.kept.delete(index);
    const chunk = known ?? this.open(index);
    this.kept.set(index, chunk);
    // What failed is tried again: the disk may have failed, not the seal.
    if (!known) chunk.catch(() => this.kept.delete(index));
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_CHUNKS && oldest !== undefined) this.kept.delete(oldest);
    return chunk;
  }

  private async open(index: number): Promise<Uint8Array> {
    const from = HEADER_BYTES + index * SEALED_CHUNK_BYTES;
    const sealed = await this.readSealed(from, Math.min(this.sealedByteLength, from + SEALED_CHUNK_BYTES));
    return openChunk(this.key, sealed, index, index === this.chunks - 1);
  }
}

/**
 * The plaintext of a sealed object as a source that decrypts only the chunks that are asked for. The last chunk is opened
 * at once, which proves the object's length.
 * @throws AppError internal when the key, the context or the length is not what it was; a read throws it for its chunks
 */
export async function openSealed(
  readSealed: ReadSealed,
  byteLength: number,
  key: Uint8Array,
  context: string,
): Promise<ByteSource> {
  const header = await readSealed(0, Math.min(byteLength, HEADER_BYTES));
  if (header[0] === WHOLE_VERSION)
    return bytesSource(openWhole(key, await readSealed(0, byteLength), context));
  if (header[0] !== VERSION) throw new AppError("internal", "not a sealed object");
  const layout = layoutOf(byteLength);
  const own = objectKey(key, header.subarray(1), context);
  const source = new SealedSource(readSealed, byteLength, layout.chunks, layout.byteLength, own);
  await source.chunk(layout.chunks - 1);
  return source;
}

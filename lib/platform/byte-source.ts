/**
 * Bytes that can be read in parts: a buffer, an open file, a sealed object. Floor 1 shares this shape so that a large
 * object is never in memory whole.
 */
export interface ByteSource {
  readonly byteLength: number;
  /** Bytes [start, end), all of them, which must lie within the source; they may be a view of shared memory. */
  read(start: number, end: number): Promise<Uint8Array>;
}

/** A source that holds something open (a file) until it is closed. */
export interface OpenByteSource extends ByteSource {
  close(): Promise<void>;
}

/** @throws RangeError for a range that does not lie within the source; a caller's mistake, never an input's */
export function checkRange(byteLength: number, start: number, end: number): void {
  if (
    !Number.isSafeInteger(start) ||
    !Number.isSafeInteger(end) ||
    start < 0 ||
    end < start ||
    end > byteLength
  )
    throw new RangeError("the range lies outside of the source");
}

class BufferSource implements ByteSource {
  constructor(private readonly bytes: Uint8Array) {}

  get byteLength(): number {
    return this.bytes.length;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    checkRange(this.bytes.length, start, end);
    return this.bytes.subarray(start, end);
  }
}

/** Bytes in memory as a source; reads are views of them. */
export function bytesSource(bytes: Uint8Array): ByteSource {
  // A Buffer is a Uint8Array whose slice() shares its memory: decoders must not meet one.
  return new BufferSource(new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength));
}

class SliceSource implements ByteSource {
  readonly byteLength: number;

  constructor(
    private readonly source: ByteSource,
    private readonly from: number,
    to: number,
  ) {
    checkRange(source.byteLength, from, to);
    this.byteLength = to - from;
  }

  async read(start: number, end: number): Promise<Uint8Array> {
    checkRange(this.byteLength, start, end);
    return this.source.read(this.from + start, this.from + end);
  }
}

/** Bytes [start, end) of another source. */
export function sliceSource(source: ByteSource, start: number, end: number): ByteSource {
  return new SliceSource(source, start, end);
}

/**
 * Finds any of many texts in bytes, without regard to case, in one pass: the first four bytes of each text index the
 * texts that begin so.
 */
export class ByteSearch {
  private readonly byStart = new Map<number, Uint8Array[]>();
  /** Whether any text begins with four bytes of this hash: most places are passed over without a look-up. */
  private readonly mayStart = new Uint8Array(1 << HASH_BITS);
  private readonly texts = new Map<Uint8Array, string>();

  /** @param texts at least four bytes long; Latin-1 or UTF-8, both are searched where they differ */
  constructor(texts: Iterable<string>) {
    for (const text of texts) {
      for (const encoding of ["utf8", "latin1"] as const) {
        const bytes = fold(Buffer.from(text, encoding));
        if (bytes.length < 4) throw new RangeError("a text is too short to be searched for");
        const start = word(bytes, 0);
        const sameStart = this.byStart.get(start) ?? [];
        if (sameStart.some((known) => Buffer.compare(known, bytes) === 0)) continue;
        this.byStart.set(start, [...sameStart, bytes]);
        this.mayStart[hash(start)] = 1;
        this.texts.set(bytes, text);
      }
    }
  }

  /** The texts that occur; short ones (under six bytes) only where no letter or digit touches them. */
  search(bytes: Uint8Array): Set<string> {
    const found = new Set<string>();
    const folded = fold(bytes);
    let ahead = word(folded, 0) << 8;
    for (let at = 0; at + 4 <= folded.length; at++) {
      ahead = (ahead >>> 8) | ((folded[at + 3] ?? 0) << 24);
      if (this.mayStart[hash(ahead)] === 0) continue;
      const candidates = this.byStart.get(ahead);
      if (!candidates) continue;
      for (const wanted of candidates) {
        const text = this.texts.get(wanted) ?? "";
        if (!found.has(text) && occursAt(folded, wanted, at)) found.add(text);
      }
    }
    return found;
  }
}

const SHORT = 6;
const HASH_BITS = 20;

function hash(start: number): number {
  return Math.imul(start, 0x9e3779b1) >>> (32 - HASH_BITS);
}

function occursAt(bytes: Uint8Array, wanted: Uint8Array, at: number): boolean {
  if (at + wanted.length > bytes.length) return false;
  for (let i = 4; i < wanted.length; i++) if (bytes[at + i] !== wanted[i]) return false;
  if (wanted.length >= SHORT) return true;
  return !isWordByte(bytes[at - 1]) && !isWordByte(bytes[at + wanted.length]);
}

function isWordByte(byte: number | undefined): boolean {
  return byte !== undefined && ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a));
}

function word(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at] ?? 0) |
    ((bytes[at + 1] ?? 0) << 8) |
    ((bytes[at + 2] ?? 0) << 16) |
    ((bytes[at + 3] ?? 0) << 24)
  );
}

/** ASCII letters in upper case, everything else as it is. */
function fold(bytes: Uint8Array): Uint8Array {
  const folded = Uint8Array.from(bytes);
  for (let i = 0; i < folded.length; i++) {
    const byte = folded[i] ?? 0;
    if (byte >= 0x61 && byte <= 0x7a) folded[i] = byte - 0x20;
  }
  return folded;
}

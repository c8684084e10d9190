import { AppError } from "@/lib/platform/errors";

const HEADER_BYTES = 64;
const MOST_SEGMENTS = 15;

/**
 * Decodes one RLE frame (PS3.5 Annex G): one PackBits segment per byte of each sample, most significant
 * first. Gives little-endian samples, interleaved by pixel. Throws AppError invalid-input for a bad header
 * or a segment that ends early.
 */
export function decodeRle(
  bytes: Uint8Array,
  pixels: number,
  samples: number,
  sampleBytes: number,
): Uint8Array {
  if (bytes.length < HEADER_BYTES) throw broken();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const segments = view.getUint32(0, true);
  if (segments > MOST_SEGMENTS || segments !== samples * sampleBytes) throw broken();
  const out = new Uint8Array(pixels * samples * sampleBytes);
  for (let segment = 0; segment < segments; segment++) {
    const from = view.getUint32(4 + 4 * segment, true);
    const to = segment + 1 < segments ? view.getUint32(8 + 4 * segment, true) : bytes.length;
    if (from < HEADER_BYTES || to > bytes.length || from > to) throw broken();
    const sample = Math.floor(segment / sampleBytes);
    const byte = sampleBytes - 1 - (segment % sampleBytes);
    unpack(bytes, from, to, out, sample * sampleBytes + byte, samples * sampleBytes, pixels);
  }
  return out;
}

/** PackBits into every `stride`th byte from `start`. */
function unpack(
  bytes: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  start: number,
  stride: number,
  pixels: number,
): void {
  let at = from;
  let pixel = 0;
  while (pixel < pixels) {
    if (at >= to) throw broken();
    const code = bytes[at++] ?? 0;
    if (code < 128) {
      const run = Math.min(code + 1, pixels - pixel);
      if (at + run > to) throw broken();
      for (let i = 0; i < run; i++) out[start + stride * pixel++] = bytes[at + i] ?? 0;
      at += code + 1;
    } else if (code > 128) {
      if (at >= to) throw broken();
      const value = bytes[at++] ?? 0;
      const run = Math.min(257 - code, pixels - pixel);
      for (let i = 0; i < run; i++) out[start + stride * pixel++] = value;
    }
  }
}

function broken(): AppError {
  return new AppError("invalid-input", "broken RLE frame");
}

import { type ByteSource, bytesSource, checkRange } from "@/lib/platform/byte-source";
import type { DicomElement } from "./dataset";
import { type Encoding, toLittleEndian } from "./element-reader";
import { wordBytes } from "./vr";

const sources = new WeakMap<readonly Uint8Array[], readonly ByteSource[]>();

/** Native pixel data of an element, in memory or not; undefined where it has none. */
export function nativePixels(element: DicomElement | undefined): ByteSource | undefined {
  return element?.lazyBytes ?? (element?.bytes && bytesSource(element.bytes));
}

/**
 * Fragments of an element, in memory or not, the basic offset table first; undefined where it has none. The same
 * element gives the same array, so that what is found out about it can be kept by it.
 */
export function pixelFragments(element: DicomElement | undefined): readonly ByteSource[] | undefined {
  if (element?.lazyFragments) return element.lazyFragments;
  const fragments = element?.fragments;
  if (!fragments) return undefined;
  const known = sources.get(fragments);
  if (known) return known;
  const made = fragments.map(bytesSource);
  sources.set(fragments, made);
  return made;
}

/** Words of big-endian pixel data in little-endian order; other values are the source itself. */
export function littleEndianSource(source: ByteSource, vr: string, encoding: Encoding): ByteSource {
  const size = wordBytes(vr);
  if (encoding.littleEndian || size === 1) return source;
  const { byteLength } = source;
  return {
    byteLength,
    async read(start, end) {
      checkRange(byteLength, start, end);
      const from = start - (start % size);
      const to = Math.min(byteLength, Math.ceil(end / size) * size);
      const words = toLittleEndian(await source.read(from, to), vr, encoding);
      return words.subarray(start - from, end - from);
    },
  };
}

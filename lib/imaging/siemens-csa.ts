/**
 * Reader of the Siemens CSA header (0029,xx10), the only place that says which way the slices of a classic
 * mosaic run. The format is undocumented; this follows what the files show: "SV10" (CSA2) or, in old
 * software, none (CSA1), then elements of a 64-byte name, multiplicity, VR, count, and items of a length
 * word quadruple followed by text padded to four bytes.
 */
export type CsaHeader = ReadonlyMap<string, readonly string[]>;

const MOST_ELEMENTS = 1000;
const MOST_ITEMS = 2000;
const text = new TextDecoder("latin1");

/** The elements of a CSA header; an empty map where the bytes are not one. */
export function parseCsaHeader(bytes: Uint8Array): CsaHeader {
  const header = new Map<string, string[]>();
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isCsa2 = text.decode(bytes.subarray(0, 4)) === "SV10";
  let at = isCsa2 ? 8 : 0;
  if (bytes.length < at + 8) return header;
  const count = view.getUint32(at, true);
  if (count === 0 || count > MOST_ELEMENTS) return header;
  at += 8;
  let firstElementItems = 0;
  for (let element = 0; element < count; element++) {
    if (at + 84 > bytes.length) return header;
    const name = untilNul(bytes.subarray(at, at + 64));
    const items = view.getUint32(at + 76, true);
    at += 84;
    if (items > MOST_ITEMS) return header;
    const values: string[] = [];
    if (element === 0) firstElementItems = items;
    for (let item = 0; item < items; item++) {
      if (at + 16 > bytes.length) return header;
      // CSA1 adds the first element's number of items to every length.
      const size = isCsa2 ? view.getUint32(at + 4, true) : view.getInt32(at, true) - firstElementItems;
      at += 16;
      if (size < 0 || size > bytes.length - at) return header;
      const value = untilNul(bytes.subarray(at, at + size)).trim();
      if (value !== "") values.push(value);
      at += Math.ceil(size / 4) * 4;
    }
    header.set(name, values);
  }
  return header;
}

/** Numbers of one element; those that do not parse are left out. */
export function csaNumbers(header: CsaHeader, name: string): number[] {
  return (header.get(name) ?? []).map(Number).filter(Number.isFinite);
}

function untilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return text.decode(end === -1 ? bytes : bytes.subarray(0, end));
}

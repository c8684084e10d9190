/** Numbers from 0 to 1, the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = (seed ^ 0x9e3779b9) >>> 0;
  return () => {
    // xorshift32
    state ^= state << 13;
    state >>>= 0;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state / 2 ** 32;
  };
}

/** Lengths and numbers that readers trip over. */
const WICKED = [
  0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fff_ffff, 0x8000_0000, 0xffff_fffe, 0xffff_ffff,
];
const VRS = ["SQ", "UN", "OB", "OW", "UT", "DS", "IS", "US", "AT", "PN", "UI", "DA", "ZZ", "\0\0"];
/** Bytes of an item, its end, a sequence's end, pixel data, and what shells, paths and pages make of text. */
const FRAGMENTS = [
  "feff00e0ffffffff",
  "feff0de000000000",
  "feffdde000000000",
  "e07f10004f420000ffffffff",
  "2e2e2f2e2e2f6574632f706173737764",
  "3b2428696429",
  "3c7363726970743e",
  "0d0a0d0a",
  "1f8b0800",
  "504b0304",
].map((hex) => Buffer.from(hex, "hex"));

type Mutation = (bytes: Uint8Array, random: () => number) => Uint8Array;

const at = (bytes: Uint8Array, random: () => number, room = 0) =>
  Math.floor(random() * Math.max(1, bytes.length - room));
/** Headers are what readers read: most changes go there. */
const inHeader = (bytes: Uint8Array, random: () => number, room = 0) =>
  Math.min(at(bytes, random, room), random() < 0.8 ? 128 + Math.floor(random() * 4096) : bytes.length);

const MUTATIONS: readonly Mutation[] = [
  function flipBits(bytes, random) {
    for (let count = 1 + Math.floor(random() * 8); count > 0; count--) {
      const place = inHeader(bytes, random);
      bytes[place] = (bytes[place] ?? 0) ^ (1 << Math.floor(random() * 8));
    }
    return bytes;
  },
  function cut(bytes, random) {
    return bytes.subarray(0, inHeader(bytes, random));
  },
  function drop(bytes, random) {
    const from = inHeader(bytes, random);
    const to = Math.min(bytes.length, from + 1 + Math.floor(random() * 64));
    return Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]);
  },
  function repeat(bytes, random) {
    const from = inHeader(bytes, random);
    const part = bytes.subarray(from, from + 1 + Math.floor(random() * 256));
    const parts = Array.from({ length: 1 + Math.floor(random() * 50) }, () => part);
    return Buffer.concat([bytes.subarray(0, from), ...parts, bytes.subarray(from)]);
  },
  function wickedNumber(bytes, random) {
    const place = inHeader(bytes, random, 4);
    const value = WICKED[Math.floor(random() * WICKED.length)] ?? 0;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    if (place + 4 > bytes.length) return bytes;
    if (random() < 0.5) view.setUint32(place, value, true);
    else view.setUint16(place, value & 0xffff, true);
    return bytes;
  },
  function otherVr(bytes, random) {
    const vr = VRS[Math.floor(random() * VRS.length)] ?? "UN";
    const place = inHeader(bytes, random, 2);
    bytes[place] = vr.charCodeAt(0);
    if (place + 1 < bytes.length) bytes[place + 1] = vr.charCodeAt(1);
    return bytes;
  },
  function insertFragment(bytes, random) {
    const place = inHeader(bytes, random);
    const fragment = FRAGMENTS[Math.floor(random() * FRAGMENTS.length)] ?? Buffer.alloc(0);
    return Buffer.concat([bytes.subarray(0, place), fragment, bytes.subarray(place)]);
  },
  function nest(bytes, random) {
    const place = inHeader(bytes, random);
    const depth = Math.floor(random() * 20_000);
    // (0040,A730) SQ of undefined length, an item of undefined length, and so on.
    const level = Buffer.from("400030a7" + "53510000ffffffff" + "feff00e0ffffffff", "hex");
    return Buffer.concat([
      bytes.subarray(0, place),
      ...Array<Buffer>(depth).fill(level),
      bytes.subarray(place),
    ]);
  },
];

/** A broken copy of a file: one to three changes of the kinds that break readers. The input is not changed. */
export function mutate(original: Uint8Array, random: () => number): Uint8Array {
  let bytes: Uint8Array = Uint8Array.from(original);
  for (let count = 1 + Math.floor(random() * 3); count > 0; count--) {
    const mutation = MUTATIONS[Math.floor(random() * MUTATIONS.length)];
    if (mutation && bytes.length > 0) bytes = Uint8Array.from(mutation(bytes, random));
  }
  return bytes;
}

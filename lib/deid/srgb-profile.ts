/** D50 adapted sRGB primaries and white (ICC.1:2001, IEC 61966-2-1), as X, Y, Z. */
const COLOURS: Readonly<Record<string, readonly [number, number, number]>> = {
  wtpt: [0.9642, 1, 0.8249],
  rXYZ: [0.4361, 0.2225, 0.0139],
  gXYZ: [0.3851, 0.7169, 0.0971],
  bXYZ: [0.1431, 0.0606, 0.7141],
};
const CURVES = ["rTRC", "gTRC", "bTRC"];
const NAME = "sRGB gamma 2.2";
const COPYRIGHT = "no copyright";
const HEADER_BYTES = 128;

class Block {
  readonly bytes: Uint8Array;
  private readonly data: DataView;

  constructor(size: number) {
    this.bytes = new Uint8Array(size);
    this.data = new DataView(this.bytes.buffer);
  }

  text(at: number, text: string): this {
    for (let index = 0; index < text.length; index += 1) this.bytes[at + index] = text.charCodeAt(index);
    return this;
  }

  uint32(at: number, value: number): this {
    this.data.setUint32(at, value);
    return this;
  }

  fixed(at: number, value: number): this {
    this.data.setInt32(at, Math.round(value * 65_536));
    return this;
  }
}

function tags(): [signature: string, content: Uint8Array][] {
  const description = new Block(104 + NAME.length + 1)
    .text(0, "desc")
    .uint32(8, NAME.length + 1)
    .text(12, NAME);
  const copyright = new Block(8 + COPYRIGHT.length + 1).text(0, "text").text(8, COPYRIGHT);
  const curve = new Block(14).text(0, "curv").uint32(8, 1);
  curve.bytes.set([2, 0x33], 12); // gamma 2.2 as u8Fixed8
  return [
    ["desc", description.bytes],
    ["cprt", copyright.bytes],
    ...Object.entries(COLOURS).map(([signature, [x, y, z]]): [string, Uint8Array] => [
      signature,
      new Block(20).text(0, "XYZ ").fixed(8, x).fixed(12, y).fixed(16, z).bytes,
    ]),
    ...CURVES.map((signature): [string, Uint8Array] => [signature, curve.bytes]),
  ];
}

function makeProfile(): Uint8Array {
  const contents = tags();
  const padded = (length: number): number => Math.ceil(length / 4) * 4;
  const start = HEADER_BYTES + 4 + contents.length * 12;
  const size = contents.reduce((sum, [, { length }]) => sum + padded(length), start);
  const profile = new Block(size)
    .uint32(0, size)
    .uint32(8, 0x02100000)
    .text(12, "mntrRGB XYZ ")
    .text(36, "acsp")
    .fixed(68, 0.9642)
    .fixed(72, 1)
    .fixed(76, 0.8249)
    .uint32(HEADER_BYTES, contents.length);
  let at = start;
  contents.forEach(([signature, content], index) => {
    const entry = HEADER_BYTES + 4 + index * 12;
    profile
      .text(entry, signature)
      .uint32(entry + 4, at)
      .uint32(entry + 8, content.length);
    profile.bytes.set(content, at);
    at += padded(content.length);
  });
  return profile.bytes;
}

/** An ICC input profile of our own for colour images, in place of the scanner's, in which a text could hide (PS3.3 C.11.15). */
export const SRGB_PROFILE: Uint8Array = makeProfile();

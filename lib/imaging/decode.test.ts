import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { decodeFrame } from "@/lib/imaging/decode";
import { encapsulatedFrame } from "@/lib/imaging/encapsulated";
import { describeInstance } from "@/lib/imaging/frames";
import { decodeRle } from "@/lib/imaging/rle";
import { bytesSource } from "@/lib/platform/byte-source";
import { AppError } from "@/lib/platform/errors";

interface Picture {
  columns?: number;
  rows?: number;
  samples?: number;
  allocated?: number;
  stored?: number;
  signed?: boolean;
  photometric?: string;
  planar?: number;
  frames?: number;
  pixels?: Uint8Array;
  fragments?: Uint8Array[];
  syntax?: string;
}

function picture(p: Picture): DicomFile {
  const dataset = new Dataset();
  dataset.set(TAG.Columns, "US", p.columns ?? 2);
  dataset.set(TAG.Rows, "US", p.rows ?? 1);
  dataset.set(TAG.SamplesPerPixel, "US", p.samples ?? 1);
  dataset.set(TAG.BitsAllocated, "US", p.allocated ?? 16);
  dataset.set(TAG.BitsStored, "US", p.stored ?? p.allocated ?? 16);
  dataset.set(TAG.PixelRepresentation, "US", p.signed ? 1 : 0);
  dataset.set(TAG.PhotometricInterpretation, "CS", p.photometric ?? "MONOCHROME2");
  if (p.planar !== undefined) dataset.set(TAG.PlanarConfiguration, "US", p.planar);
  if (p.frames !== undefined) dataset.set(TAG.NumberOfFrames, "IS", String(p.frames));
  dataset.elements.set(
    TAG.PixelData,
    p.fragments ? { vr: "OB", fragments: p.fragments } : { vr: "OW", bytes: p.pixels ?? new Uint8Array() },
  );
  return {
    transferSyntaxUid: p.syntax ?? TRANSFER_SYNTAX.explicitLittleEndian,
    meta: new Dataset(),
    dataset,
  };
}

const words = (...values: number[]) => new Uint8Array(Uint16Array.from(values).buffer);

describe("decoding frames", () => {
  it("keeps the stored bits alone: overlay bits masked, signs extended", async () => {
    const unsigned = await decodeFrame(picture({ stored: 12, pixels: words(0xf123, 0x0fff) }), 0);
    expect([...unsigned.data]).toEqual([0x123, 0xfff]);
    const signed = await decodeFrame(picture({ stored: 12, signed: true, pixels: words(0x0fff, 0x0800) }), 0);
    expect([...signed.data]).toEqual([-1, -2048]);
  });

  it("gives each frame its own pixels, and refuses the one after the last", async () => {
    const file = picture({ frames: 2, pixels: words(1, 2, 3, 4) });
    expect([...(await decodeFrame(file, 1)).data]).toEqual([3, 4]);
    await expect(decodeFrame(file, 2)).rejects.toBeInstanceOf(AppError);
  });

  it("makes interleaved RGB of planes and of YBR", async () => {
    const rgb = { samples: 3, allocated: 8, photometric: "RGB" };
    const planes = await decodeFrame(
      picture({ ...rgb, planar: 1, pixels: Uint8Array.from([1, 2, 3, 4, 5, 6]) }),
      0,
    );
    expect([...planes.data]).toEqual([1, 3, 5, 2, 4, 6]);
    const ybr = await decodeFrame(
      picture({ ...rgb, photometric: "YBR_FULL", pixels: Uint8Array.from([76, 85, 255, 255, 128, 128]) }),
      0,
    );
    expect([...ybr.data]).toEqual([254, 0, 0, 255, 255, 255]);
  });

  it("refuses pictures that are smaller, or larger, than can be", async () => {
    await expect(decodeFrame(picture({ pixels: words(1) }), 0)).rejects.toMatchObject({
      code: "invalid-input",
    });
    expect(() => describeInstance(picture({ columns: 60_000, rows: 60_000 }), "a")).toThrow(
      expect.objectContaining({ code: "too-large" }),
    );
    expect(() => describeInstance(picture({ frames: 1_000_000 }), "a")).toThrow(AppError);
    expect(() => describeInstance(picture({ rows: 0 }), "a")).toThrow(AppError);
  });

  it("answers any bytes in any compression with a picture or an AppError, nothing else", async () => {
    const syntaxes = [
      TRANSFER_SYNTAX.rleLossless,
      TRANSFER_SYNTAX.jpegBaseline,
      TRANSFER_SYNTAX.jpegLosslessSv1,
      TRANSFER_SYNTAX.jpegLsLossless,
      TRANSFER_SYNTAX.jpeg2000Lossless,
      TRANSFER_SYNTAX.htj2kLossless,
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...syntaxes),
        fc.uint8Array({ maxLength: 300 }),
        async (syntax, bytes) => {
          const file = picture({ columns: 8, rows: 8, syntax, fragments: [new Uint8Array(), bytes] });
          const outcome = await decodeFrame(file, 0).catch((error: unknown) => error);
          expect(outcome instanceof AppError || (outcome as { columns?: number }).columns === 8).toBe(true);
        },
      ),
      { numRuns: 60 },
    );
  });
});

/** The simplest legal encoding (PS3.5 G.3): literal runs. */
function packLiterals(plane: Uint8Array): number[] {
  const out: number[] = [];
  for (let at = 0; at < plane.length; at += 128) {
    const run = plane.subarray(at, at + 128);
    out.push(run.length - 1, ...run);
  }
  return out.length % 2 ? [...out, 0] : out;
}

describe("RLE", () => {
  it("undoes literal and repeated runs of two-byte samples", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 2, maxLength: 600 }), (bytes) => {
        const pixels = Math.floor(bytes.length / 2);
        const high = packLiterals(bytes.filter((_, i) => i % 2 === 1 && i < 2 * pixels));
        const low = packLiterals(bytes.filter((_, i) => i % 2 === 0 && i < 2 * pixels));
        const header = new Uint8Array(64);
        const view = new DataView(header.buffer);
        view.setUint32(0, 2, true);
        view.setUint32(4, 64, true);
        view.setUint32(8, 64 + high.length, true);
        const frame = Uint8Array.from([...header, ...high, ...low]);
        expect(decodeRle(frame, pixels, 1, 2)).toEqual(bytes.slice(0, 2 * pixels));
      }),
    );
    const header = new Uint8Array(64);
    new DataView(header.buffer).setUint32(0, 1, true);
    new DataView(header.buffer).setUint32(4, 64, true);
    expect([...decodeRle(Uint8Array.from([...header, 0xfd, 7, 0x80, 0, 9]), 5, 1, 1)]).toEqual([
      7, 7, 7, 7, 9,
    ]);
    expect(() => decodeRle(Uint8Array.from([...header, 0xfd]), 5, 1, 1)).toThrow(AppError);
  });
});

describe("fragments", () => {
  const soi = (value: number) => Uint8Array.from([0xff, 0xd8, value, value]);
  it("are found by the offset table, one per frame, or by where a picture starts", async () => {
    const table = new Uint8Array(Uint32Array.from([0, 12]).buffer);
    const frame = (fragments: Uint8Array[], index: number) =>
      encapsulatedFrame(fragments.map(bytesSource), index, 2);
    expect((await frame([table, soi(1), soi(2)], 1))[2]).toBe(2);
    expect((await frame([new Uint8Array(), soi(1), soi(2)], 1))[2]).toBe(2);
    const tail = Uint8Array.from([5, 5]);
    expect([...(await frame([new Uint8Array(), soi(1), tail, soi(2)], 0))]).toEqual([255, 216, 1, 1, 5, 5]);
    await expect(frame([new Uint8Array(), soi(1)], 1)).rejects.toThrow(AppError);
  });
});

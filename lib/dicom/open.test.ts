import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ByteSource, bytesSource } from "@/lib/platform/byte-source";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { Dataset, type DicomElement } from "./dataset";
import { openDicom } from "./open";
import { type DicomFile, DicomParseError, parseDicom } from "./parse";
import { nativePixels, pixelFragments } from "./pixel-source";
import { TAG, tagOf } from "./tags";
import { filesBelow } from "./testing/files-below";
import { TRANSFER_SYNTAX } from "./transfer-syntax";
import { writeDicom, writeDicomStream } from "./write";

const data = sharedData();

/** Every file as if it were a large one. */
const LARGE = { wholeBytes: 0 };

/** A source that counts what is read of it. */
class CountedSource implements ByteSource {
  readCount = 0;
  readonly byteLength: number;
  private readonly source: ByteSource;

  constructor(bytes: Uint8Array) {
    this.source = bytesSource(bytes);
    this.byteLength = bytes.length;
  }

  read(start: number, end: number): Promise<Uint8Array> {
    this.readCount += end - start;
    return this.source.read(start, end);
  }
}

async function bytesOf(sources: readonly ByteSource[]): Promise<string[]> {
  const read = await Promise.all(sources.map((source) => source.read(0, source.byteLength)));
  return read.map((bytes) => createHash("sha256").update(bytes).digest("hex"));
}

/** Everything that a file says, pixel data by digest, in a form that can be compared. */
async function said({ transferSyntaxUid, meta, dataset }: DicomFile): Promise<unknown> {
  return { transferSyntaxUid, meta: await saidBy(meta), dataset: await saidBy(dataset) };
}

async function saidBy(dataset: Dataset): Promise<unknown[]> {
  const elements: unknown[] = [];
  for (const [tag, element] of dataset.elements) elements.push([tag, element.vr, await valueOf(element)]);
  return elements;
}

async function valueOf(element: DicomElement): Promise<unknown> {
  if (element.items) return Promise.all(element.items.map(saidBy));
  const fragments = pixelFragments(element);
  if (fragments) return { fragments: await bytesOf(fragments) };
  const native = nativePixels(element);
  return native && bytesOf([native]);
}

async function outcome(open: () => DicomFile | Promise<DicomFile>): Promise<unknown> {
  try {
    return await said(await open());
  } catch (error) {
    if (error instanceof DicomParseError) return error.message;
    throw error;
  }
}

async function expectAgreement(bytes: Uint8Array, label = ""): Promise<void> {
  const [eager, lazy] = [
    await outcome(() => parseDicom(bytes)),
    await outcome(() => openDicom(bytesSource(bytes), LARGE)),
  ];
  expect(lazy, label).toEqual(eager);
}

async function streamed(file: DicomFile): Promise<{ bytes: Buffer; longest: number }> {
  const { byteLength, chunks } = writeDicomStream(file);
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  const bytes = Buffer.concat(parts);
  expect(bytes.length).toBe(byteLength);
  return { bytes, longest: Math.max(...parts.map((part) => part.length)) };
}

/** A small file of each pixel encoding, in the little-endian and big-endian forms. */
function samples(): Uint8Array[] {
  const make = (transferSyntaxUid: string, pixels: DicomElement): DicomFile => {
    const dataset = new Dataset();
    dataset.set(TAG.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.4");
    dataset.set(TAG.SOPInstanceUID, "UI", "1.2.3");
    const item = new Dataset();
    item.set(TAG.CodeMeaning, "LO", "inner");
    dataset.set(TAG.ReferencedImageSequence, "SQ", [item]);
    dataset.set(tagOf(0x0029, 0x0010), "LO", "SIEMENS CSA HEADER");
    dataset.elements.set(TAG.PixelData, pixels);
    return { transferSyntaxUid, meta: new Dataset(), dataset };
  };
  const little = writeDicom(
    make(TRANSFER_SYNTAX.explicitLittleEndian, { vr: "OW", bytes: Uint8Array.of(1, 2, 3, 4, 5, 6, 7, 8) }),
  );
  const fragments = [new Uint8Array(), Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5, 6)];
  return [little, writeDicom(make(TRANSFER_SYNTAX.rleLossless, { vr: "OB", fragments })), bigEndian()];
}

/** The data set of two elements as a big-endian writer gives it, with what it may leave behind the pixels. */
function bigEndian(): Uint8Array {
  const text = (value: string) => [...Buffer.from(value, "latin1")];
  const uid = TRANSFER_SYNTAX.explicitBigEndian;
  return Uint8Array.from([
    ...new Array<number>(128).fill(0),
    ...text("DICM"),
    ...[2, 0, 0x10, 0, ...text("UI"), uid.length, 0, ...text(uid)],
    ...[0, 8, 0, 0x60, ...text("CS"), 0, 2, ...text("MR")],
    ...[0x7f, 0xe0, 0, 0x10, ...text("OW"), 0, 0, 0, 0, 0, 6, 1, 2, 3, 4, 5, 6],
    ...[0xff, 0xfc, 0xff, 0xfc, ...text("OB"), 0, 0, 0, 0, 0, 2, 0, 0],
  ]);
}

describe("a file that is opened", () => {
  it("says what the parsed one says, cut anywhere", async () => {
    for (const bytes of samples()) {
      for (let length = 0; length <= bytes.length; length += 1)
        await expectAgreement(bytes.subarray(0, length), `first ${length}`);
    }
  });

  it("says what the parsed one says, with any bytes changed", async () => {
    const originals = samples();
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...originals),
        fc.array(change, { minLength: 1, maxLength: 8 }),
        async (original, changes) => {
          const bytes = Uint8Array.from(original);
          for (const { at, byte } of changes) bytes[128 + (at % (bytes.length - 128))] = byte;
          await expectAgreement(bytes);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it("is read up to its pixels only, however much comes before them", async () => {
    const dataset = new Dataset();
    dataset.set(TAG.SOPInstanceUID, "UI", "1.2.3");
    dataset.set(tagOf(0x0029, 0x1010), "OB", new Uint8Array(3_000_000).fill(7));
    dataset.set(TAG.PixelData, "OW", new Uint8Array(20_000_000).fill(9));
    const meta = new Dataset();
    const bytes = writeDicom({
      transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian,
      meta,
      dataset,
    });
    const source = new CountedSource(bytes);
    const file = await openDicom(source, LARGE);
    expect(source.readCount).toBeLessThan(8_000_000);
    const pixels = nativePixels(file.dataset.get(TAG.PixelData));
    expect(pixels?.byteLength).toBe(20_000_000);
    expect(() => writeDicom(file)).toThrow("as a stream");
    const written = await streamed(file);
    expect(written.bytes.equals(bytes)).toBe(true);
    expect(written.longest).toBeLessThanOrEqual(2 ** 20);
    await expect(openDicom(source, { ...LARGE, maxHeaderBytes: 1_000_000 })).rejects.toThrow("too-large");
    await expect(openDicom(source, { maxBytes: 1_000_000 })).rejects.toThrow("too-large");
  });

  it("fails as its source fails, and not as a bad file", async () => {
    const broken: ByteSource = { byteLength: 1e9, read: () => Promise.reject(new Error("disk")) };
    await expect(openDicom(broken)).rejects.toThrow("disk");
  });
});

describe.skipIf(data === null)("the real files, opened", () => {
  const paths = data === null ? [] : filesBelow(data).filter((path) => statSync(path).size < 60 * 2 ** 20);
  const folders = [
    ...new Set(paths.map((path) => path.slice(join(data ?? "").length + 1).split("/")[0] ?? "")),
  ];

  it.each(folders)("say what the parsed ones say, and are written the same: %s", async (folder) => {
    for (const path of paths.filter((one) => one.startsWith(join(data ?? "", folder)))) {
      const bytes = new Uint8Array(readFileSync(path));
      const eager = await outcome(() => parseDicom(bytes));
      const opened = await openDicom(bytesSource(bytes), LARGE).catch((error: unknown) => error);
      if (opened instanceof DicomParseError) {
        expect(opened.message === eager, path).toBe(true);
        continue;
      }
      const file = opened as DicomFile;
      expect(JSON.stringify(await said(file)) === JSON.stringify(eager), path).toBe(true);
      const { bytes: written } = await streamed(file);
      expect(written.equals(writeDicom(parseDicom(bytes))), path).toBe(true);
    }
  });
});

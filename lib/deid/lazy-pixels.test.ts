import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { Dataset, type DicomElement } from "@/lib/dicom/dataset";
import { openDicom } from "@/lib/dicom/open";
import { type DicomFile, parseDicom } from "@/lib/dicom/parse";
import { TAG, tagOf } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { writeDicom, writeDicomStream } from "@/lib/dicom/write";
import { bytesSource } from "@/lib/platform/byte-source";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { deidentify } from "./deidentify";
import { mrImagesOf, READABLE_CASES } from "./testing/real-files";

const data = sharedData();
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };

async function digestOfStream(file: DicomFile): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of writeDicomStream(file).chunks) hash.update(chunk);
  return hash.digest("hex");
}

const digestOf = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

/** The copy made of pixel data in memory and the one whose pixel data stayed in the file. */
async function bothCopies(bytes: Uint8Array): Promise<{ eager: string; lazy: string }> {
  const opened = await openDicom(bytesSource(bytes), { wholeBytes: 0 });
  return {
    eager: digestOf(writeDicom(deidentify(parseDicom(bytes), CONTEXT).file)),
    lazy: await digestOfStream(deidentify(opened, CONTEXT).file),
  };
}

function image(transferSyntaxUid: string, pixels: DicomElement): Uint8Array {
  const dataset = new Dataset();
  dataset.set(TAG.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.4");
  dataset.set(TAG.SOPInstanceUID, "UI", "1.2.3");
  dataset.set(TAG.Rows, "US", 3);
  dataset.set(TAG.Columns, "US", 5);
  dataset.set(TAG.BitsAllocated, "US", 16);
  dataset.set(TAG.BitsStored, "US", 12);
  dataset.set(TAG.HighBit, "US", 11);
  dataset.set(tagOf(0x6000, 0x0010), "US", 3);
  dataset.set(tagOf(0x6000, 0x0102), "US", 14);
  dataset.elements.set(TAG.PixelData, pixels);
  return writeDicom({ transferSyntaxUid, meta: new Dataset(), dataset });
}

function written(file: DicomFile): DicomElement | undefined {
  return parseDicom(writeDicom(deidentify(file, CONTEXT).file)).dataset.get(TAG.PixelData);
}

describe("pixel data that stay in the file are cleaned alike", () => {
  it("without trailing bytes and overlay bits, also in pieces that break words", async () => {
    const bytes = image(TRANSFER_SYNTAX.explicitLittleEndian, {
      vr: "OW",
      bytes: new Uint8Array(44).fill(0xff),
    });
    const kept = written(parseDicom(bytes))?.bytes;
    expect(kept).toEqual(Uint8Array.from({ length: 30 }, (_, at) => (at % 2 === 0 ? 0xff : 0xbf)));
    const { eager, lazy } = await bothCopies(bytes);
    expect(lazy).toBe(eager);
    const opened = await openDicom(bytesSource(bytes), { wholeBytes: 0 });
    const pixels = deidentify(opened, CONTEXT).file.dataset.get(TAG.PixelData)?.lazyBytes;
    for (let start = 0; start <= 30; start += 1) {
      for (let end = start; end <= 30; end += 1)
        expect(Buffer.from((await pixels?.read(start, end)) ?? [])).toEqual(
          Buffer.from(kept ?? []).subarray(start, end),
        );
    }
  });

  it("without the comments of each codestream", async () => {
    const jpeg = [0xff, 0xd8, 0xff, 0xfe, 0, 6, 1, 2, 3, 4, 0xff, 0xd9, 7, 7];
    const fragments = [new Uint8Array(), Uint8Array.from(jpeg), Uint8Array.from(jpeg)];
    const bytes = image(TRANSFER_SYNTAX.jpegBaseline, { vr: "OB", fragments });
    expect([...(written(parseDicom(bytes))?.fragments?.[2] ?? [])]).toEqual([
      0xff, 0xd8, 0xff, 0xfe, 0, 6, 0, 0, 0, 0, 0xff, 0xd9, 0, 0,
    ]);
    const { eager, lazy } = await bothCopies(bytes);
    expect(lazy).toBe(eager);
  });
});

describe.skipIf(data === null)("copies of the real files are the same to the byte", () => {
  it.each(READABLE_CASES)("%s", async (name) => {
    for (const { path } of mrImagesOf(join(data ?? "", name))) {
      const { eager, lazy } = await bothCopies(new Uint8Array(readFileSync(path)));
      expect(lazy === eager, path).toBe(true);
    }
  });
});

import { deflateSync } from "fflate";
import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Dataset } from "./dataset";
import { DicomParseError, parseDicom, type DicomFile } from "./parse";
import { TAG, tagOf } from "./tags";
import { TRANSFER_SYNTAX } from "./transfer-syntax";
import { writeDicom } from "./write";

function item(value: string): Dataset {
  const dataset = new Dataset();
  dataset.set(TAG.CodeMeaning, "LO", value);
  return dataset;
}

/** A small file with every structure: text, numbers, nested sequences, private block, pixels. */
function sample(encapsulated = false): DicomFile {
  const dataset = new Dataset();
  dataset.set(TAG.SOPClassUID, "UI", "1.2.840.10008.5.1.4.1.1.4");
  dataset.set(TAG.SOPInstanceUID, "UI", "1.2.3");
  dataset.set(TAG.SpecificCharacterSet, "CS", "ISO_IR 192");
  dataset.set(TAG.PatientName, "PN", "Élan^Test");
  dataset.set(TAG.RepetitionTime, "DS", [2000.5, 3]);
  dataset.set(TAG.Rows, "US", 2);
  const nested = item("outer");
  nested.set(TAG.PurposeOfReferenceCodeSequence, "SQ", [item("inner"), new Dataset()]);
  dataset.set(TAG.ReferencedImageSequence, "SQ", [nested]);
  dataset.set(tagOf(0x0019, 0x0010), "LO", "SIEMENS MR HEADER");
  dataset.set(tagOf(0x0019, 0x100e), "FD", [0.5, -0.25, 1]);
  if (encapsulated) {
    dataset.elements.set(TAG.PixelData, {
      vr: "OB",
      fragments: [new Uint8Array(), Uint8Array.of(1, 2, 3, 4)],
    });
  } else {
    dataset.set(TAG.PixelData, "OW", Uint8Array.of(1, 0, 2, 0, 3, 0, 4, 0));
  }
  const transferSyntaxUid = encapsulated ? TRANSFER_SYNTAX.rleLossless : TRANSFER_SYNTAX.explicitLittleEndian;
  return { transferSyntaxUid, meta: new Dataset(), dataset };
}

function parseOrReason(bytes: Uint8Array): DicomFile | string {
  try {
    return parseDicom(bytes);
  } catch (error) {
    if (error instanceof DicomParseError) return error.reason;
    throw error;
  }
}

/** A file of explicit little endian elements given as bytes, with preamble and no meta information. */
function raw(...parts: (string | number[])[]): Uint8Array {
  const bytes = parts.flatMap((part) => (typeof part === "string" ? [...Buffer.from(part, "latin1")] : part));
  return Uint8Array.from([...new Array<number>(128).fill(0), ...Buffer.from("DICM"), ...bytes]);
}

describe("reading what was written", () => {
  it.each([false, true])("gives the same values (encapsulated: %s)", (encapsulated) => {
    const bytes = writeDicom(sample(encapsulated));
    const file = parseDicom(bytes);
    expect(file.dataset.text(TAG.PatientName)).toBe("Élan^Test");
    expect(file.dataset.numbers(TAG.RepetitionTime)).toEqual([2000.5, 3]);
    expect(file.dataset.number(TAG.Rows)).toBe(2);
    const outer = file.dataset.items(TAG.ReferencedImageSequence)[0];
    expect(outer?.items(TAG.PurposeOfReferenceCodeSequence)[0]?.text(TAG.CodeMeaning)).toBe("inner");
    expect(outer?.items(TAG.PurposeOfReferenceCodeSequence)).toHaveLength(2);
    const direction = file.dataset.privateElement(0x0019, "SIEMENS MR HEADER", 0x0e);
    expect(direction?.bytes).toHaveLength(24);
    expect(file.dataset.numbers(tagOf(0x0019, 0x100e))).toEqual([0.5, -0.25, 1]);
    expect(Buffer.from(writeDicom(file))).toEqual(Buffer.from(bytes));
    if (encapsulated)
      expect(file.dataset.get(TAG.PixelData)?.fragments?.[1]).toEqual(Uint8Array.of(1, 2, 3, 4));
  });

  it("reads a deflated data set, and stops one that grows beyond its limit", () => {
    const plain = writeDicom(sample());
    const start = parseDicomMetaEnd(plain);
    const meta = Buffer.from(plain.subarray(0, start)).toString("latin1");
    // Same length as the UID it replaces: 1.2.840.10008.1.2.1 padded, deflated has three characters more.
    const dataset = plain.subarray(start);
    expect(meta).toContain(TRANSFER_SYNTAX.explicitLittleEndian);
    const deflated = Buffer.concat([
      metaOf(TRANSFER_SYNTAX.deflatedExplicitLittleEndian),
      deflateSync(dataset),
    ]);
    expect(parseDicom(deflated).dataset.text(TAG.PatientName)).toBe("Élan^Test");
    expect(() => parseDicom(deflated, { maxInflatedBytes: 64 })).toThrow("too-large");
  });
});

function metaOf(transferSyntaxUid: string): Uint8Array {
  const padded = transferSyntaxUid.length % 2 === 0 ? transferSyntaxUid : `${transferSyntaxUid}\0`;
  return raw([2, 0, 0x10, 0], "UI", [padded.length, 0], padded);
}

function parseDicomMetaEnd(bytes: Uint8Array): number {
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(140, true);
  return 144 + length;
}

describe("files that lie", () => {
  it.each([
    ["nothing", new Uint8Array(), "not-dicom"],
    ["text", new TextEncoder().encode("Dear colleague, please find attached"), "not-dicom"],
    ["a value longer than the file", raw([8, 0, 0x20, 0], "DA", [200, 0], "2022"), "truncated"],
    [
      "an item longer than its sequence",
      raw([8, 0, 0x40, 0x11], "SQ", [0, 0, 12, 0, 0, 0], [0xfe, 0xff, 0, 0xe0, 99, 0, 0, 0], "abcd"),
      "lying-length",
    ],
    ["a sequence without items", raw([8, 0, 0x40, 0x11], "SQ", [0, 0, 8, 0, 0, 0], "abcdefgh"), "malformed"],
    [
      "text of undefined length",
      raw([8, 0, 0x18, 0], "UT", [0, 0, 255, 255, 255, 255], "1.2.3.4."),
      "lying-length",
    ],
    [
      "pixels of undefined length and no known compression",
      raw(
        [8, 0, 0x20, 0],
        "DA",
        [0, 0],
        [0xe0, 0x7f, 0x10, 0],
        "OB",
        [0, 0, 255, 255, 255, 255],
        [0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0],
      ),
      "unsupported-transfer-syntax",
    ],
    [
      "an unknown transfer syntax",
      Uint8Array.from(metaOf("1.2.840.10008.1.2.4.95")),
      "unsupported-transfer-syntax",
    ],
  ])("%s", (_, bytes, reason) => {
    expect(parseOrReason(bytes)).toBe(reason);
  });

  it("nest too deep", () => {
    let dataset = item("deep");
    for (let depth = 0; depth < 30; depth += 1) {
      const outer = new Dataset();
      outer.set(TAG.ReferencedImageSequence, "SQ", [dataset]);
      dataset = outer;
    }
    const bytes = writeDicom({ ...sample(), dataset });
    expect(parseOrReason(bytes)).toBe("too-deep");
    expect(() => parseDicom(bytes, { maxDepth: 40 })).not.toThrow();
  });

  it("hold too much", () => {
    expect(() => parseDicom(writeDicom(sample()), { maxElements: 5 })).toThrow("too-many-elements");
    expect(() => parseDicom(writeDicom(sample()), { maxBytes: 100 })).toThrow("too-large");
  });
});

describe("damage", () => {
  it.each([false, true])(
    "a file cut anywhere is refused or read in part (encapsulated: %s)",
    (encapsulated) => {
      const bytes = writeDicom(sample(encapsulated));
      const reasons = new Set<string>();
      for (let length = 0; length < bytes.length; length += 1) {
        const result = parseOrReason(bytes.subarray(0, length));
        if (typeof result === "string") reasons.add(result);
        else expect(result.dataset.has(TAG.PixelData)).toBe(false);
      }
      expect(reasons).toContain("truncated");
    },
  );

  it("changed bytes give data or a DicomParseError, never another error", () => {
    const originals = [writeDicom(sample()), writeDicom(sample(true))];
    const change = fc.record({ at: fc.nat(), byte: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...originals),
        fc.array(change, { minLength: 1, maxLength: 12 }),
        (original, changes) => {
          const bytes = Uint8Array.from(original);
          for (const { at, byte } of changes) bytes[128 + (at % (bytes.length - 128))] = byte;
          const result = parseOrReason(bytes);
          if (typeof result !== "string") {
            for (const tag of result.dataset.elements.keys()) {
              result.dataset.texts(tag);
              result.dataset.numbers(tag);
            }
            expect(parseOrReason(writeDicom(result))).toBeTypeOf("object");
          }
        },
      ),
      { numRuns: 3000 },
    );
  });

  it("random bytes behind a preamble never crash the reader", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        parseOrReason(raw([...bytes]));
      }),
      { numRuns: 1000 },
    );
  });
});

import { describe, expect, it } from "vitest";

import { Dataset } from "@/lib/dicom/dataset";
import dictionary from "@/lib/dicom/dictionary.json";
import { parseDicom } from "@/lib/dicom/parse";
import { dictionaryVr, isPrivateCreator, TAG, tagOf } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";

import { deidentify } from "./deidentify";
import { privateBlock } from "./private-elements";
import { BULK_NUMBERS } from "./testing/bulk-numbers";

const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };
const MR = "1.2.840.10008.5.1.4.1.1.4";
/** Every attribute of the standard that a data set can have, those of Table E.1-1 among them. */
const ATTRIBUTES = Object.values(dictionary)
  .map((entry) => Number.parseInt(entry.slice(0, 8), 16))
  .filter((tag) => tag >= 0x00080006 && tag < 0xfffc0000);
const NUMERIC = new Set(["US", "UL", "FL", "FD", "AT", "SS", "SL", "SV", "UV"]);

/** One text in the bytes of each character set (PS3.3 C.12.1.1.2); what must not be found of it, as bytes. */
const CHARACTER_SETS: readonly (readonly [terms: string, bytes: Buffer, canaries: readonly Buffer[]])[] = [
  ["", Buffer.from("Zqxwv Dupont"), []],
  [
    "ISO_IR 100",
    Buffer.from("Zqxwv Émilie", "latin1"),
    [Buffer.from("Émilie", "latin1"), Buffer.from("Émilie", "utf8")],
  ],
  [
    "ISO_IR 192",
    Buffer.from("Zqxwv Émilie Ωmega 山田", "utf8"),
    [Buffer.from("Émilie"), Buffer.from("山田")],
  ],
  [
    "ISO_IR 144",
    Buffer.from([0x5a, 0x71, 0x78, 0x77, 0x76, 0x20, 0xb8, 0xd2, 0xd0, 0xdd]),
    [Buffer.from("Иван"), Buffer.from([0xb8, 0xd2, 0xd0, 0xdd])],
  ],
  [
    "\\ISO 2022 IR 87",
    Buffer.from([...Buffer.from("Zqxwv="), 0x1b, 0x24, 0x42, 0x3b, 0x33, 0x45, 0x44, 0x1b, 0x28, 0x42]),
    [Buffer.from("山田"), Buffer.from([0x3b, 0x33, 0x45, 0x44])],
  ],
  [
    "\\ISO 2022 IR 149",
    Buffer.from([...Buffer.from("Zqxwv="), 0x1b, 0x24, 0x29, 0x43, 0xb1, 0xe8, 0xc8, 0xf1]),
    [Buffer.from("김희"), Buffer.from([0xb1, 0xe8, 0xc8, 0xf1])],
  ],
  [
    "GB18030",
    Buffer.from([...Buffer.from("Zqxwv "), 0xcd, 0xf5, 0xd0, 0xa1]),
    [Buffer.from("王小"), Buffer.from([0xcd, 0xf5, 0xd0, 0xa1])],
  ],
  [
    "ISO_IR 13",
    Buffer.from([...Buffer.from("Zqxwv "), 0xd4, 0xcf, 0xc0, 0xde]),
    [Buffer.from([0xd4, 0xcf, 0xc0, 0xde]), Buffer.from("ﾔﾏﾀﾞ")],
  ],
];
const TEXT_VRS = [
  "AE",
  "AS",
  "CS",
  "DA",
  "DS",
  "DT",
  "IS",
  "LO",
  "LT",
  "OB",
  "OF",
  "OW",
  "PN",
  "SH",
  "ST",
  "TM",
  "UC",
  "UI",
  "UN",
  "UR",
  "UT",
  "US",
  "UL",
  "FL",
  "FD",
  "AT",
];

describe("canaries in every attribute, VR, depth and character set", () => {
  it.each(CHARACTER_SETS)("%s", (terms, canary, canaries) => {
    const all = ATTRIBUTES;
    let planted = 0;
    const plant = (dataset: Dataset, depth: number): void => {
      all.forEach((tag, index) => {
        const own = dictionaryVr(tag) ?? "UN";
        if (tag === TAG.SOPClassUID || own === "SQ" || BULK_NUMBERS.has(tag) || /^[a-z]/.test(own)) return;
        // Its own VR, and in the other half of the attributes one that it should not have; a number is a number whatever its bytes.
        const other = TEXT_VRS[(index + depth) % TEXT_VRS.length] ?? "LO";
        const vr = (index + depth) % 2 === 0 ? own : other;
        if (NUMERIC.has(own) && (NUMERIC.has(vr) || vr === "UN")) return;
        dataset.set(tag, vr, new Uint8Array(canary));
        planted += 1;
      });
      for (const [group, creator] of [
        [0x0019, "SIEMENS MR HEADER"],
        [0x0043, "GEMS_PARM_01"],
        [0x2005, "Philips MR Imaging DD 001"],
        [0x0065, "Image Private Header"],
        [0x0011, ""],
      ] as const) {
        if (creator !== "") dataset.set(tagOf(group, 0x0010), "LO", creator);
        for (let element = 0; element <= 0xff; element += 1) {
          // Read by its row, a value without VR can be a number.
          const isNumber = NUMERIC.has(privateBlock(creator, group).get(element)?.vr ?? "");
          const vr = ["LO", isNumber ? "LT" : "UN", "OB", "UT", "CS", "SH"][element % 6] ?? "LO";
          dataset.set(tagOf(group, 0x1000 + element), vr, new Uint8Array(canary));
        }
      }
      if (depth < 4) {
        const inner = new Dataset();
        plant(inner, depth + 1);
        for (const tag of [TAG.ContentSequence, TAG.DerivationImageSequence, TAG.RequestAttributesSequence])
          dataset.set(tag, "SQ", depth % 2 === 0 || tag === TAG.ContentSequence ? [inner] : []);
      }
    };
    const dataset = new Dataset();
    plant(dataset, 0);
    dataset.set(TAG.SOPClassUID, "UI", MR);
    if (terms !== "") dataset.set(TAG.SpecificCharacterSet, "CS", terms);
    expect(planted).toBeGreaterThan(10_000);
    const file = parseDicom(
      writeDicom({ transferSyntaxUid: "1.2.840.10008.1.2.1", meta: new Dataset(), dataset }),
    );
    for (const tag of [TAG.PixelData, TAG.FloatPixelData, TAG.DoubleFloatPixelData]) file.dataset.delete(tag);
    const { file: copy, report } = deidentify(file, CONTEXT);
    const bytes = Buffer.from(writeDicom(copy));
    for (const needle of [Buffer.from("Zqxwv"), Buffer.from("ZQXWV"), Buffer.from("Dupont"), ...canaries])
      expect(bytes.includes(needle), needle.toString("hex")).toBe(false);
    expect(report.length).toBeGreaterThan(1000);
    expect([...copy.dataset.elements.keys()].filter(isPrivateCreator).length).toBeLessThan(6);
  });
});

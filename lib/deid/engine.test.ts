import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { Dataset } from "@/lib/dicom/dataset";
import dictionary from "@/lib/dicom/dictionary.json";
import { type DicomFile, parseDicom } from "@/lib/dicom/parse";
import { dictionaryVr, isPrivate, keywordOf, TAG, type Tag, tagOf } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";

import { deidentify } from "./deidentify";
import { creatorHash } from "./private-creators";
import { DeidRefusal } from "./refusal";
import { deidReportSchema, mergeReports } from "./report";
import { PROFILE_VERSION, RULES_DIGEST } from "./rules-digest";
import { BULK_NUMBERS } from "./testing/bulk-numbers";
import { datasetOf, objectOf } from "./testing/synthetic-object";

const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };
const MR = "1.2.840.10008.5.1.4.1.1.4";

describe("private blocks", () => {
  const withCreator = (creator: string): DicomFile => {
    const file = objectOf(MR, {});
    const item = new Dataset();
    for (const [holder, block] of [
      [file.dataset, 0x11],
      [item, 0x12],
    ] as const) {
      holder.set(tagOf(0x0021, block), "LO", creator);
      holder.set(tagOf(0x0021, block * 0x100 + 1), "LO", "Zqxwv T1");
    }
    file.dataset.set(TAG.DerivationImageSequence, "SQ", [item]);
    return file;
  };
  const refusalOf = (file: DicomFile): unknown => {
    try {
      deidentify(file, CONTEXT);
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it("of an owner on no list are refused, all of them named, none quoted", () => {
    const refusal = refusalOf(withCreator("Zqxwv Dr Dupont"));
    expect(refusal).toBeInstanceOf(DeidRefusal);
    expect(refusal).toMatchObject({
      reason: "unknown-private-creator",
      attributes: ["(0021,11xx)", "(0021,12xx)"],
      creatorHashes: [creatorHash(CONTEXT.uidKey, "Zqxwv Dr Dupont")],
    });
    expect(JSON.stringify(refusal) + String(refusal)).not.toMatch(/Zqxwv|Dupont/);
  });

  it("of an owner that somebody decided to drop are removed, of another one still refused", () => {
    const droppedCreators = new Set([creatorHash(CONTEXT.uidKey, "Zqxwv Dr Dupont")]);
    const { file } = deidentify(withCreator("Zqxwv Dr Dupont "), { ...CONTEXT, droppedCreators });
    expect([...file.dataset.elements.keys()].some(isPrivate)).toBe(false);
    expect(() => deidentify(withCreator("Zqxwv Dr Durand"), { ...CONTEXT, droppedCreators })).toThrow(
      DeidRefusal,
    );
    expect(creatorHash("another key", "Zqxwv Dr Dupont")).not.toBe(
      creatorHash(CONTEXT.uidKey, "Zqxwv Dr Dupont"),
    );
  });

  it("of a known owner are removed but for the rows that name their elements; without owner they go", () => {
    const { file, report } = deidentify(withCreator("GEMS_RELA_01"), CONTEXT);
    expect([...file.dataset.elements.keys()].some(isPrivate)).toBe(false);
    expect(report).toContainEqual({ tag: "(0021,xx01)", keyword: null, action: "removed", count: 2 });
    const orphan = withCreator("GEMS_RELA_01");
    orphan.dataset.delete(tagOf(0x0021, 0x11));
    expect(() => deidentify(orphan, CONTEXT)).not.toThrow();
    const kept = withCreator("SIEMENS MR HEADER");
    kept.dataset.set(tagOf(0x0019, 0x0011), "LO", "SIEMENS MR HEADER");
    kept.dataset.set(tagOf(0x0019, 0x110c), "IS", "1000");
    const copy = deidentify(kept, CONTEXT).file.dataset;
    expect(copy.privateElement(0x0019, "SIEMENS MR HEADER", 0x0c)).toBeDefined();
  });

  it("in a sequence that goes are nobody's concern", () => {
    const file = withCreator("GEMS_RELA_01");
    const item = new Dataset();
    item.set(tagOf(0x0021, 0x0010), "LO", "Zqxwv");
    item.set(tagOf(0x0021, 0x1001), "LO", "Zqxwv");
    file.dataset.set(TAG.OriginalAttributesSequence, "SQ", [item]);
    expect(() => deidentify(file, CONTEXT)).not.toThrow();
  });
});

describe("the report", () => {
  it("counts every element by attribute and action, and says no value", () => {
    const item = datasetOf({ PatientComments: ["LT", "Zqxwv"], SeriesDescription: ["LO", "T1 Zqxwv"] });
    const file = objectOf(MR, {
      RepetitionTime: ["DS", "500"],
      SeriesDescription: ["LO", "T1 Zqxwv"],
      InstitutionName: ["LO", "Zqxwv"],
      AcquisitionDate: ["DA", "***"],
      DerivationImageSequence: ["SQ", [item, item]],
    });
    const { report } = deidentify(file, CONTEXT);
    expect(deidReportSchema.parse(report)).toEqual(report);
    expect(report).toContainEqual({
      tag: "(0018,0080)",
      keyword: "RepetitionTime",
      action: "kept",
      count: 1,
    });
    expect(report).toContainEqual({
      tag: "(0008,103E)",
      keyword: "SeriesDescription",
      action: "cleaned",
      count: 3,
    });
    expect(report).toContainEqual({
      tag: "(0010,4000)",
      keyword: "PatientComments",
      action: "removed",
      count: 2,
    });
    expect(report).toContainEqual({
      tag: "(0008,0022)",
      keyword: "AcquisitionDate",
      action: "removed",
      count: 1,
    });
    expect(report).toContainEqual({ tag: "(0008,0020)", keyword: "StudyDate", action: "shifted", count: 1 });
    expect(report).toContainEqual({
      tag: "(0010,0010)",
      keyword: "PatientName",
      action: "replaced",
      count: 1,
    });
    expect(report).toContainEqual({
      tag: "(0010,0030)",
      keyword: "PatientBirthDate",
      action: "emptied",
      count: 1,
    });
    expect(JSON.stringify(report)).not.toMatch(/Zqxwv|T1|19530719|500/);
    const merged = mergeReports(report, report, report);
    expect(merged.map(({ count }) => count)).toEqual(report.map(({ count }) => count * 3));
    expect(deidReportSchema.safeParse([{ ...report[0], value: "x" }]).success).toBe(false);
  });

  it("names the rules: a version that fits (0012,0063), and a digest of the tables", () => {
    expect(PROFILE_VERSION.length).toBeLessThanOrEqual(64);
    expect(RULES_DIGEST).toMatch(/^[0-9a-f]{64}$/);
    const copy = deidentify(objectOf(MR, {}), CONTEXT).file.dataset;
    expect(copy.text(TAG.DeidentificationMethod)).toBe(PROFILE_VERSION);
    expect(copy.text(TAG.LongitudinalTemporalInformationModified)).toBe("MODIFIED");
    expect(
      copy.items(TAG.DeidentificationMethodCodeSequence).map((item) => item.text(TAG.CodeValue)),
    ).not.toContain("113109");
  });
});

/** Every attribute of the standard that a data set can have. */
const ATTRIBUTES = Object.values(dictionary)
  .map((entry) => Number.parseInt(entry.slice(0, 8), 16))
  .filter((tag) => tag >= 0x00080000 && tag < 0xfffc0000 && tag !== TAG.SpecificCharacterSet);

const NUMERIC = new Set(["US", "UL", "FL", "FD", "AT", "SS", "SL", "SV", "UV"]);
/** The dictionary's ambiguous VRs are lower case, and numbers. */
const isNumeric = (vr: string): boolean => NUMERIC.has(vr) || /^[a-z]/.test(vr);
/** Pixels whose VR is not ambiguous; those of PixelData are numbers by the rule above. */
const isPixels = (tag: Tag): boolean => tag === TAG.FloatPixelData || tag === TAG.DoubleFloatPixelData;

const WORDS = [
  "T1",
  "MPRAGE",
  "Dupont",
  "Zqxwv",
  "1000",
  "b1000",
  "2020",
  "20200229",
  "***",
  "00000000",
  "101112",
  "MR",
  "NONE",
  "1.5",
  "-3",
  "é",
  "",
];
const text = fc.array(fc.constantFrom(...WORDS), { maxLength: 4 }).map((words) => words.join(" "));
const attribute = fc.tuple(
  fc.constantFrom(...ATTRIBUTES),
  text,
  fc.constantFrom("own", "LO", "CS", "UN", "US"),
);

function objectWith(attributes: readonly (readonly [Tag, string, string])[]): DicomFile {
  const file = objectOf(MR, { SpecificCharacterSet: ["CS", "ISO_IR 192"] });
  for (const [tag, value, vr] of attributes) {
    const own = dictionaryVr(tag) ?? "UN";
    if (tag === TAG.SOPClassUID || own === "SQ" || BULK_NUMBERS.has(tag) || file.dataset.has(tag)) continue;
    // A number is a number, whatever text its bytes would make.
    if ((isNumeric(own) || isPixels(tag)) && (isNumeric(vr) || vr === "own" || vr === "UN")) continue;
    const written = vr === "own" ? (/^[a-z]/.test(own) ? "US" : own) : vr;
    file.dataset.set(tag, written, new TextEncoder().encode(value.length % 2 === 1 ? `${value} ` : value));
  }
  return file;
}

describe("whatever the attributes", () => {
  it("nothing crashes, no invalid date and no unknown word passes", () => {
    fc.assert(
      fc.property(fc.array(attribute, { minLength: 1, maxLength: 30 }), (attributes) => {
        const copy = deidentify(parseDicom(writeDicom(objectWith(attributes))), CONTEXT).file;
        const bytes = Buffer.from(writeDicom(copy)).toString("utf8");
        for (const word of ["Dupont", "Zqxwv"]) expect(bytes).not.toContain(word);
        for (const [tag, element] of copy.dataset.elements) {
          if (!["DA", "DT", "AS", "TM"].includes(element.vr)) continue;
          const value = copy.dataset.text(tag) ?? "";
          expect(value, keywordOf(tag)).not.toMatch(/\*|^0{8}/);
        }
      }),
      { numRuns: 300 },
    );
  });

  it("the order of elements does not matter", () => {
    fc.assert(
      fc.property(
        fc.array(attribute, { maxLength: 20 }),
        fc.infiniteStream(fc.nat()),
        (attributes, random) => {
          const file = objectWith(attributes);
          const shuffled = new Dataset();
          const order = [...file.dataset.elements].map((entry) => ({
            entry,
            key: random.next().value as number,
          }));
          for (const { entry } of order.sort((a, b) => a.key - b.key)) shuffled.elements.set(...entry);
          const [one, other] = [file, { ...file, dataset: shuffled }].map((each) =>
            deidentify(each, CONTEXT),
          );
          expect(Buffer.compare(writeDicom(one?.file ?? file), writeDicom(other?.file ?? file))).toBe(0);
          expect(one?.report).toEqual(other?.report);
        },
      ),
      { numRuns: 100 },
    );
  });

  it("what was de-identified stays as it is, but for dates, UIDs and serials, which move on", () => {
    fc.assert(
      fc.property(fc.array(attribute, { maxLength: 30 }), (attributes) => {
        const once = deidentify(objectWith(attributes), CONTEXT).file;
        const twice = deidentify(once, { ...CONTEXT, dateOffsetDays: 0 }).file;
        const moving = ({ vr }: { vr: string }, tag: Tag): boolean =>
          vr === "UI" || tag === TAG.DeviceSerialNumber;
        for (const [tag, element] of once.dataset.elements) {
          if (moving(element, tag)) continue;
          // A dummy date of an attribute whose date option does not apply is the same dummy again.
          expect(twice.dataset.get(tag)?.bytes, keywordOf(tag)).toEqual(element.bytes);
        }
        for (const tag of twice.dataset.elements.keys()) expect(once.dataset.has(tag)).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

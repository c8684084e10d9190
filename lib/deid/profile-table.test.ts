import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

import { Dataset, type DicomElement, makeElement } from "@/lib/dicom/dataset";
import { dictionaryVr, TAG, type Tag } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";

import types from "./attribute-types.json";
import { deidentify } from "./deidentify";
import table from "./table-e1-1.json";

const OFFSET_DAYS = 40_000;
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: OFFSET_DAYS, uidKey: "key of the test" };
const MR = "1.2.840.10008.5.1.4.1.1.4";
const CANARY = "Zqxwv";
/** A sequence that the table does not list and whose items keep what the rules let pass. */
const NEUTRAL = TAG.DerivationImageSequence;

/** What has to come out of a row. */
type Expected = "gone" | "empty" | "dummy" | "remapped" | "shifted" | "same" | "cleaned" | "items" | "hash";

/** The deviations, written down a second time: a row that starts or stops deviating has to be changed in both places. */
const DEVIATING: Readonly<Record<string, Expected>> = {
  "00181000": "hash", // DeviceSerialNumber
  "00082112": "items", // SourceImageSequence
  "00081140": "items", // ReferencedImageSequence
  "00700001": "gone", // GraphicAnnotationSequence
  "00080201": "gone", // TimezoneOffsetFromUTC
  "00102160": "gone", // EthnicGroup
  "0014407E": "gone", // CalibrationDate
  "0014407C": "gone", // CalibrationTime
  "00181203": "empty", // CalibrationDateTime
  "00181200": "gone", // DateOfLastCalibration
  "00181201": "gone", // TimeOfLastCalibration
  "00181202": "gone", // DateTimeOfLastCalibration
  "0018700C": "gone", // DateOfLastDetectorCalibration
  "0018700E": "gone", // TimeOfLastDetectorCalibration
  "00181204": "gone", // DateOfManufacture
  "00181205": "gone", // DateOfInstallation
  "0044000B": "gone", // ProductExpirationDateTime
  "00080106": "dummy", // ContextGroupVersion
  "00080107": "dummy", // ContextGroupLocalVersion
  "0040DB06": "gone", // TemplateVersion
  "0040DB07": "gone", // TemplateLocalVersion
  "00686226": "dummy", // EffectiveDateTime
  "00686270": "dummy", // InformationIssueDateTime
  "0072000A": "dummy", // HangingProtocolCreationDateTime
};

function optionsOf(text: string): Map<string, string> {
  return new Map(text.split(" ").map((pair) => pair.split(":") as [string, string]));
}

/** Table E.1-1a, with the type of the attribute in hand. */
function basicAction(action: string, type: string | undefined): Expected {
  const simple: Record<string, Expected> = { X: "gone", Z: "empty", D: "dummy", U: "remapped" };
  if (simple[action]) return simple[action];
  const choices = action.split("/");
  if (type === "1") return choices.includes("D") ? "dummy" : "empty";
  if (type === "2") return choices.includes("Z") ? "empty" : "dummy";
  return choices[0] === "X" ? "gone" : "empty";
}

/** What the columns of one row say, read as PS3.15 E.3 and design.md 5.3 say them. */
function expectedOf(
  tag: string,
  action: string,
  optionText: string,
  vr: string,
  type: string | undefined,
): Expected {
  const deviating = DEVIATING[tag];
  if (deviating) return deviating;
  const options = optionsOf(optionText);
  if (options.has("graphics")) return "gone";
  if (options.get("characteristics") === "K") return "same";
  if (options.has("dates")) {
    if (vr === "TM") return "same";
    if (vr === "DA" || vr === "DT") return "shifted";
  }
  if (options.has("structured")) return "items";
  if (options.has("descriptors") || options.has("characteristics")) {
    if (vr === "SQ") return "items";
    if (vr === "CS") return "same";
    if (["LO", "SH", "ST", "LT", "UT", "UC"].includes(vr)) return "cleaned";
  }
  return basicAction(action, type);
}

const SAMPLES: Readonly<Record<string, string | number>> = {
  AS: "045Y",
  CS: "MR",
  DA: "20200229",
  DS: "1.75",
  DT: "20200229101112.5",
  IS: "2",
  TM: "101112",
  UI: "1.2.826.0.1.3680043.9.7.1",
  US: 2,
};
const SHIFTED = new Date(Date.UTC(2020, 1, 29) + OFFSET_DAYS * 86_400_000)
  .toISOString()
  .slice(0, 10)
  .replaceAll("-", "");

function sample(vr: string): DicomElement {
  if (vr === "SQ") {
    const item = new Dataset();
    item.set(TAG.SeriesDescription, "LO", `T1 ${CANARY}`);
    item.set(TAG.PatientName, "PN", CANARY);
    item.set(TAG.ReferencedSOPInstanceUID, "UI", "1.2.826.0.1.3680043.9.7.1");
    return { vr, items: [item] };
  }
  return makeElement(
    vr,
    SAMPLES[vr] ?? (["OB", "UN"].includes(vr) ? new TextEncoder().encode(`${CANARY}1`) : `T1 ${CANARY}`),
  );
}

function run(tag: Tag, vr: string, parent: Tag | undefined, sopClassUid: string): DicomElement | undefined {
  const dataset = new Dataset();
  dataset.set(TAG.SOPClassUID, "UI", sopClassUid);
  const holder = parent === undefined ? dataset : new Dataset();
  holder.elements.set(tag, sample(vr));
  if (parent !== undefined) dataset.set(parent, "SQ", [holder]);
  const { file } = deidentify(
    { transferSyntaxUid: "1.2.840.10008.1.2.1", meta: new Dataset(), dataset },
    CONTEXT,
  );
  expect(Buffer.from(writeDicom(file)).includes(CANARY)).toBe(false);
  const result = parent === undefined ? file.dataset : file.dataset.items(parent)[0];
  expect(result).toBeDefined();
  return result?.get(tag);
}

function textOf(element: DicomElement | undefined): string {
  return Buffer.from(element?.bytes ?? [])
    .toString("latin1")
    .trim();
}

function check(
  tag: string,
  expected: Expected,
  vr: string,
  element: DicomElement | undefined,
  isTop: boolean,
): void {
  const where = `${tag} ${expected}`;
  const before = sample(vr);
  if (isTop && (tag === "00100010" || tag === "00100020")) {
    expect(textOf(element), where).toBe(CONTEXT.pseudonym);
    return;
  }
  if (expected === "gone") {
    expect(element, where).toBeUndefined();
    return;
  }
  expect(element?.vr, where).toBe(vr);
  const bytes = Buffer.from(element?.bytes ?? []);
  switch (expected) {
    case "empty":
      expect(element?.items?.length ?? bytes.length, where).toBe(0);
      break;
    case "dummy":
      if (element?.items) expect(element.items.length, where).toBeGreaterThan(0);
      else {
        expect(bytes.length, where).toBeGreaterThan(0);
        expect(bytes.equals(Buffer.from(before.bytes ?? [])), where).toBe(false);
      }
      break;
    case "remapped":
      expect(textOf(element), where).toMatch(/^2\.25\.\d{20,39}$/);
      break;
    case "shifted":
      expect(textOf(element), where).toBe(vr === "DA" ? SHIFTED : `${SHIFTED}101112.5`);
      break;
    case "same":
      expect(bytes.equals(Buffer.from(before.bytes ?? [])), where).toBe(true);
      break;
    case "cleaned":
      expect(textOf(element), where).toBe("T1");
      break;
    case "items":
      expect(element?.items?.[0]?.text(TAG.SeriesDescription), where).toBe("T1");
      expect(element?.items?.[0]?.get(TAG.PatientName)?.bytes?.length, where).toBe(0);
      expect(element?.items?.[0]?.uid(TAG.ReferencedSOPInstanceUID), where).toMatch(/^2\.25\./);
      break;
    case "hash":
      expect(textOf(element), where).toMatch(/^[0-9A-F]{16}$/);
      break;
  }
}

const rows = table.rows.map(([tag = "", action = "", options = "", name = ""]) => ({
  tag,
  action,
  options,
  name,
}));
const single = rows.filter(({ tag }) => /^[0-9A-F]{8}$/.test(tag));
const compound = single.filter(({ action }) => action.includes("/"));
const typeTable: Record<string, { top: Record<string, string>; nested: Record<string, string> } | undefined> =
  types.types;

describe("every row of Table E.1-1", () => {
  it("is there: 621 rows, 617 of them a single attribute with a VR", () => {
    expect(rows).toHaveLength(621);
    expect(single).toHaveLength(617);
    expect(single.filter(({ tag }) => dictionaryVr(Number.parseInt(tag, 16)) === undefined)).toEqual([]);
  });

  it.skipIf(!existsSync(join(sharedData() ?? "", "../ps3.15")))("says what the source says", () => {
    const path = join(sharedData() ?? "", "../ps3.15/confidentiality_profile_attributes.json");
    const source = z
      .array(z.object({ id: z.string(), basicProfile: z.string(), cleanDescOpt: z.string().optional() }))
      .parse(JSON.parse(readFileSync(path, "utf8")));
    expect(source).toHaveLength(621);
    source.forEach((row, index) => {
      expect(rows[index]?.action).toBe(row.basicProfile);
      expect(rows[index]?.options.includes("descriptors")).toBe(row.cleanDescOpt !== undefined);
      if (/^[0-9a-f]{8}$/.test(row.id)) expect(rows[index]?.tag).toBe(row.id.toUpperCase());
    });
  });

  it.each(single)("$tag $name: $action $options", ({ tag, action, options }) => {
    const number = Number.parseInt(tag, 16);
    const vr = dictionaryVr(number) ?? "";
    const top = expectedOf(tag, action, options, vr, typeTable[tag]?.top[MR]);
    check(tag, top, vr, run(number, vr, undefined, MR), true);
    const nested = expectedOf(tag, action, options, vr, typeTable[tag]?.nested["00089215"]);
    check(tag, nested, vr, run(number, vr, NEUTRAL, MR), false);
  });

  it.each(compound)(
    "$tag $name: $action by its type in each IOD and sequence",
    ({ tag, action, options }) => {
      const number = Number.parseInt(tag, 16);
      const vr = dictionaryVr(number) ?? "";
      const known = typeTable[tag] ?? { top: {}, nested: {} };
      for (const [sopClassUid, type] of Object.entries(known.top))
        check(
          tag,
          expectedOf(tag, action, options, vr, type),
          vr,
          run(number, vr, undefined, sopClassUid),
          true,
        );
      for (const [parent, type] of Object.entries(known.nested)) {
        // Where the sequence itself goes, so does all that is in it.
        if (rows.some((row) => row.tag === parent)) continue;
        const expected = expectedOf(tag, action, options, vr, type);
        check(tag, expected, vr, run(number, vr, Number.parseInt(parent, 16), MR), false);
      }
    },
  );

  it.each(compound.filter(({ options }) => options.includes("dates")))(
    "$tag $name: an invalid date or time falls back to $action",
    ({ tag, action }) => {
      if (DEVIATING[tag]) return;
      const number = Number.parseInt(tag, 16);
      const vr = dictionaryVr(number) ?? "";
      for (const value of ["***", "00000000", "99999999"]) {
        for (const [sopClassUid, type] of [
          [MR, typeTable[tag]?.top[MR]],
          ...Object.entries(typeTable[tag]?.top ?? {}),
        ]) {
          const dataset = new Dataset();
          dataset.set(TAG.SOPClassUID, "UI", sopClassUid ?? "");
          dataset.set(number, vr, value);
          const after = deidentify(
            { transferSyntaxUid: "1.2.840.10008.1.2.1", meta: new Dataset(), dataset },
            CONTEXT,
          );
          const element = after.file.dataset.get(number);
          const expected = basicAction(action, type);
          expect(textOf(element)).not.toContain(value);
          if (expected === "gone") expect(element).toBeUndefined();
          else expect(textOf(element) === "").toBe(expected === "empty");
        }
      }
    },
  );
});

describe("the four rows that are no single attribute", () => {
  it.each([
    ["50XXXXXX", [0x50000010, 0x50003000, 0x501e2500, 0x50fe3000]],
    ["60XX3000", [0x60003000, 0x601e3000, 0x60fe3000]],
    ["60XX4000", [0x60004000, 0x60224000]],
    ["private", [0x00111001, 0x00291010, 0x70110010]],
  ] as const)("%s: gone, at the top and nested", (row, tags) => {
    expect(rows.some(({ tag }) => tag === row)).toBe(true);
    for (const tag of tags) {
      for (const vr of ["OW", "LT", "US", "UN"]) {
        const dataset = new Dataset();
        const item = new Dataset();
        for (const holder of [dataset, item]) holder.set(tag, vr, new TextEncoder().encode(`${CANARY}1`));
        dataset.set(NEUTRAL, "SQ", [item]);
        const { file } = deidentify(
          { transferSyntaxUid: "1.2.840.10008.1.2.1", meta: new Dataset(), dataset },
          CONTEXT,
        );
        expect(file.dataset.has(tag)).toBe(false);
        expect(file.dataset.items(NEUTRAL)[0]?.has(tag)).toBe(false);
      }
    }
  });
});

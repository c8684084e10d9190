import { readFileSync } from "node:fs";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { Dataset } from "@/lib/dicom/dataset";
import { parseDicom, type DicomFile } from "@/lib/dicom/parse";
import { isPrivate, TAG, tagOf, type Tag } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";

import { deidentify } from "./deidentify";
import { creatorHash } from "./private-creators";
import { dumpFiles, hasDcmdump } from "@/lib/dicom/testing/dcmdump";
import { hasValue, identifyingValues, mayBeKept, profileVerdicts } from "./testing/identifying-values";
import { mrImagesOf, READABLE_CASES } from "./testing/real-files";

const data = sharedData();
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };

/** The copy as bytes, but for its pixels: native pixel values are numbers, and four of them may look like letters. */
function headerBytes(file: DicomFile): Buffer {
  const dataset = new Dataset();
  for (const [tag, element] of file.dataset.elements)
    if (tag !== TAG.PixelData) dataset.elements.set(tag, element);
  return Buffer.from(writeDicom({ ...file, dataset }));
}

describe.skipIf(data === null || !hasDcmdump())("nothing identifying of the original is in the copy", () => {
  it.each(READABLE_CASES)("%s", async (name) => {
    const profile = profileVerdicts(data ?? "");
    const images = mrImagesOf(join(data ?? "", name));
    const dumps = await dumpFiles(images.map(({ path }) => path));
    const leaks = new Set<string>();
    let searched = 0;
    images.forEach(({ file }, index) => {
      const copy = headerBytes(deidentify(file, CONTEXT).file);
      const text = copy.toString("latin1").toUpperCase();
      for (const value of identifyingValues(dumps[index] ?? [], profile, mayBeKept)) {
        searched += 1;
        if (hasValue(text, value)) leaks.add(value);
      }
    });
    // Values of real people stay out of test output: only how many, and what kind of text.
    const kinds = [...leaks].map((value) => value.replace(/[A-Z]/gi, "a").replace(/\d/g, "9"));
    expect(searched).toBeGreaterThan(images.length * 5);
    expect(kinds).toEqual([]);
  });
});

const CANARY = "ZqxwvCanary7351";
/** The canary is also the owner of private blocks: somebody decided to drop that owner's elements. */
const DROPPING = { ...CONTEXT, droppedCreators: new Set([creatorHash(CONTEXT.uidKey, CANARY)]) };
const TEXT_VRS = ["AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UT", "UR", "UN", "OB"];

/** Puts the canary into every text element of a data set, and new ones of every VR and of private blocks, at each depth. */
function plant(dataset: Dataset, depth: number): void {
  for (const [tag, element] of [...dataset.elements]) {
    if (element.items) for (const item of element.items) plant(item, depth + 1);
    const keepsForm =
      tag === TAG.SpecificCharacterSet ||
      tag === TAG.SOPClassUID ||
      (tag % 0x10000 < 0x100 && isPrivate(tag));
    if (
      element.bytes &&
      !keepsForm &&
      ["CS", "LO", "LT", "PN", "SH", "ST", "UT", "AE", "DS", "IS", "TM", "AS", "DA", "DT"].includes(
        element.vr,
      )
    ) {
      dataset.set(tag, element.vr, CANARY);
    }
  }
  TEXT_VRS.forEach((vr, index) => {
    // Standard groups with attributes nobody has heard of, and private blocks of strangers and of vendors we know.
    const tags: Tag[] = [
      tagOf(0x0011, 0x1101 + index),
      tagOf(0x0029, 0x1130 + index),
      tagOf(0x0019, 0x1040 + index),
      tagOf(0x4008, 0x0210 + index),
      tagOf(0x6000, 0x0022 + index),
    ];
    for (const tag of tags) dataset.set(tag, vr, new TextEncoder().encode(CANARY));
  });
  dataset.set(tagOf(0x0011, 0x0011), "LO", CANARY);
  dataset.set(TAG.PatientComments, "LT", `comment ${CANARY}`);
  if (depth < 6) {
    const inner = new Dataset();
    if (depth < 3) plant(inner, depth + 1);
    inner.set(TAG.PatientName, "PN", CANARY);
    dataset.set(TAG.RequestAttributesSequence, "SQ", [inner]);
    dataset.set(tagOf(0x0029, 0x11fe), "SQ", [inner]);
  }
}

describe.skipIf(data === null)("planted canaries vanish", () => {
  it.each([
    ["g17_siemens_prisma_mosaic_sagittal", 1],
    ["g01_siemens_prisma_xa30_enhanced", 8],
    ["g05_ge_architect_b0map_invivo", 1],
    ["g06_philips_elition_classic", 1],
    ["g07_uih_umr770", 1],
    ["g12_nema_multiframe_brain_tumour", 1],
  ] as const)("%s", (name, index) => {
    const file = mrImagesOf(join(data ?? "", name))[index]?.file;
    if (!file) throw new Error("no image");
    plant(file.dataset, 0);
    file.meta.set(TAG.SourceApplicationEntityTitle, "AE", CANARY);
    const planted = Buffer.from(writeDicom(file)).toString("latin1");
    expect(planted.split(CANARY).length).toBeGreaterThan(80);
    const copy = Buffer.from(
      writeDicom(deidentify(parseDicom(Buffer.from(planted, "latin1")), DROPPING).file),
    );
    expect(copy.toString("latin1").toLowerCase()).not.toContain(CANARY.toLowerCase());
    expect(copy.toString("latin1")).not.toMatch(/zqxw|vcanary/i);
  });

  it("inside vendor blocks, after the pixels and in the preamble", () => {
    const folder = join(data ?? "", "g17_siemens_prisma_mosaic_sagittal");
    const path = mrImagesOf(folder)[0]?.path ?? "";
    const bytes = readFileSync(path);
    // Same length, so that the block's own lengths hold: the patient's weight element becomes a name.
    for (const word of ["UsedPatientWeight", "PatReinPattern", "tReferenceImage0", "tProtocolName"]) {
      let at = bytes.indexOf(word);
      expect(at, word).toBeGreaterThan(0);
      for (; at > 0; at = bytes.indexOf(word, at + 1))
        bytes.write(CANARY.slice(0, word.length), at, "latin1");
    }
    bytes.write(CANARY, 0, "latin1");
    const trailing = Buffer.concat([bytes, Buffer.alloc(64)]);
    const copy = Buffer.from(writeDicom(deidentify(parseDicom(trailing), CONTEXT).file));
    expect(copy.includes(CANARY.slice(0, 12))).toBe(false);
    expect(copy.subarray(0, 128).every((byte) => byte === 0)).toBe(true);
  });
});

describe.skipIf(data === null)("the copy", () => {
  it("is valid DICOM with the same pixels, whatever the transfer syntax", () => {
    const images = mrImagesOf(join(data ?? "", "g13_transfer_syntaxes"));
    expect(images).toHaveLength(9);
    for (const { file } of images) {
      const copy = parseDicom(writeDicom(deidentify(file, CONTEXT).file));
      const [before, after] = [file.dataset.get(TAG.PixelData), copy.dataset.get(TAG.PixelData)];
      expect(after?.bytes && Buffer.from(after.bytes).equals(Buffer.from(before?.bytes ?? []))).toBe(
        before?.bytes && true,
      );
      expect(after?.fragments?.length).toBe(before?.fragments?.length);
      expect(copy.dataset.text(TAG.PatientIdentityRemoved)).toBe("YES");
    }
  });
});

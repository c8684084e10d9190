import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";

import { deidentify } from "./deidentify";
import { DEVIATIONS } from "./deviations";
import { PROFILE_VERSION } from "./rules-digest";
import { hasDciodvfy, iodErrors } from "./testing/dciodvfy";
import { filesBelow, mrImagesOf, READABLE_CASES, tryParse } from "./testing/real-files";

const data = sharedData();
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };

/** The first file of each series. */
function firstOfSeries(
  files: readonly { path: string; file: DicomFile }[],
): { path: string; file: DicomFile }[] {
  const seen = new Set<string | undefined>();
  return files.filter(({ file }) => {
    const uid = file.dataset.uid(TAG.SeriesInstanceUID);
    return !seen.has(uid) && seen.add(uid);
  });
}

/** Segmentations and reports that the engine is for, though they are no MR images. */
function otherObjects(folder: string): { path: string; file: DicomFile }[] {
  return filesBelow(folder).flatMap((path) => {
    const file = tryParse(path);
    return file && /\.(?:66\.4|88\.(?:11|22|33|34))$/.test(file.dataset.uid(TAG.SOPClassUID) ?? "")
      ? [{ path, file }]
      : [];
  });
}

describe.skipIf(data === null || !hasDciodvfy())("dciodvfy finds no more errors after than before", () => {
  it.each([...READABLE_CASES, "g10_seg_glioma", "g15_broken_odd"])("%s", async (name) => {
    const folder = join(data ?? "", name);
    const isOther = /g1[05]/.test(name);
    const files = firstOfSeries(isOther ? otherObjects(folder) : mrImagesOf(folder));
    expect(files.length).toBeGreaterThan(0);
    const work = mkdtempSync(join(tmpdir(), "ariane-iod-"));
    try {
      for (const [index, { path, file }] of files.entries()) {
        const copy = join(work, `${index}.dcm`);
        writeFileSync(copy, writeDicom(deidentify(file, CONTEXT).file));
        const [before, after] = [await iodErrors(path), await iodErrors(copy)];
        const added = after.filter((error) => !before.includes(error));
        expect(after.length, added.join("\n")).toBeLessThanOrEqual(before.length);
      }
    } finally {
      rmSync(work, { recursive: true, force: true });
    }
  });
});

describe("the conformance statement", () => {
  const page = readFileSync(join(import.meta.dirname, "../../docs/conformance/deidentification.md"), "utf8");

  it("names the version and every deviation", () => {
    expect(page).toContain(PROFILE_VERSION);
    for (const { keywords } of DEVIATIONS) for (const keyword of keywords) expect(page).toContain(keyword);
  });
});

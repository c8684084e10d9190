import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { sharedData } from "@/lib/platform/testing/shared-data";

import { DicomParseError, parseDicom } from "./parse";
import { TAG } from "./tags";
import { dumpFiles, hasDcmdump, type DumpedElement } from "./testing/dcmdump";
import { writeDicom } from "./write";

const data = sharedData();

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** One file of each series folder, and all of the odd ones. */
function someFiles(): string[] {
  const folders = readdirSync(data ?? "").filter((name) => /^g(?:0\d|10|1[2-57])_/.test(name));
  return folders.flatMap((folder) => {
    const all = filesBelow(join(data ?? "", folder));
    const seen = new Set<string>();
    return all.filter((path) => {
      const series = path.slice(0, path.lastIndexOf("/"));
      const isFirst = !seen.has(series);
      seen.add(series);
      return isFirst || /g1[2345]_/.test(folder);
    });
  });
}

/** What cannot be read, and why, of the odd files; written from dcmdump's complaints. */
const UNREADABLE: Readonly<Record<string, string>> = {
  "MR_truncated.dcm": "truncated",
  "rtplan_truncated.dcm": "truncated",
  "no_meta.dcm": "not-dicom",
  "zipMR.gz": "not-dicom",
  "README-Series.txt": "not-dicom",
};

function reasonOf(path: string): string | null {
  try {
    parseDicom(readFileSync(path));
    return null;
  } catch (error) {
    if (error instanceof DicomParseError) return error.reason;
    throw error;
  }
}

describe.skipIf(data === null)("the real files", () => {
  it("are read, or refused for the reason that dcmdump gives", () => {
    const all = someFiles();
    expect(all.length).toBeGreaterThan(80);
    for (const path of all) {
      const name = path.slice(path.lastIndexOf("/") + 1);
      expect(reasonOf(path), name).toBe(UNREADABLE[name] ?? null);
    }
  });

  it("show the same image in nine encodings", () => {
    const files = filesBelow(join(data ?? "", "g13_transfer_syntaxes")).map((path) =>
      parseDicom(readFileSync(path)),
    );
    const native = files.filter((file) => file.dataset.get(TAG.PixelData)?.bytes);
    expect(native).toHaveLength(3);
    const [first, ...others] = native.map((file) =>
      Buffer.from(file.dataset.get(TAG.PixelData)?.bytes ?? []),
    );
    for (const other of others) expect(other.equals(first ?? Buffer.alloc(0))).toBe(true);
    for (const file of files) {
      expect(file.dataset.number(TAG.RepetitionTime)).toBe(files[0]?.dataset.number(TAG.RepetitionTime));
      expect(file.dataset.numbers(TAG.ImagePositionPatient)).toEqual(
        files[0]?.dataset.numbers(TAG.ImagePositionPatient),
      );
    }
  });
});

/** What has to be the same after reading and writing: not group 0002, group lengths, padding and the marks of items. */
function comparable(elements: readonly DumpedElement[]): DumpedElement[] {
  return elements.filter(({ tag }) => !/^(?:0002|FFFE|FFFC)/i.test(tag) && !tag.endsWith("0000"));
}

describe.skipIf(data === null || !hasDcmdump())("dcmdump reads the same from what we wrote", () => {
  it("for every readable file of the sample", async () => {
    const folder = mkdtempSync(join(tmpdir(), "ariane-dicom-"));
    try {
      // dcmtk reads these by rules of its own: sequences in UN, an unknown VR, data sets without any meta information.
      const beyondDcmdump = /UN_sequence|badVR|empty_charset|priv_SQ|no_meta_group|DummyCT/;
      const paths = someFiles().filter((path) => reasonOf(path) === null && !beyondDcmdump.test(path));
      const copies = paths.map((path, index) => {
        const copy = join(folder, `${index}.dcm`);
        writeFileSync(copy, writeDicom(parseDicom(readFileSync(path))));
        return copy;
      });
      const [before, after] = [await dumpFiles(paths), await dumpFiles(copies)];
      let compared = 0;
      paths.forEach((path, index) => {
        const [originals, rewritten] = [comparable(before[index] ?? []), comparable(after[index] ?? [])];
        const places = (elements: DumpedElement[]): string[] =>
          elements.map(({ tag, depth }) => `${depth} ${tag}`);
        expect(places(rewritten), path).toEqual(places(originals));
        originals.forEach((original, at) => {
          const copy = rewritten[at];
          // Implicit files: dcmdump guesses private VRs that an explicit copy says to be UN.
          if (copy?.vr !== original.vr || ["SQ", "OB", "OW", "UN", "PI"].includes(original.vr)) return;
          compared += 1;
          if (copy.value !== original.value) expect(copy, path).toEqual(original);
        });
      });
      expect(compared).toBeGreaterThan(10_000);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { describe, expect, it } from "vitest";

import { writeDicom } from "@/lib/dicom/write";
import { sharedData } from "@/lib/platform/testing/shared-data";

import { deidentify } from "./deidentify";
import { comparableSidecar, convertFolder, hasDcm2niix } from "./testing/dcm2niix";
import { mrImagesOf, READABLE_CASES } from "./testing/real-files";

const data = sharedData();
const CONTEXT = { pseudonym: "ARI-TEST-00", dateOffsetDays: 40_000, uidKey: "key of the test" };

/** Images and only they, originals beside copies, so that both conversions see the same objects. */
function writeBoth(folder: string, root: string): { originals: string; copies: string; count: number } {
  const [originals, copies] = [join(root, "originals"), join(root, "copies")];
  mkdirSync(originals);
  mkdirSync(copies);
  const images = mrImagesOf(folder);
  images.forEach(({ path, file }, index) => {
    const name = `${String(index).padStart(5, "0")}.dcm`;
    symlinkSync(path, join(originals, name));
    writeFileSync(join(copies, name), writeDicom(deidentify(file, CONTEXT).file));
  });
  return { originals, copies, count: images.length };
}

describe.skipIf(data === null || !hasDcm2niix())(
  "dcm2niix makes the same of our copies as of the originals",
  () => {
    it.each(READABLE_CASES)("%s", async (name) => {
      const root = mkdtempSync(join(tmpdir(), "ariane-deid-"));
      try {
        const { originals, copies, count } = writeBoth(join(data ?? "", name), root);
        expect(count).toBeGreaterThan(0);
        const before = await convertFolder(originals);
        const after = await convertFolder(copies);
        expect(before.length).toBeGreaterThan(0);
        expect(after.map((volume) => volume.key)).toEqual(before.map((volume) => volume.key));
        before.forEach((original, index) => {
          const copy = after[index];
          expect(copy?.geometry, original.key).toEqual(original.geometry);
          expect(copy?.bval, original.key).toEqual(original.bval);
          expect(copy?.bvec, original.key).toEqual(original.bvec);
          expect(comparableSidecar(copy?.sidecar ?? {}), original.key).toEqual(
            comparableSidecar(original.sidecar),
          );
          expect(
            Buffer.compare(copy?.voxels ?? new Uint8Array(), original.voxels),
            `voxels of ${original.key}`,
          ).toBe(0);
        });
      } finally {
        rmSync(root, { recursive: true, force: true });
      }
    });
  },
);

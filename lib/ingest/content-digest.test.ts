import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { mrImagesOf } from "@/lib/deid/testing/real-files";
import { openDicom } from "@/lib/dicom/open";
import { parseDicom } from "@/lib/dicom/parse";
import { bytesSource } from "@/lib/platform/byte-source";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { contentDigest } from "./content-digest";

const data = sharedData();

describe.skipIf(data === null)(
  "the content digest is the same, whether the pixels are in memory or in the file",
  () => {
    it.each([
      "g01_siemens_prisma_xa30_enhanced",
      "g07_uih_umr770",
      "g09_siemens_terrax_7t_enhanced",
      "g12_nema_multiframe_brain_tumour",
      "g13_transfer_syntaxes",
      "g15_broken_odd",
    ])("%s", async (name) => {
      const images = mrImagesOf(join(data ?? "", name));
      expect(images.length).toBeGreaterThan(0);
      for (const { path } of images) {
        const bytes = new Uint8Array(readFileSync(path));
        const digest = (file: Promise<Awaited<ReturnType<typeof openDicom>>>) =>
          file.then(contentDigest).catch((error: unknown) => String(error));
        const lazy = await digest(openDicom(bytesSource(bytes), { wholeBytes: 0 }));
        const eager = await digest(Promise.resolve().then(() => parseDicom(bytes)));
        expect(lazy, path).toEqual(eager);
      }
    });
  },
);

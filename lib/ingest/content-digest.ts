import { createHash, type Hash } from "node:crypto";
import type { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { decodeFrame } from "@/lib/imaging/decode";
import { bytesOf } from "@/lib/imaging/pixel-frame";
import { pixelLayout } from "@/lib/imaging/pixel-layout";

/** What places the pixels in the patient; read in every item, so that it holds for functional groups too. */
const GEOMETRY = [
  TAG.ImagePositionPatient,
  TAG.ImageOrientationPatient,
  TAG.PixelSpacing,
  TAG.SliceThickness,
  TAG.SpacingBetweenSlices,
] as const;

export interface ContentDigest {
  /** SHA-256 of the decoded frames and their geometry: the same for a copy in another transfer syntax. */
  digest: Uint8Array<ArrayBuffer>;
  frameCount: number;
}

/**
 * Decodes every stored frame of an instance and digests it.
 * @throws AppError `invalid-input` for broken pixels, `unavailable` for a compression without a decoder
 */
export async function contentDigest(file: DicomFile): Promise<ContentDigest> {
  const { frames, columns, rows, samplesPerPixel } = pixelLayout(file.dataset);
  const hash = createHash("sha256").update(`${columns} ${rows} ${samplesPerPixel} ${frames}\n`);
  addGeometry(hash, file.dataset);
  for (let index = 0; index < frames; index++) {
    const frame = await decodeFrame(file, index);
    hash.update(`${frame.type}\n`).update(bytesOf(frame.data));
  }
  return { digest: new Uint8Array(hash.digest()), frameCount: frames };
}

/** Adds what places pixels. Numbers, not text: writers spell "1" and "1.000" as they like. */
export function addGeometry(hash: Hash, dataset: Dataset): void {
  for (const tag of GEOMETRY) {
    if (dataset.has(tag)) hash.update(`${tag}:${dataset.numbers(tag).join(",")}\n`);
  }
  for (const [, element] of [...dataset.elements].sort(([a], [b]) => a - b)) {
    for (const item of element.items ?? []) addGeometry(hash, item);
  }
}

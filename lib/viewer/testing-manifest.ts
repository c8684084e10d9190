import { volumeManifestSchema } from "@/lib/imaging/manifest";
import type { VolumeManifest } from "@/lib/imaging/manifest";

/** A valid manifest of a 3 × 2 × 2 volume of 1 mm voxels, for tests. */
export function testManifest(changes: Partial<VolumeManifest>): VolumeManifest {
  const [, , nz, nt] = changes.dimensions ?? [3, 2, 2, 1];
  return volumeManifestSchema.parse({
    version: 1,
    kind: "volume",
    stackReason: null,
    dimensions: [3, 2, 2, 1],
    voxelSizeMm: [1, 1, 1],
    originMm: [0, 0, 0],
    direction: [1, 0, 0, 0, 1, 0, 0, 0, 1],
    frameOfReferenceUid: null,
    sample: { type: "int16", samplesPerPixel: 1, bitsStored: 16 },
    valueRange: { min: 0, max: 100 },
    rescale: { slope: 1, intercept: 0, unit: null },
    frameRescales: null,
    window: { centre: 50, width: 100 },
    fourthAxis: { kind: "none", values: [], unit: null },
    codec: "htj2k",
    frameByteEnds: Array.from({ length: nz * nt }, (_, frame) => (frame + 1) * 10),
    framePositionsMm: null,
    gaps: [],
    ...changes,
  });
}

import { z } from "zod";

const vector3 = z.tuple([z.number(), z.number(), z.number()]);
const rescale = z.object({ slope: z.number(), intercept: z.number() });

/** Why frames could not be laid on one uniform grid, and are shown as a stack of pictures. */
export const STACK_REASONS = [
  "single-slice",
  "irregular-spacing",
  "colour",
  "mixed-geometry",
  "no-geometry",
] as const;
export type StackReason = (typeof STACK_REASONS)[number];

export const SAMPLE_TYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int32"] as const;
export type SampleType = (typeof SAMPLE_TYPES)[number];

export const FOURTH_AXIS_KINDS = ["none", "time", "bValue", "echo", "other"] as const;
export type FourthAxisKind = (typeof FOURTH_AXIS_KINDS)[number];

/**
 * What a reader needs to show one Volume from its stored frames.
 *
 * Geometry is DICOM patient space (LPS, mm; PS3.3 C.7.6.2.1.1): the centre of voxel (i, j, k) lies at
 * `originMm + i·x·direction[0..2] + j·y·direction[3..5] + k·z·direction[6..8]` with (x, y, z) =
 * `voxelSizeMm`. i runs along a row of the picture, j down its columns, k from slice to slice.
 * Frame index = t·nz + z; frame f is the bytes [frameByteEnds[f-1] ?? 0, frameByteEnds[f]) of frames.htj2k.
 * In a stack, geometry other than the in-plane spacing may be nominal: use `framePositionsMm`.
 */
export const volumeManifestSchema = z
  .object({
    version: z.literal(1),
    kind: z.enum(["volume", "stack"]),
    stackReason: z.enum(STACK_REASONS).nullable(),
    /** Columns, rows, slices, points on the fourth axis. */
    dimensions: z.tuple([z.int().positive(), z.int().positive(), z.int().positive(), z.int().positive()]),
    voxelSizeMm: vector3,
    originMm: vector3,
    direction: z.array(z.number()).length(9),
    frameOfReferenceUid: z.string().nullable(),
    sample: z.object({
      type: z.enum(SAMPLE_TYPES),
      samplesPerPixel: z.union([z.literal(1), z.literal(3)]),
      bitsStored: z.int().positive(),
    }),
    /** Extremes of the stored values, before rescale. */
    valueRange: z.object({ min: z.number(), max: z.number() }),
    rescale: rescale.extend({ unit: z.string().nullable() }),
    /** One entry per frame, only where the rescale differs between frames (PET-like, Philips). */
    frameRescales: z.array(rescale).nullable(),
    /** In rescaled units; robust against noise and hot voxels. */
    window: z.object({ centre: z.number(), width: z.number().positive() }),
    /** `values` has one entry per point (s from the first for time, s/mm² for bValue, ms for echo). */
    fourthAxis: z.object({
      kind: z.enum(FOURTH_AXIS_KINDS),
      values: z.array(z.number()),
      unit: z.string().nullable(),
    }),
    codec: z.literal("htj2k"),
    frameByteEnds: z.array(z.int().positive()).min(1),
    framePositionsMm: z.array(vector3).nullable(),
    /** Irregularities by name: missing positions, uneven spacing, unequal repetition. */
    gaps: z.array(z.string()),
  })
  .superRefine((manifest, context) => {
    const [, , nz, nt] = manifest.dimensions;
    const frames = nz * nt;
    const fail = (message: string) => context.addIssue({ code: "custom", message });
    if (manifest.frameByteEnds.length !== frames) fail("frameByteEnds must have one entry per frame");
    if (manifest.frameByteEnds.some((end, i, ends) => i > 0 && end <= (ends[i - 1] ?? 0)))
      fail("frameByteEnds must increase");
    if (manifest.frameRescales && manifest.frameRescales.length !== frames)
      fail("frameRescales must have one entry per frame");
    if (manifest.framePositionsMm && manifest.framePositionsMm.length !== frames)
      fail("framePositionsMm must have one entry per frame");
    if ((manifest.kind === "stack") !== (manifest.stackReason !== null))
      fail("a stack, and only a stack, has a stackReason");
  });

export type VolumeManifest = z.infer<typeof volumeManifestSchema>;

/** The byte range [start, end) of frame (z, t) in frames.htj2k. Throws RangeError outside the volume. */
export function frameByteRange(manifest: VolumeManifest, z: number, t = 0): { start: number; end: number } {
  const [, , nz, nt] = manifest.dimensions;
  if (!(z >= 0 && z < nz && t >= 0 && t < nt)) throw new RangeError("no such frame");
  const frame = t * nz + z;
  const end = manifest.frameByteEnds[frame];
  if (end === undefined) throw new RangeError("no such frame");
  return { start: frame === 0 ? 0 : (manifest.frameByteEnds[frame - 1] ?? 0), end };
}

/** Patient coordinates (LPS, mm) of the voxel (i, j, k), which may be fractional. */
export function voxelToPatientMm(
  geometry: Pick<VolumeManifest, "originMm" | "direction" | "voxelSizeMm">,
  [i, j, k]: readonly [number, number, number],
): [number, number, number] {
  const { originMm, direction: d, voxelSizeMm: s } = geometry;
  const axis = (row: 0 | 1 | 2) =>
    originMm[row] + i * s[0] * (d[row] ?? 0) + j * s[1] * (d[3 + row] ?? 0) + k * s[2] * (d[6 + row] ?? 0);
  return [axis(0), axis(1), axis(2)];
}

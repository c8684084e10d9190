import { cutTile } from "@/lib/imaging/decode";
import { encodeFrame } from "@/lib/imaging/htj2k";
import { volumeManifestSchema, type VolumeManifest } from "@/lib/imaging/manifest";
import type { PixelFrame } from "@/lib/imaging/pixel-frame";
import type { VolumePlan } from "@/lib/imaging/volume-plan";
import { WindowFinder } from "@/lib/imaging/window";
import { AppError } from "@/lib/platform/errors";

/** Gives the whole stored frame of an instance, decoded (`decodeFrame`); tiles are cut here. */
export type LoadFrame = (ref: string, frameIndex: number) => Promise<PixelFrame>;

/** Takes the bytes of frames.htj2k as they are made, e.g. `(chunks) => store.put(key, chunks)`. */
export type Sink = (chunks: AsyncIterable<Uint8Array>) => Promise<unknown>;

/**
 * Writes a Volume's frames as concatenated HTJ2K codestreams and gives its manifest. Holds one stored frame
 * at a time, whatever the size of the volume. Throws AppError invalid-input where a frame is not what the
 * plan says, or has samples that HTJ2K cannot keep exactly; the sink then fails and keeps nothing.
 */
export async function buildViewObject(
  plan: VolumePlan,
  loadFrame: LoadFrame,
  sink: Sink,
): Promise<VolumeManifest> {
  const [columns, rows, nz] = plan.dimensions;
  const finder = new WindowFinder(columns * rows * nz);
  const frameByteEnds: number[] = [];
  const valueRange = { min: Number.POSITIVE_INFINITY, max: Number.NEGATIVE_INFINITY };
  let sample: VolumeManifest["sample"] | undefined;
  let bytes = 0;

  async function* codestreams(): AsyncGenerator<Uint8Array> {
    let held: { ref: string; frameIndex: number; frame: PixelFrame } | undefined;
    for (const [index, description] of plan.frames.entries()) {
      const { ref, frameIndex } = description;
      // A mosaic's slices follow one another: its frame is decoded once.
      if (held?.ref !== ref || held.frameIndex !== frameIndex)
        held = { ref, frameIndex, frame: await loadFrame(ref, frameIndex) };
      const frame = cutTile(held.frame, description);
      const { type, samplesPerPixel, bitsStored } = frame;
      sample ??= { type, samplesPerPixel, bitsStored };
      if (frame.columns !== columns || frame.rows !== rows || type !== sample.type)
        throw new AppError("invalid-input", "a frame differs from its header", { frameIndex });
      widen(valueRange, frame);
      const { slope, intercept } = plan.frameRescales?.[index] ?? plan.rescale;
      // The first point of the fourth axis sets the window: later ones can be darker by design (diffusion).
      if (index < nz) finder.offer(frame.data, slope, intercept);
      const codestream = await encodeFrame(frame);
      bytes += codestream.length;
      frameByteEnds.push(bytes);
      yield codestream;
    }
  }

  await sink(codestreams());
  return volumeManifestSchema.parse({
    version: 1,
    kind: plan.kind,
    stackReason: plan.stackReason,
    dimensions: plan.dimensions,
    voxelSizeMm: plan.voxelSizeMm,
    originMm: plan.originMm,
    direction: plan.direction,
    frameOfReferenceUid: plan.frameOfReferenceUid,
    sample,
    valueRange,
    rescale: plan.rescale,
    frameRescales: plan.frameRescales,
    window: finder.window(),
    fourthAxis: plan.fourthAxis,
    codec: "htj2k",
    frameByteEnds,
    framePositionsMm: plan.framePositionsMm,
    gaps: plan.gaps,
  } satisfies Record<keyof VolumeManifest, unknown>);
}

function widen(range: { min: number; max: number }, frame: PixelFrame): void {
  const { data } = frame;
  let { min, max } = range;
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  range.min = min;
  range.max = max;
}

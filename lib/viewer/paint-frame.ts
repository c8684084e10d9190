import type { VolumeManifest } from "@/lib/imaging/manifest";
import type { SampleArray } from "@/lib/imaging/pixel-frame";
import { greyOf } from "./window-level";
import type { DisplayWindow } from "./window-level";

/** Rescale of one frame of a stack. */
export function rescaleOf(manifest: VolumeManifest, frame: number): { slope: number; intercept: number } {
  return manifest.frameRescales?.[frame] ?? manifest.rescale;
}

/** RGBA bytes of a decoded frame: grey through the window, colour as stored. */
export function paintFrame(
  manifest: VolumeManifest,
  frame: number,
  samples: SampleArray,
  window: DisplayWindow,
): Uint8ClampedArray<ArrayBuffer> {
  const [nx, ny] = manifest.dimensions;
  const rgba = new Uint8ClampedArray(nx * ny * 4);
  const colour = manifest.sample.samplesPerPixel === 3;
  const { slope, intercept } = rescaleOf(manifest, frame);
  for (let pixel = 0; pixel < nx * ny; pixel++) {
    for (let channel = 0; channel < 3; channel++)
      rgba[pixel * 4 + channel] = colour
        ? (samples[pixel * 3 + channel] ?? 0)
        : greyOf((samples[pixel] ?? 0) * slope + intercept, window);
    rgba[pixel * 4 + 3] = 255;
  }
  return rgba;
}

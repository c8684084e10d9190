import sharp from "sharp";
import { decodeHtj2k } from "@/lib/imaging/htj2k";
import { frameByteRange, type VolumeManifest } from "@/lib/imaging/manifest";
import type { PixelFrame } from "@/lib/imaging/pixel-frame";

export const THUMBNAIL_SIZE_PX = 128;

/**
 * WebP of 128 × 128 pixels: the middle slice of the first 3D volume in the automatic window, at its true
 * proportions on black. `readRange` gives bytes [start, end) of the volume's frames.htj2k.
 */
export async function makeThumbnail(
  manifest: VolumeManifest,
  readRange: (start: number, end: number) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const z = Math.floor(manifest.dimensions[2] / 2);
  const { start, end } = frameByteRange(manifest, z);
  const frame = await decodeHtj2k(await readRange(start, end));
  const pixels = frame.samplesPerPixel === 3 ? Buffer.from(frame.data.buffer) : windowed(frame, manifest, z);
  const [x, y] = manifest.voxelSizeMm;
  const widthMm = frame.columns * x;
  const heightMm = frame.rows * y;
  const perMm = THUMBNAIL_SIZE_PX / Math.max(widthMm, heightMm);
  const webp = await sharp(pixels, {
    raw: { width: frame.columns, height: frame.rows, channels: frame.samplesPerPixel },
  })
    .resize(Math.max(1, Math.round(widthMm * perMm)), Math.max(1, Math.round(heightMm * perMm)), {
      fit: "fill",
    })
    .resize(THUMBNAIL_SIZE_PX, THUMBNAIL_SIZE_PX, { fit: "contain", background: "#000" })
    .webp({ quality: 82 })
    .toBuffer();
  return new Uint8Array(webp);
}

function windowed(frame: PixelFrame, manifest: VolumeManifest, index: number): Buffer {
  const { slope, intercept } = manifest.frameRescales?.[index] ?? manifest.rescale;
  const { centre, width } = manifest.window;
  const low = centre - width / 2;
  const out = Buffer.alloc(frame.data.length);
  for (let i = 0; i < out.length; i++) {
    const level = ((frame.data[i] ?? 0) * slope + intercept - low) / width;
    out[i] = Math.round(255 * Math.min(1, Math.max(0, level)));
  }
  return out;
}

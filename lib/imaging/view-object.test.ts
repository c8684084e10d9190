import { describe, expect, it } from "vitest";
import sharp from "sharp";
import { assembleVolumes } from "@/lib/imaging/assemble";
import { cutTile } from "@/lib/imaging/decode";
import { decodeHtj2k } from "@/lib/imaging/htj2k";
import { frameByteRange, volumeManifestSchema, voxelToPatientMm } from "@/lib/imaging/manifest";
import { bytesOf, type PixelFrame } from "@/lib/imaging/pixel-frame";
import { frame } from "@/lib/imaging/testing/synthetic-frames";
import { givenSeries } from "@/lib/imaging/testing/given-series";
import { makeThumbnail } from "@/lib/imaging/thumbnail";
import { buildViewObject, type LoadFrame, type Sink } from "@/lib/imaging/view-object";
import { sharedData } from "@/lib/platform/testing/shared-data";

function collect(): { sink: Sink; bytes: () => Uint8Array } {
  const chunks: Uint8Array[] = [];
  return {
    sink: async (stream) => {
      for await (const chunk of stream) chunks.push(chunk);
    },
    bytes: () => new Uint8Array(Buffer.concat(chunks)),
  };
}

const gradient = (columns: number, rows: number, base: number): PixelFrame => ({
  columns,
  rows,
  samplesPerPixel: 1,
  bitsStored: 12,
  type: "uint16",
  data: new Uint16Array(columns * rows).map((_, i) => base + (i % columns)),
});

describe("view objects", () => {
  const plans = assembleVolumes(
    [0, 1, 2].flatMap((z) =>
      [0, 1].map((t) =>
        frame({
          ref: `${z}/${t}`,
          columns: 20,
          rows: 10,
          positionMm: [5, 6, 3 * z],
          temporalPosition: t,
          rescale: { slope: 2, intercept: -10, unit: null },
        }),
      ),
    ),
  );
  const load: LoadFrame = (ref) => {
    const [z = 0, t = 0] = ref.split("/").map(Number);
    return Promise.resolve(gradient(20, 10, 100 * z + 1000 * t));
  };

  it("keeps every frame, at the place that the manifest gives", async () => {
    const [plan] = plans;
    if (!plan) throw new Error("no volume");
    const { sink, bytes } = collect();
    const manifest = await buildViewObject(plan, load, sink);
    expect(volumeManifestSchema.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
    expect(manifest.dimensions).toEqual([20, 10, 3, 2]);
    expect(manifest.valueRange).toEqual({ min: 0, max: 1219 });
    expect(manifest.frameByteEnds.at(-1)).toBe(bytes().length);
    for (const t of [0, 1])
      for (const z of [0, 1, 2]) {
        const { start, end } = frameByteRange(manifest, z, t);
        const decoded = await decodeHtj2k(bytes().slice(start, end));
        expect(decoded.data).toEqual(gradient(20, 10, 100 * z + 1000 * t).data);
      }
    expect(voxelToPatientMm(manifest, [1, 2, 1])).toEqual([6, 8, 3]);
    expect(() => frameByteRange(manifest, 3)).toThrow(RangeError);
  });

  it("windows in rescaled units, and draws a thumbnail at true proportions", async () => {
    const [plan] = plans;
    if (!plan) throw new Error("no volume");
    const { sink, bytes } = collect();
    const manifest = await buildViewObject(plan, load, sink);
    // Stored values of the first point run from 0 to 219, rescaled from -10 to 428.
    expect(manifest.window.centre - manifest.window.width / 2).toBeGreaterThanOrEqual(-10);
    expect(manifest.window.centre + manifest.window.width / 2).toBeLessThanOrEqual(428);
    expect(manifest.window.width).toBeGreaterThan(300);
    const webp = await makeThumbnail(manifest, (start, end) => Promise.resolve(bytes().slice(start, end)));
    const { data, info } = await sharp(webp).greyscale().raw().toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([128, 128]);
    const at = (x: number, y: number) => data[(y * 128 + x) * info.channels] ?? 0;
    // 20 × 10 pixels of 1 mm: black above and below, brighter to the right.
    expect(at(64, 10)).toBeLessThan(12);
    expect(at(120, 64)).toBeGreaterThan(at(8, 64));
  });

  it("fails, and so does its sink, when a picture is not what its header said", async () => {
    const [plan] = plans;
    if (!plan) throw new Error("no volume");
    const { sink } = collect();
    const wrong: LoadFrame = () => Promise.resolve(gradient(10, 20, 0));
    await expect(buildViewObject(plan, wrong, sink)).rejects.toMatchObject({ code: "invalid-input" });
  });
});

const root = sharedData();

describe.skipIf(!root)("view objects of given scanner files", () => {
  it("hold a mosaic's and a field map's pixels unchanged", async () => {
    const folders = ["g05_ge_architect_b0map_invivo", "g17_siemens_prisma_mosaic_sagittal/2_fmri_SagAP"];
    for (const { key, plans, loadFrame } of givenSeries(root ?? "", folders))
      for (const plan of plans) {
        const { sink, bytes } = collect();
        const manifest = await buildViewObject(plan, loadFrame, sink);
        const last = plan.frames.length - 1;
        const description = plan.frames[last];
        if (!description) throw new Error(key);
        const original = cutTile(await loadFrame(description.ref, description.frameIndex), description);
        const own = await decodeHtj2k(bytes().slice(manifest.frameByteEnds[last - 1] ?? 0));
        expect(Buffer.compare(Buffer.from(bytesOf(own.data)), Buffer.from(bytesOf(original.data))), key).toBe(
          0,
        );
        if (plan.map === "B0Hz") expect(manifest.valueRange).toEqual({ min: -217, max: 217 });
        expect(manifest.window.width).toBeGreaterThan(0);
      }
  });
});

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { parseDicom } from "@/lib/dicom/parse";
import { decodeFrame } from "@/lib/imaging/decode";
import { bytesOf } from "@/lib/imaging/pixel-frame";
import { givenSeries, tryParse } from "@/lib/imaging/testing/given-series";
import { sharedData } from "@/lib/platform/testing/shared-data";

const root = sharedData();
const hasDcmtk = existsSync("/usr/bin/dcmdump") && existsSync("/usr/bin/dcmdjpeg");

describe.skipIf(!root || !hasDcmtk)("decoded pixels against dcmtk (given scanner files)", () => {
  const out = mkdtempSync(join(tmpdir(), "ariane-dcmtk-"));
  let runs = 0;
  afterAll(() => rmSync(out, { recursive: true }));

  const run = (tool: string, ...args: string[]) =>
    execFileSync(tool, args, { stdio: ["ignore", "pipe", "ignore"] });

  /** Native pixel data as dcmtk writes it out, little endian. */
  const rawPixels = (path: string): Buffer => {
    const folder = join(out, String(runs++));
    mkdirSync(folder);
    run("dcmdump", "-q", "+P", "7fe0,0010", "+W", folder, path);
    const [raw] = readdirSync(folder);
    if (!raw) throw new Error("dcmdump wrote no pixels");
    return readFileSync(join(folder, raw));
  };

  /** The file with its pixels decompressed by dcmtk. */
  const decompressed = (tool: string, path: string, ...options: string[]): string => {
    const to = join(out, `${runs++}.dcm`);
    run(tool, ...options, path, to);
    return to;
  };

  const decoded = async (path: string, frame = 0) => {
    const file = parseDicom(new Uint8Array(readFileSync(path)));
    return decodeFrame(file, frame);
  };

  const g13 = join(root ?? "", "g13_transfer_syntaxes/In");

  it("all nine transfer syntaxes of one picture give dcmtk's native pixels", async () => {
    const native = rawPixels(join(g13, "1.dcm"));
    expect(native.length).toBe(384 * 384 * 2);
    const bySyntax = new Set<string>();
    for (const name of readdirSync(g13)) {
      const frame = await decoded(join(g13, name));
      bySyntax.add(tryParse(join(g13, name))?.transferSyntaxUid ?? "");
      expect(Buffer.compare(Buffer.from(bytesOf(frame.data)), native), name).toBe(0);
    }
    expect(bySyntax.size).toBe(7);
  });

  it.each([
    ["dcmdrle", "MR_small_RLE.dcm"],
    ["dcmdjpls", "MR_small_jpeg_ls_lossless.dcm"],
  ])("%s agrees on %s", async (tool, name) => {
    const path = join(root ?? "", "g15_broken_odd/pydicom", name);
    const frame = await decoded(path);
    expect(Buffer.compare(Buffer.from(bytesOf(frame.data)), rawPixels(decompressed(tool, path)))).toBe(0);
  });

  it("the same small picture is the same in big endian, implicit, padded and JPEG 2000", async () => {
    const folder = join(root ?? "", "g15_broken_odd/pydicom");
    const native = rawPixels(join(folder, "MR_small.dcm"));
    for (const name of [
      "MR_small",
      "MR_small_bigendian",
      "MR_small_implicit",
      "MR_small_padded",
      "MR_small_jp2klossless",
    ]) {
      const frame = await decoded(join(folder, `${name}.dcm`));
      expect(frame.type).toBe("int16");
      expect(
        Buffer.compare(Buffer.from(bytesOf(frame.data)), native.subarray(0, frame.data.byteLength)),
        name,
      ).toBe(0);
    }
  });

  it("colour JPEG agrees with dcmdjpeg within rounding", async () => {
    const folder = join(root ?? "", "g14_deid_phi/dicom-cookies");
    const [name] = readdirSync(folder);
    const path = join(folder, name ?? "");
    const frame = await decoded(path);
    const raw = rawPixels(decompressed("dcmdjpeg", path, "+ca", "+px"));
    expect(frame.samplesPerPixel).toBe(3);
    expect(frame.data.length).toBe(raw.length);
    let sum = 0;
    for (let i = 0; i < raw.length; i++) sum += Math.abs((raw[i] ?? 0) - (frame.data[i] ?? 0));
    expect(sum / raw.length).toBeLessThan(1.5);
  });

  it("frames of an enhanced object lie where their positions say, whatever their stored order", async () => {
    const series = givenSeries(root ?? "", ["g12_nema_multiframe_brain_tumour"]);
    expect(series).toHaveLength(3);
    for (const { files, plans } of series) {
      const [path = ""] = files;
      const native = rawPixels(path);
      const dump = run("dcmdump", "-q", "+L", "+P", "0020,0032", path).toString();
      const heights = [...dump.matchAll(/\[([^\]]+)\]/g)].map(([, value = ""]) =>
        Number(value.split("\\")[2]),
      );
      expect(heights).toHaveLength(24);
      const [plan] = plans;
      if (!plan) throw new Error("no volume");
      const [nx, ny] = plan.dimensions;
      for (const [z, { frameIndex }] of plan.frames.entries()) {
        const height = plan.originMm[2] + z * plan.voxelSizeMm[2] * (plan.direction[8] ?? 0);
        expect(height).toBeCloseTo(heights[frameIndex] ?? Number.NaN, 2);
        const frame = await decoded(path, frameIndex);
        const size = nx * ny * 2;
        const stored = native.subarray(frameIndex * size, (frameIndex + 1) * size);
        expect(Buffer.compare(Buffer.from(bytesOf(frame.data)), stored)).toBe(0);
      }
    }
  });
});

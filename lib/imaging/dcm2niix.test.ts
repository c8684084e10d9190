import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { VolumePlan } from "@/lib/imaging/assemble";
import { cutTile } from "@/lib/imaging/decode";
import { dot, subtract, vector3, type Vector3 } from "@/lib/imaging/geometry";
import type { PixelFrame } from "@/lib/imaging/pixel-frame";
import { givenSeries, type GivenSeries } from "@/lib/imaging/testing/given-series";
import { readNifti, type Nifti } from "@/lib/imaging/testing/nifti";
import { sharedData } from "@/lib/platform/testing/shared-data";

const root = sharedData();
const referee = ["/usr/bin/dcm2niix", "/usr/local/bin/dcm2niix"].find((path) => existsSync(path));
const CASES = /^(g0[1-9]|g13|g17)_/;

/**
 * Not here: g12, whose interleaved frames this dcm2niix leaves in stored order, 5 mm apart instead of the
 * 6 mm that their positions say (see dcmtk.test.ts).
 */
/** What dcm2niix 1.0.20220720 makes of the given files: it leaves out series whose repetitions lack slices. */
const CONVERTED = 48;

describe.skipIf(!root || !referee)("volumes against dcm2niix (given scanner files)", () => {
  const folders = root
    ? [...readdirSync(root).filter((name) => CASES.test(name)), "g14_deid_phi/residual_name"]
    : [];
  const out = mkdtempSync(join(tmpdir(), "ariane-referee-"));
  let series: GivenSeries[] = [];
  afterAll(() => rmSync(out, { recursive: true }));

  beforeAll(() => {
    series = givenSeries(root ?? "", folders);
    for (const folder of folders) {
      try {
        // -p n: the header's rescale, not Philips' own floating-point scale.
        execFileSync(
          referee ?? "",
          ["-b", "n", "-p", "n", "-f", "%j_s%s", "-o", out, join(root ?? "", folder)],
          {
            stdio: "ignore",
          },
        );
      } catch {
        // It ends with an error where it could convert only part of a folder; what it wrote is compared.
      }
    }
  }, 120_000);

  it("has the same values at the same places, and the same b-values", async () => {
    const converted = readdirSync(out).filter((name) => name.endsWith(".nii"));
    expect(converted).toHaveLength(CONVERTED);
    for (const name of converted) {
      const nifti = readNifti(join(out, name));
      const own = series.find(({ seriesInstanceUid }) => name.startsWith(`${seriesInstanceUid}_s`));
      const label = `${own?.key ?? "unknown series"} (${nifti.dimensions.join("×")})`;
      if (!own) throw new Error(label);
      const answers = [];
      for (const plan of own.plans) answers.push(await disagreement(plan, nifti, own));
      expect(answers.filter((answer) => answer === null).length, `${label}: ${answers.join("; ")}`).toBe(1);
      const bvalFile = join(out, name.replace(/\.nii$/, ".bval"));
      if (existsSync(bvalFile)) {
        const expected = readFileSync(bvalFile, "utf8").trim().split(/\s+/).map(Number);
        const axis = own.plans[answers.indexOf(null)]?.fourthAxis;
        expect(axis?.kind, label).toBe("bValue");
        expect(
          axis?.values.map((value) => Math.round(value)),
          label,
        ).toEqual(expected.map(Math.round));
      }
    }
  });
});

const POINTS = 80;

/** Null where plan and NIfTI show the same object; else what differs first. */
async function disagreement(plan: VolumePlan, nifti: Nifti, series: GivenSeries): Promise<string | null> {
  const [nx, ny, nz, nt] = plan.dimensions;
  const [ni, nj, nk, repeats] = nifti.dimensions;
  // Nine copies of one mosaic in one series: dcm2niix makes one file of each.
  const copies = series.folder.startsWith("g13") && repeats === 1;
  if (nx * ny * nz !== ni * nj * nk || (nt !== repeats && !copies)) return "dimensions";
  let state = 12345;
  const random = (below: number) =>
    Math.floor(((state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32) * below);
  const frames = new Map<number, PixelFrame>();
  for (let point = 0; point < POINTS; point++) {
    const at: Vector3 = [random(ni), random(nj), random(nk)];
    const t = random(repeats);
    const lps = toLps(nifti, at);
    const voxel = voxelAt(plan, lps);
    const whole = voxel.map(Math.round) as Vector3;
    const off = Math.max(...voxel.map((value, axis) => Math.abs(value - (whole[axis] ?? 0))));
    if (off > 0.02) return `place off the grid by ${off.toFixed(3)} voxel`;
    const [i, j, k] = whole;
    if (i < 0 || j < 0 || k < 0 || i >= nx || j >= ny || k >= nz) return "outside";
    const index = t * nz + k;
    const description = plan.frames[index];
    if (!description) return "no such frame";
    let frame = frames.get(index);
    if (!frame) {
      frame = cutTile(await series.loadFrame(description.ref, description.frameIndex), description);
      frames.set(index, frame);
    }
    const { slope, intercept } = plan.frameRescales?.[index] ?? plan.rescale;
    for (let sample = 0; sample < nifti.samplesPerVoxel; sample++) {
      const stored = frame.data[(j * nx + i) * frame.samplesPerPixel + sample] ?? Number.NaN;
      const referred = nifti.value(...at, t, sample);
      // Signed samples of 12 bits: dcm2niix masks them but does not extend the sign (PS3.5 8.1.1), so -1 is 4095.
      const expected = series.folder.startsWith("g14") && referred > 2047 ? referred - 4096 : referred;
      if (
        !(
          Math.abs(stored * slope + intercept - expected) <=
          1e-4 * Math.max(1, Math.abs(expected)) + 1e-6 * Math.abs(intercept)
        )
      )
        return `value ${stored * slope + intercept} for ${expected}`;
    }
  }
  return null;
}

function toLps({ affine }: Nifti, [i, j, k]: Vector3): Vector3 {
  const ras = affine.map(([a = 0, b = 0, c = 0, d = 0]) => a * i + b * j + c * k + d);
  return [-(ras[0] ?? 0), -(ras[1] ?? 0), ras[2] ?? 0];
}

function voxelAt(plan: VolumePlan, lps: Vector3): Vector3 {
  const from = subtract(lps, plan.originMm);
  const along = (axis: 0 | 1 | 2) =>
    dot(from, vector3(plan.direction, 3 * axis) ?? [0, 0, 0]) / plan.voxelSizeMm[axis];
  return [along(0), along(1), along(2)];
}

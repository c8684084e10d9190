import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { acquisitionParameters, type AcquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { mainVolumeParameters, type MainVolumeParameters } from "@/lib/harmonise/rules/main-volume";
import { givenSeries, type GivenSeries } from "@/lib/imaging/testing/given-series";
import { sharedData } from "@/lib/platform/testing/shared-data";

const root = sharedData();
const referee = ["/usr/bin/dcm2niix", "/usr/local/bin/dcm2niix"].find((path) => existsSync(path));

type Own = AcquisitionParameters & MainVolumeParameters;

/** BIDS has seconds. */
const seconds = (milliseconds: number | null) => milliseconds && milliseconds / 1000;

/**
 * Sidecar field, and the same of ours in its unit. NIfTI's rows run the other way than DICOM's columns, its columns the same
 * way: phase that increases down the column is `j-`, along the row `i`.
 */
const SAME: [field: string, own: (own: Own) => unknown][] = [
  ["RepetitionTime", (own) => seconds(own.repetitionTimeMs)],
  ["InversionTime", (own) => seconds(own.inversionTimeMs)],
  ["FlipAngle", (own) => own.flipAngleDeg],
  ["MagneticFieldStrength", (own) => own.fieldStrengthTesla],
  ["PixelBandwidth", (own) => own.pixelBandwidthHzPerPixel],
  ["MRAcquisitionType", (own) => own.mrAcquisitionType],
  ["InPlanePhaseEncodingDirectionDICOM", (own) => own.phaseEncodingAxis],
  ["ReceiveCoilName", (own) => own.receiveCoil],
  ["EchoTrainLength", (own) => own.echoTrainLength],
  ["ParallelReductionFactorInPlane", (own) => own.parallelReductionFactor],
  ["MultibandAccelerationFactor", (own) => own.multibandFactor],
  ["SliceThickness", (own) => own.sliceThicknessMm],
  ["SpacingBetweenSlices", (own) => own.sliceSpacingMm],
  ["PartialFourier", (own) => own.partialFourier],
  ["AcquisitionMatrixPE", (own) => own.acquisitionMatrix[1]],
  ["TotalReadoutTime", (own) => seconds(own.totalReadoutTimeMs)],
  ["EstimatedTotalReadoutTime", (own) => seconds(own.totalReadoutTimeMs)],
  [
    "PhaseEncodingDirection",
    ({ phaseEncodingAxis: axis, phaseEncodingPolarity: polarity }) => {
      if (axis === null || polarity === null) return null;
      return axis === "ROW" ? (polarity === 1 ? "i" : "i-") : polarity === 1 ? "j-" : "j";
    },
  ],
  // An axis and no direction: it found no polarity.
  [
    "PhaseEncodingAxis",
    ({ phaseEncodingAxis: axis, phaseEncodingPolarity: polarity }) =>
      polarity === null && axis !== null ? (axis === "ROW" ? "i" : "j") : null,
  ],
  ["SliceTiming", (own) => own.sliceTimingMs],
];

/** Where we differ from dcm2niix 1.0.20220720, and why. */
const DIFFERENCES: [series: RegExp, field: string, ours: (own: Own) => boolean, why: string][] = [
  [
    /^g02_.*t1_fl2d_sag/,
    "MultibandAccelerationFactor",
    (own) => own.multibandFactor === null,
    "two interleaved packages share clock times to 2.5 ms: not slices excited together",
  ],
  [
    /^g05_/,
    "TotalReadoutTime",
    (own) => own.isEchoPlanar !== true && own.totalReadoutTimeMs === null,
    "not echo planar: it computes one for any series that has an echo spacing",
  ],
  [
    /^g06_/,
    "EstimatedTotalReadoutTime",
    (own) => own.isEchoPlanar !== true && own.totalReadoutTimeMs === null,
    "not echo planar",
  ],
  [
    /^g07_.*dti/,
    "TotalReadoutTime",
    (own) => Math.abs((own.totalReadoutTimeMs ?? 0) - 19.767) < 0.01,
    "it takes one slice's AcquisitionDuration, whole ms; ours is by the bandwidth per pixel",
  ],
  [
    /^g07_.*t1_gre/,
    "TotalReadoutTime",
    (own) => own.totalReadoutTimeMs === null,
    "it takes the AcquisitionDuration of the whole 3D series",
  ],
  [
    /^g01_.*gre_field_mapping|^g02_.*t1_fl2d/,
    "SliceTiming",
    (own) => own.sliceTimingMs.length === 0,
    "not echo planar: a slice takes many excitations over the whole acquisition",
  ],
  [
    /^g01_.*14_DWI/,
    "SliceTiming",
    (own) => own.sliceTimingMs.length === 0,
    "a colour map is a stack, not a volume",
  ],
  [
    /^g09_.*PRODUCT_bold#[46]/,
    "SliceTiming",
    (own) => new Set(own.sliceTimingMs).size === 10 / (own.multibandFactor ?? 0),
    "XA60 writes wrong times into the first repetition (it reads that one); ours are of the second",
  ],
];

describe.skipIf(!root || !referee)(
  "acquisition parameters against dcm2niix's sidecars (given scanner files)",
  () => {
    const folders = root ? readdirSync(root).filter((name) => /^(g0[1-9]|g12|g13|g17)_/.test(name)) : [];
    const out = mkdtempSync(join(tmpdir(), "ariane-sidecars-"));
    let series: GivenSeries[] = [];
    afterAll(() => rmSync(out, { recursive: true }));

    beforeAll(() => {
      series = givenSeries(root ?? "", folders);
      for (const folder of folders)
        try {
          execFileSync(referee ?? "", ["-b", "o", "-f", "%j_s%s_e%e", "-o", out, join(root ?? "", folder)], {
            stdio: "ignore",
          });
        } catch {
          // It ends with an error where it could convert only part of a folder.
        }
    }, 120_000);

    it("gives the same numbers, but for the differences that are named", () => {
      const sidecars = readdirSync(out).filter((name) => name.endsWith(".json"));
      expect(sidecars.length).toBeGreaterThan(45);
      const compared = new Map<string, number>();
      const used = new Set<string>();
      for (const name of sidecars) {
        const sidecar = JSON.parse(readFileSync(join(out, name), "utf8")) as Record<string, unknown>;
        const given = series.find(({ seriesInstanceUid }) => name.startsWith(`${seriesInstanceUid}_s`));
        const [plan] = given?.plans ?? [];
        if (!given || !plan) throw new Error("a sidecar of no series");
        const parameters = acquisitionParameters(given.first, given.frames);
        const own = { ...parameters, ...mainVolumeParameters(given.first.dataset, plan, parameters) };
        for (const [field, read] of SAME) {
          const expected = sidecar[field];
          if (expected === undefined) continue;
          const label = `${given.key} ${field}`;
          const difference = DIFFERENCES.find(
            ([key, of, ours]) => of === field && key.test(given.key) && ours(own),
          );
          if (difference) {
            used.add(difference[3]);
            continue;
          }
          compared.set(field, (compared.get(field) ?? 0) + 1);
          const actual = read(own);
          if (Array.isArray(expected)) sameTimes(expected as number[], own.sliceTimingMs, label);
          else if (typeof expected === "number" && typeof actual === "number")
            expect(Math.abs(actual / expected - 1), `${label}: ${actual} for ${expected}`).toBeLessThan(2e-3);
          else expect(actual, label).toBe(expected);
        }
        const echoTimeS = sidecar["EchoTime"];
        if (typeof echoTimeS === "number")
          expect(
            parameters.echoTimesMs.some((own) => Math.abs(own - 1000 * echoTimeS) < 0.01),
            given.key,
          ).toBe(true);
      }
      expect([...used].sort()).toEqual([...new Set(DIFFERENCES.map(([, , , why]) => why))].sort());
      process.stdout.write(`compared with dcm2niix: ${JSON.stringify(Object.fromEntries(compared))}\n`);
      for (const field of ["PhaseEncodingDirection", "SliceTiming", "TotalReadoutTime", "PartialFourier"])
        expect(compared.get(field), field).toBeGreaterThan(10);
    });

    it("finds the slices excited together", () => {
      const factor = (key: string) => {
        const own = series.find((each) => each.key === key);
        return own && acquisitionParameters(own.first, own.frames).multibandFactor;
      };
      expect(factor("g01_siemens_prisma_xa30_enhanced/7_func-bold_task-fa_run-1#7")).toBe(3);
      expect(factor("g09_siemens_terrax_7t_enhanced/PRODUCT_bold#2")).toBe(1);
      expect(factor("g09_siemens_terrax_7t_enhanced/PRODUCT_bold#4")).toBe(2);
      expect(factor("g09_siemens_terrax_7t_enhanced/PRODUCT_bold#6")).toBe(5);
      expect(factor("g06_philips_elition_classic/2201_DTI_excerpt#2201")).toBe(2);
      expect(factor("g06_philips_elition_classic/2101_fcMRI_excerpt#2101")).toBe(3);
    });

    it("says the patient's directions, and counts those of the gradients", () => {
      const own = (key: string) => {
        const given = series.find((each) => each.key === key);
        if (!given) throw new Error(key);
        return acquisitionParameters(given.first, given.frames);
      };
      // Named by their operators.
      expect(own("g03_nih_ge_and_siemens_fmri/20180918Si/mr_0003#3").phaseEncodingDirection).toBe("AP");
      expect(own("g03_nih_ge_and_siemens_fmri/20180918Si/mr_0004#4").phaseEncodingDirection).toBe("PA");
      expect(own("g01_siemens_prisma_xa30_enhanced/10_DWI_dir80_PA#10").phaseEncodingDirection).toBe("PA");
      expect(own("g17_siemens_prisma_mosaic_sagittal/2_fmri_SagAP#2").phaseEncodingDirection).toBe("AP");
      // 17 instances of 16 directions and b = 0; one b = 0 and six; the Philips excerpt has 16 of its directions.
      expect(own("g07_uih_umr770/dti_tra_dir16_PA_rot#12").directionCount).toBe(16);
      expect(own("g09_siemens_terrax_7t_enhanced/PRODUCT_diff_sms1#14").directionCount).toBe(6);
      expect(own("g06_philips_elition_classic/2201_DTI_excerpt#2201").directionCount).toBe(16);
      expect(own("g01_siemens_prisma_xa30_enhanced/7_func-bold_task-fa_run-1#7").directionCount).toBe(null);
      // Across the slices of a 3D series.
      expect(
        own("g06_philips_elition_classic/1301_ADNI_Sag3D_MPRAGE#1301").parallelReductionFactorSlice,
      ).toBe(2);
    });
  },
);

/** The same times, or the same from the other end: dcm2niix stacks some orientations against our normal. */
function sameTimes(expectedS: readonly number[], actualMs: readonly number[], label: string): void {
  const far = (times: readonly number[]) =>
    Math.max(...times.map((time, z) => Math.abs(time - 1000 * (expectedS[z] ?? Number.NaN))));
  expect(actualMs.length, label).toBe(expectedS.length);
  // It reads times of day (HHMMSS) as 32-bit numbers: steps of 16 ms.
  expect(Math.min(far(actualMs), far([...actualMs].reverse())), label).toBeLessThan(16);
}

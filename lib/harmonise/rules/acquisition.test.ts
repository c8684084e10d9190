import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dataset } from "@/lib/dicom/dataset";
import type { DicomFile } from "@/lib/dicom/parse";
import { TAG } from "@/lib/dicom/tags";
import { TRANSFER_SYNTAX } from "@/lib/dicom/transfer-syntax";
import { acquisitionParameters, vendorOf } from "@/lib/harmonise/rules/acquisition";
import { givenSeries, type GivenSeries } from "@/lib/imaging/testing/given-series";
import { sharedData } from "@/lib/platform/testing/shared-data";

function fileWith(fill: (dataset: Dataset) => void): DicomFile {
  const dataset = new Dataset();
  fill(dataset);
  return { transferSyntaxUid: TRANSFER_SYNTAX.explicitLittleEndian, meta: new Dataset(), dataset };
}

describe("acquisition parameters", () => {
  it("reads a field strength in gauss as tesla, and tesla as tesla", () => {
    const strength = (value: string) =>
      acquisitionParameters(
        fileWith((dataset) => dataset.set(TAG.MagneticFieldStrength, "DS", value)),
        [],
      ).fieldStrengthTesla;
    expect(strength("30000")).toBe(3);
    expect(strength("15000")).toBe(1.5);
    expect(strength("1.494")).toBe(1.494);
    expect(strength("7")).toBe(7);
  });

  it("leaves unknown what the header does not say", () => {
    const parameters = acquisitionParameters(
      fileWith(() => undefined),
      [],
    );
    expect(parameters).toMatchObject({
      vendor: "other",
      fieldStrengthTesla: null,
      repetitionTimeMs: null,
      echoTimesMs: [],
      mrAcquisitionType: null,
      isEchoPlanar: null,
      contrastAgent: "unknown",
      multibandFactor: null,
    });
  });

  it("tells given from not given and from not said contrast agent", () => {
    const agent = (value: string) =>
      acquisitionParameters(
        fileWith((dataset) => dataset.set(TAG.ContrastBolusAgent, "LO", value)),
        [],
      ).contrastAgent;
    expect(agent("Gadovist")).toBe("yes");
    expect(agent("NONE")).toBe("no");
    expect(agent("")).toBe("unknown");
  });

  it("knows the vendors by all their spellings", () => {
    const spellings = [
      "SIEMENS",
      "Siemens Healthineers",
      "GE MEDICAL SYSTEMS",
      "Philips",
      "UIH",
      "CANON_MEC",
      "TOSHIBA_MEC",
    ];
    expect(spellings.map(vendorOf)).toEqual(["siemens", "siemens", "ge", "philips", "uih", "canon", "canon"]);
    expect(vendorOf("Geneva Instruments")).toBe("other");
  });
});

const root = sharedData();
const referee = ["/usr/bin/dcm2niix", "/usr/local/bin/dcm2niix"].find((path) => existsSync(path));

/** Sidecar field, and the same of ours in its unit (BIDS has seconds). */
const SAME: [field: string, own: (p: ReturnType<typeof acquisitionParameters>) => unknown][] = [
  ["RepetitionTime", (p) => p.repetitionTimeMs && p.repetitionTimeMs / 1000],
  ["InversionTime", (p) => p.inversionTimeMs && p.inversionTimeMs / 1000],
  ["FlipAngle", (p) => p.flipAngleDeg],
  ["MagneticFieldStrength", (p) => p.fieldStrengthTesla],
  ["PixelBandwidth", (p) => p.pixelBandwidthHzPerPixel],
  ["MRAcquisitionType", (p) => p.mrAcquisitionType],
  ["InPlanePhaseEncodingDirectionDICOM", (p) => p.phaseEncodingAxis],
  ["ReceiveCoilName", (p) => p.receiveCoil],
  ["EchoTrainLength", (p) => p.echoTrainLength],
  ["ParallelReductionFactorInPlane", (p) => p.parallelReductionFactor],
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

    it("gives the same numbers", () => {
      const sidecars = readdirSync(out).filter((name) => name.endsWith(".json"));
      expect(sidecars.length).toBeGreaterThan(45);
      for (const name of sidecars) {
        const sidecar = JSON.parse(readFileSync(join(out, name), "utf8")) as Record<string, unknown>;
        const own = series.find(({ seriesInstanceUid }) => name.startsWith(`${seriesInstanceUid}_s`));
        if (!own) throw new Error("a sidecar of no series");
        const parameters = acquisitionParameters(own.first, own.frames);
        for (const [field, read] of SAME) {
          const expected = sidecar[field];
          if (expected === undefined) continue;
          const actual = read(parameters);
          const label = `${own.key} ${field}`;
          if (typeof expected === "number" && typeof actual === "number")
            expect(Math.abs(actual / expected - 1), `${label}: ${actual} for ${expected}`).toBeLessThan(2e-3);
          else expect(actual, label).toBe(expected);
        }
        const echoTimeS = sidecar["EchoTime"];
        if (typeof echoTimeS === "number")
          expect(
            parameters.echoTimesMs.some((own) => Math.abs(own - 1000 * echoTimeS) < 0.01),
            own.key,
          ).toBe(true);
      }
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
    });
  },
);

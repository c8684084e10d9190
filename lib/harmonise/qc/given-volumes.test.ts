import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { acquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { assignRole, roleFeatures } from "@/lib/harmonise/rules/role";
import { givenSeries } from "@/lib/imaging/testing/given-series";
import { buildViewObject } from "@/lib/imaging/view-object";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { phaseAxisOf } from "./ghost";
import { measureVolume, type QcOutcome } from "./measure";
import { type Measure, metricsOfRole, type QcMetricName } from "./metrics";

const root = sharedData();
/** Real heads and phantoms of several makers; the fourth axis from one point to many. */
const CASES = /^g0[2378]_/;
/** Pixels of a volume that this test decodes and encodes: the larger ones take too long beside the others. */
const MOST_PIXELS = 3_000_000;

/** Where the values of a working scanner lie, wide open: a slip in a formula leaves it by orders of magnitude. */
const RANGES: Record<QcMetricName, [number, number]> = {
  snrForeground: [0.5, 200],
  snrBackground: [1, 2000],
  cnrWhiteGrey: [0.1, 50],
  entropyFocus: [0, 1],
  foregroundBackgroundEnergy: [1, 1e8],
  ghostToSignal: [-20, 50],
  snrTemporal: [5, 1000],
  snrB0: [1, 500],
  outlierSlices: [0, 40],
};

interface Measured {
  key: string;
  role: string;
  outcome: QcOutcome;
}

describe.skipIf(!root)("metrics of the given scanner files", () => {
  const measured: Measured[] = [];

  beforeAll(async () => {
    const names = readdirSync(root ?? "").filter((name) => CASES.test(name));
    for (const series of givenSeries(root ?? "", names)) {
      const parameters = acquisitionParameters(series.first, series.frames);
      const [plan] = series.plans;
      if (!plan) continue;
      const decision = assignRole(roleFeatures(parameters, plan, series.plans));
      const { role, map, component } = decision;
      const [nx, ny, nz, nt] = plan.dimensions;
      if (metricsOfRole(role).length === 0 || map !== null || nx * ny * nz * nt > MOST_PIXELS) continue;
      const chunks: Uint8Array[] = [];
      const manifest = await buildViewObject(plan, series.loadFrame, async (stream) => {
        for await (const chunk of stream) chunks.push(chunk);
      });
      const bytes = Buffer.concat(chunks);
      const order = { role, map, component, phaseAxis: phaseAxisOf(parameters.phaseEncodingAxis) };
      const outcome = await measureVolume(order, manifest, (start, end) =>
        Promise.resolve(new Uint8Array(bytes.subarray(start, end))),
      );
      measured.push({ key: series.key, role, outcome });
    }
  }, 120_000);

  it("every metric is a finite number where one expects it, or absent with a reason", () => {
    expect(measured.length).toBeGreaterThan(7);
    for (const { key, role, outcome } of measured) {
      if ("failure" in outcome) continue;
      const entries = Object.entries(outcome.measures) as [QcMetricName, Measure][];
      for (const [name, measure] of entries) {
        if ("absent" in measure) continue;
        const [low, high] = RANGES[name];
        expect(measure.value, `${key} ${role} ${name}`).toBeGreaterThanOrEqual(low);
        expect(measure.value, `${key} ${role} ${name}`).toBeLessThanOrEqual(high);
      }
    }
  });

  it("most series are measured, and each metric somewhere", () => {
    const done = measured.filter(({ outcome }) => "measures" in outcome);
    expect(done.length).toBeGreaterThanOrEqual(0.6 * measured.length);
    const valued = new Set(
      done.flatMap(({ outcome }) =>
        "measures" in outcome
          ? Object.entries(outcome.measures).flatMap(([name, measure]) => ("value" in measure ? [name] : []))
          : [],
      ),
    );
    expect([...valued]).toEqual(
      expect.arrayContaining([
        "snrForeground",
        "snrBackground",
        "entropyFocus",
        "foregroundBackgroundEnergy",
        "ghostToSignal",
        "outlierSlices",
      ]),
    );
  });
});

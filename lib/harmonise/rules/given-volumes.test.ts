import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { acquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { assignRole, roleFeatures } from "@/lib/harmonise/rules/role";
import { ruleFamily } from "@/lib/harmonise/rules/role-rules";
import { GIVEN_VOLUMES } from "@/lib/harmonise/rules/testing/given-volumes";
import { describeInstance } from "@/lib/imaging/frames";
import { givenSeries, type GivenSeries, tryParse } from "@/lib/imaging/testing/given-series";
import { sharedData } from "@/lib/platform/testing/shared-data";

const root = sharedData();
const CASES = /^g(0[1-9]|12|13|14|15|17)_/;

describe.skipIf(!root)("volumes and roles of the given scanner files", () => {
  let series: GivenSeries[] = [];
  beforeAll(() => {
    series = givenSeries(
      root ?? "",
      readdirSync(root ?? "").filter((name) => CASES.test(name)),
    );
  });

  it("has exactly the series of the table", () => {
    expect(series.map(({ key }) => key).sort()).toEqual([...GIVEN_VOLUMES.keys()].sort());
  });

  it.each([...GIVEN_VOLUMES.keys()])("%s", (key) => {
    const own = series.find((each) => each.key === key);
    const expected = GIVEN_VOLUMES.get(key);
    if (!own || !expected) throw new Error(`no series ${key}`);
    const parameters = acquisitionParameters(own.first, own.frames);
    const found = own.plans.map((plan) => {
      const { role, map, component, derived, is3D } = assignRole(roleFeatures(parameters, plan, own.plans));
      const { dimensions, stackReason, fourthAxis } = plan;
      expect(plan.kind).toBe(stackReason ? "stack" : "volume");
      return { dimensions, stackReason, fourthAxis: fourthAxis.kind, role, map, component, derived, is3D };
    });
    expect(found).toEqual(expected.map(({ voxelSizeMm: _, ...rest }) => rest));
    own.plans.forEach((plan, i) =>
      plan.voxelSizeMm.forEach((size, axis) =>
        expect(size).toBeCloseTo(expected[i]?.voxelSizeMm[axis] ?? Number.NaN, 3),
      ),
    );
  });

  it("measures the share that is right", () => {
    const right = { role: 0, map: 0, component: 0, dimensions: 0 };
    let volumes = 0;
    let wordsDecided = 0;
    for (const { key, first, frames, plans } of series) {
      const parameters = acquisitionParameters(first, frames);
      const expected = GIVEN_VOLUMES.get(key) ?? [];
      expected.forEach((wanted, ordinal) => {
        volumes += 1;
        const plan = plans[ordinal];
        if (!plan) return;
        const found = assignRole(roleFeatures(parameters, plan, plans));
        right.role += Number(found.role === wanted.role);
        right.map += Number(found.map === wanted.map);
        right.component += Number(found.component === wanted.component);
        right.dimensions += Number(plan.dimensions.join() === wanted.dimensions.join());
        wordsDecided += Number(ruleFamily(found.rule) === "description");
      });
    }
    const shares = Object.entries(right).map(([what, count]) => `${what} ${count}/${volumes}`);
    process.stdout.write(`given volumes right: ${shares.join(", ")}; by words alone: ${wordsDecided}\n`);
    expect(volumes).toBeGreaterThanOrEqual(50);
    expect(Object.values(right)).toEqual(Object.values(right).map(() => volumes));
  });

  it("finds no pictures in what is none: reports, raw data", () => {
    const folders = [
      "g01_siemens_prisma_xa30_enhanced/99_Phoenix_Document",
      "g06_philips_elition_classic/raw_data_storage",
      "g09_siemens_terrax_7t_enhanced/phoenix",
    ].map((folder) => join(root ?? "", folder));
    for (const folder of folders) {
      const files = readdirSync(folder).flatMap((name) => tryParse(join(folder, name)) ?? []);
      expect(files.length, folder).toBe(1);
      for (const file of files) expect(describeInstance(file, folder)).toEqual([]);
    }
  });

  it("puts every picture into exactly one volume, and one b-value at each point of a b-value axis", () => {
    for (const { key, frames, plans } of series) {
      expect(
        plans.reduce((sum, plan) => sum + plan.frames.length, 0),
        key,
      ).toBe(frames.length);
      expect(new Set(plans.flatMap((plan) => plan.frames)).size, key).toBe(frames.length);
      for (const plan of plans.filter(({ fourthAxis }) => fourthAxis.kind === "bValue")) {
        const nz = plan.dimensions[2];
        plan.frames.forEach((frame, index) =>
          expect(frame.bValue, key).toBe(plan.fourthAxis.values[Math.floor(index / nz)]),
        );
      }
    }
  });
});

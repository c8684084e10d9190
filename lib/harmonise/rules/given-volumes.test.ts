import { readdirSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { acquisitionParameters } from "@/lib/harmonise/rules/acquisition";
import { assignRole, roleFeatures } from "@/lib/harmonise/rules/role";
import { GIVEN_VOLUMES } from "@/lib/harmonise/rules/testing/given-volumes";
import { givenSeries, type GivenSeries } from "@/lib/imaging/testing/given-series";
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

import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { assembleVolumes } from "@/lib/imaging/assemble";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { frame } from "@/lib/imaging/testing/synthetic-frames";

const slices = (heights: readonly number[], over: Partial<FrameDescription> = {}) =>
  heights.map((height, i) => frame({ ref: `${i}`, positionMm: [0, 0, height], instanceNumber: i, ...over }));

describe("assembling volumes", () => {
  it("sorts slices along the normal whatever the order in which they come", () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6], { minLength: 7 }), (order) => {
        const [plan, ...others] = assembleVolumes(slices(order.map((z) => 2.5 * z)));
        expect(others).toEqual([]);
        expect(plan).toMatchObject({ kind: "volume", dimensions: [8, 8, 7, 1], originMm: [0, 0, 0] });
        expect(plan?.voxelSizeMm[2]).toBeCloseTo(2.5, 6);
        expect(plan?.frames.map(({ positionMm }) => positionMm?.[2])).toEqual([0, 2.5, 5, 7.5, 10, 12.5, 15]);
      }),
    );
  });

  it("accepts the rounding of positions, and names a missing slice and uneven spacing", () => {
    const [rounded] = assembleVolumes(slices([0, 2.01, 3.995, 6.005, 8]));
    expect(rounded).toMatchObject({ kind: "volume", gaps: [] });
    const [missing] = assembleVolumes(slices([0, 2, 4, 8, 10]));
    expect(missing).toMatchObject({ stackReason: "irregular-spacing", gaps: ["missing-positions:1"] });
    expect(missing?.framePositionsMm?.[3]).toEqual([0, 0, 8]);
    const [uneven] = assembleVolumes(slices([0, 2, 4, 6.4, 8]));
    expect(uneven).toMatchObject({ stackReason: "irregular-spacing", gaps: ["uneven-spacing"] });
  });

  it("does not take a sheared stack for a grid", () => {
    const sheared = [0, 1, 2, 3].map((z) => frame({ ref: `${z}`, positionMm: [0.5 * z, 0, 2 * z] }));
    expect(assembleVolumes(sheared)[0]).toMatchObject({
      stackReason: "irregular-spacing",
      gaps: ["sheared"],
    });
  });

  it("keeps one slice, colour, no geometry and several orientations as stacks with their reason", () => {
    expect(assembleVolumes([frame()])[0]).toMatchObject({ kind: "stack", stackReason: "single-slice" });
    const colour = slices([0, 2, 4], { samplesPerPixel: 3, sampleType: "uint8" });
    expect(assembleVolumes(colour)[0]).toMatchObject({ kind: "stack", stackReason: "colour" });
    const nowhere = slices([0, 2, 4]).map((each) => ({ ...each, positionMm: null }));
    expect(assembleVolumes(nowhere)[0]).toMatchObject({
      stackReason: "no-geometry",
      framePositionsMm: null,
      dimensions: [8, 8, 3, 1],
    });
    const planes = [
      frame({ ref: "a" }),
      frame({ ref: "c", columnDirection: [0, 0, -1] }),
      frame({ ref: "s", rowDirection: [0, 1, 0], columnDirection: [0, 0, -1] }),
    ];
    expect(assembleVolumes(planes)).toMatchObject([
      { stackReason: "mixed-geometry", dimensions: [8, 8, 3, 1] },
    ]);
  });

  it("makes volumes of two echoes, magnitude and phase, and an axis of three echoes", () => {
    const echoes = (times: readonly number[], over: Partial<FrameDescription> = {}) =>
      times.flatMap((echoTimeMs) => slices([0, 2, 4], { echoTimeMs, ...over }));
    const two = [
      ...echoes([4.92, 7.38]),
      ...echoes([7.38], { component: "phase", imageType: ["ORIGINAL", "PRIMARY", "P"] }),
    ];
    expect(assembleVolumes(two).map((plan) => [plan.component, plan.echoTimeMs, plan.dimensions[3]])).toEqual(
      [
        ["magnitude", 4.92, 1],
        ["magnitude", 7.38, 1],
        ["phase", 7.38, 1],
      ],
    );
    const [several, ...others] = assembleVolumes(echoes([21, 7, 14]));
    expect(others).toEqual([]);
    expect(several?.fourthAxis).toEqual({ kind: "echo", values: [7, 14, 21], unit: "ms" });
    expect(several?.frames[0]?.echoTimeMs).toBe(7);
  });

  it("separates maps from what they were made of, and repetitions in time from b-values", () => {
    const maps = [
      ...slices([0, 2]),
      ...slices([0, 2], { map: "ADC", imageType: ["DERIVED", "PRIMARY", "ADC"] }),
    ];
    expect(assembleVolumes(maps).map(({ map }) => map)).toEqual([null, "ADC"]);
    const runs = [0, 1, 2].flatMap((t) =>
      slices([0, 2], { acquisitionNumber: t, acquisitionTimeS: 100 + 1.5 * t }),
    );
    expect(assembleVolumes(runs)[0]?.fourthAxis).toEqual({ kind: "time", values: [0, 1.5, 3], unit: "s" });
    const still = runs.map((each) => ({ ...each, acquisitionTimeS: 100 }));
    expect(assembleVolumes(still)[0]?.fourthAxis.values).toEqual([0, 2, 4]);
    const shells = [0, 1000, 2000].flatMap((bValue, t) => slices([0, 2], { bValue, acquisitionNumber: t }));
    expect(assembleVolumes(shells)[0]?.fourthAxis).toEqual({
      kind: "bValue",
      values: [0, 1000, 2000],
      unit: "s/mm²",
    });
  });

  it("leaves out repetitions that lack a slice by their number, and keeps their pictures apart", () => {
    const all = [0, 1, 2].flatMap((t) => slices([0, 2, 4], { temporalPosition: t }));
    const plans = assembleVolumes(all.filter((each) => !(each.temporalPosition === 1 && each.ref === "2")));
    expect(plans.map(({ dimensions }) => dimensions)).toEqual([
      [8, 8, 3, 2],
      [8, 8, 2, 1],
    ]);
    expect(plans[0]?.gaps).toEqual(["incomplete-repetitions:2"]);
    expect(new Set(plans[0]?.frames.map(({ temporalPosition }) => temporalPosition))).toEqual(
      new Set([0, 2]),
    );
  });

  it("keeps each frame's rescale only where they differ", () => {
    expect(assembleVolumes(slices([0, 2]))[0]?.frameRescales).toBeNull();
    const scaled = slices([0, 2]).map((each, i) => ({
      ...each,
      rescale: { slope: 1 + i, intercept: 0, unit: null },
    }));
    expect(assembleVolumes(scaled)[0]?.frameRescales).toEqual([
      { slope: 1, intercept: 0 },
      { slope: 2, intercept: 0 },
    ]);
  });
});

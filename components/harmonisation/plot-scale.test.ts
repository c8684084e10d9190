import { describe, expect, it } from "vitest";
import { plotScale, positionOn } from "./plot-scale";

describe("the axis of a plot", () => {
  it("holds all values, the ends within it", () => {
    const scale = plotScale([-2, 8, 3]);
    expect(scale).toEqual({ from: -2.5, to: 8.5 });
    expect(positionOn(scale, -2.5)).toBe(0);
    expect(positionOn(scale, 3)).toBe(50);
    expect(positionOn(scale, 8.5)).toBe(100);
  });

  it.each([[[7, 7]], [[0]], [[]]])("has a length for %j", (values) => {
    const scale = plotScale(values);
    expect(scale.to).toBeGreaterThan(scale.from);
    for (const value of values) expect(positionOn(scale, value)).toBeCloseTo(50, 6);
  });
});

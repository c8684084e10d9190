import { describe, expect, it } from "vitest";
import {
  formatDimensions,
  formatMegabytes,
  formatQuantities,
  formatQuantity,
  formatVoxelSize,
} from "./quantity";

/** Makes the kinds of space visible: "_" no-break, "'" narrow no-break. */
const visible = (text: string) => text.replaceAll("\u00a0", "_").replaceAll("\u202f", "'");

describe("quantities", () => {
  it("writes French with a comma, narrow spaces in thousands and a no-break space before the unit", () => {
    expect(visible(formatQuantity("fr", 2300, "ms"))).toBe("2'300_ms");
    expect(visible(formatQuantity("fr", 2.98, "ms"))).toBe("2,98_ms");
  });

  it("writes English in English", () => {
    expect(visible(formatQuantity("en", 2300, "ms"))).toBe("2,300_ms");
    expect(visible(formatQuantity("en", 1.5, "T"))).toBe("1.5_T");
  });

  it("keeps the degree sign on its number", () => {
    expect(formatQuantity("fr", 9, "°")).toBe("9°");
  });

  it("lists values before one unit", () => {
    expect(visible(formatQuantities("fr", [4.92, 7.38], "ms"))).toBe("4,92_· 7,38_ms");
  });

  it("writes a cubic voxel once and others by edge", () => {
    expect(visible(formatVoxelSize("en", [1, 1.0000001, 1]))).toBe("1_mm");
    expect(visible(formatVoxelSize("fr", [0.9, 0.9, 5]))).toBe("0,9_×_0,9_×_5_mm");
  });

  it("leaves out a fourth axis of one", () => {
    expect(visible(formatDimensions("en", [256, 256, 176, 1]))).toBe("256_×_256_×_176");
    expect(visible(formatDimensions("en", [104, 104, 72, 65]))).toBe("104_×_104_×_72_×_65");
  });

  it("says Mo in French and MB in English", () => {
    expect(visible(formatMegabytes("fr", 12_400_000))).toBe("12_Mo");
    expect(visible(formatMegabytes("en", 1_240_000))).toBe("1.2_MB");
  });
});

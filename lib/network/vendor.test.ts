import { describe, expect, test } from "vitest";
import { nominalFieldStrengthTesla, normaliseManufacturer, normaliseModel } from "./vendor";

describe("vendor spelling", () => {
  test.each([
    ["SIEMENS", "Siemens"],
    ["Siemens Healthineers", "Siemens"],
    ["GE MEDICAL SYSTEMS", "GE"],
    ["GEMS", "GE"],
    ["Philips Medical Systems", "Philips"],
    ["CANON_MEC", "Canon"],
    ["TOSHIBA_MEC", "Canon"],
    ["UIH", "UIH"],
    ["Geneva Instruments", "Other"],
    [undefined, "Other"],
  ])("%s is %s", (written, expected) => expect(normaliseManufacturer(written)).toBe(expected));

  test("models lose underscores and double spaces", () => {
    expect(normaliseModel("Prisma_fit")).toBe("Prisma fit");
    expect(normaliseModel("  MAGNETOM   Terra.X ")).toBe("MAGNETOM Terra.X");
    expect(normaliseModel(undefined)).toBe("unknown");
  });

  test.each([
    [2.89362, 3],
    [3, 3],
    [1.494, 1.5],
    [15000, 1.5],
    [6.98, 7],
    [2.1, 2.1],
    [undefined, 0],
    [-3, 0],
  ])("%s is nominally %s T", (written, expected) =>
    expect(nominalFieldStrengthTesla(written)).toBe(expected),
  );
});

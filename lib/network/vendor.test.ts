import { describe, expect, test } from "vitest";
import { modelKey, nominalFieldStrengthTesla, normaliseManufacturer, normaliseModel } from "./vendor";

describe("vendor spelling", () => {
  test.each([
    ["SIEMENS", "Siemens"],
    ["Siemens Healthineers", "Siemens"],
    ["Siemens HealthCare GmbH", "Siemens"],
    ["SIEMENS HEALTHINEERS", "Siemens"],
    ["GE HealthCare", "GE"],
    ["GE_MEDICAL_SYSTEMS", "GE"],
    ["Philips", "Philips"],
    ["Philips Healthcare", "Philips"],
    ["Canon Medical Systems", "Canon"],
    ["TOSHIBA", "Canon"],
    ["United Imaging Healthcare", "UIH"],
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
    ["Prisma_fit", "MAGNETOM Prisma Fit"],
    ["SIGNA Premier", "signa_premier"],
    ["Philips Ingenia Elition X", "INGENIA ELITION X"],
    ["TOSHIBA_Vantage_Titan", "Vantage Titan"],
  ])("%s and %s are one model", (one, other) =>
    expect(modelKey(normaliseModel(one))).toBe(modelKey(normaliseModel(other))),
  );

  test.each([
    ["Prisma", "Prisma_fit"],
    ["Achieva", "Ingenia"],
    ["Signa HDxt", "Signa Premier"],
    ["Achieva dStream", "Ingenia dStream"],
    ["unknown", "MAGNETOM"],
  ])("%s and %s are two models", (one, other) =>
    expect(modelKey(normaliseModel(one))).not.toBe(modelKey(normaliseModel(other))),
  );

  test.each([
    [2.89362, 3],
    [30000, 3],
    [70000, 7],
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

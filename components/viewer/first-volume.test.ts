import { describe, expect, it } from "vitest";
import type { ViewableVolume } from "@/lib/catalogue/viewable-exam";
import { counterpart, firstPair, firstVolume } from "./first-volume";

const volume = (id: string, changes: Partial<ViewableVolume>): ViewableVolume => ({
  id,
  seriesId: `series of ${id}`,
  kind: "volume",
  role: "T1w",
  map: null,
  component: "magnitude",
  is3D: true,
  derived: false,
  dimensions: [2, 2, 2, 1],
  voxelSizeMm: [1, 1, 1],
  echoTimeMs: null,
  frameOfReferenceUid: null,
  hasThumbnail: false,
  seriesDescription: null,
  seriesNumber: null,
  ...changes,
});

const localiser = volume("localiser", { role: "localiser", kind: "stack" });
const flair = volume("flair", { role: "FLAIR" });
const t1 = volume("t1", {});
const adc = volume("adc", { role: "DWI", map: "ADC", derived: true });

describe("the volume to open", () => {
  it("is the one asked for, else the first of the series asked for", () => {
    const all = [localiser, flair, t1];
    expect(firstVolume(all, { volumeId: "flair" })).toBe(flair);
    expect(firstVolume(all, { seriesId: "series of localiser" })).toBe(localiser);
  });

  it("is a T1w before a localiser, whatever the order", () => {
    expect(firstVolume([localiser, adc, flair, t1], {})).toBe(t1);
    expect(firstVolume([localiser], {})).toBe(localiser);
    expect(firstVolume([], {})).toBeNull();
  });
});

describe("the pair to compare", () => {
  it("has the same role in both exams", () => {
    const laterT1 = volume("later t1", { voxelSizeMm: [0.5, 0.5, 0.5] });
    const laterFlair = volume("later flair", { role: "FLAIR" });
    expect(firstPair([localiser, flair, t1], [laterFlair, laterT1])).toEqual({ a: t1, b: laterT1 });
    expect(firstPair([flair, t1], [laterFlair])).toEqual({ a: flair, b: laterFlair });
    expect(firstPair([flair, t1], [laterFlair, laterT1], { a: "flair" })).toEqual({
      a: flair,
      b: laterFlair,
    });
  });

  it("prefers the same map and component, then the nearest voxel size", () => {
    const dwi = volume("dwi", { role: "DWI" });
    const laterAdc = volume("later adc", { role: "DWI", map: "ADC", derived: true });
    expect(counterpart(adc, [dwi, laterAdc])).toBe(laterAdc);
    const fine = volume("fine", { voxelSizeMm: [0.5, 0.5, 0.5] });
    const coarse = volume("coarse", { voxelSizeMm: [1, 1, 1.1] });
    expect(counterpart(t1, [fine, coarse])).toBe(coarse);
  });

  it("falls back on any two grids, and is nothing without one on each side", () => {
    expect(firstPair([t1], [flair])).toEqual({ a: t1, b: flair });
    expect(firstPair([t1], [localiser])).toBeNull();
  });
});

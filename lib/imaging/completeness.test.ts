import { beforeAll, describe, expect, test } from "vitest";
import { assembleVolumes } from "@/lib/imaging/assemble";
import { type Completeness, seriesCompleteness, type SeriesPromise } from "@/lib/imaging/completeness";
import type { FrameDescription } from "@/lib/imaging/frame-description";
import { sharedData } from "@/lib/platform/testing/shared-data";
import { seriesPromise } from "@/lib/imaging/series-promise";
import { givenSeries, type GivenSeries } from "@/lib/imaging/testing/given-series";

const NOTHING: SeriesPromise = { temporalPositions: null, imagesInAcquisition: null };

function frame(slice: number, given: Partial<FrameDescription> = {}): FrameDescription {
  return {
    ref: `${slice}-${given.temporalPosition ?? 0}-${given.instanceNumber ?? slice}`,
    frameIndex: 0,
    tile: null,
    columns: 8,
    rows: 8,
    samplesPerPixel: 1,
    sampleType: "uint16",
    bitsStored: 12,
    positionMm: [0, 0, slice],
    rowDirection: [1, 0, 0],
    columnDirection: [0, 1, 0],
    pixelSpacingMm: [1, 1],
    sliceThicknessMm: 1,
    spacingBetweenSlicesMm: null,
    frameOfReferenceUid: "1.2",
    rescale: { slope: 1, intercept: 0, unit: null },
    imageType: ["ORIGINAL", "PRIMARY", "M"],
    component: "magnitude",
    map: null,
    kindDiscriminator: "",
    repetitionTimeMs: 2000,
    echoTimeMs: 30,
    inversionTimeMs: null,
    bValue: null,
    gradientDirection: null,
    temporalPosition: null,
    acquisitionNumber: 1,
    acquisitionTimeS: null,
    instanceNumber: slice,
    ...given,
  };
}

const slices = (count: number, without: number[] = []) =>
  Array.from({ length: count }, (_, index) => index + 1)
    .filter((slice) => !without.includes(slice))
    .map((slice) => frame(slice));

const timed = (times: number[], depth: number, without: [number, number][] = []) =>
  times.flatMap((temporalPosition) =>
    Array.from({ length: depth }, (_, index) => index + 1)
      .filter((slice) => !without.some(([time, missing]) => time === temporalPosition && missing === slice))
      .map((slice) =>
        frame(slice, { temporalPosition, instanceNumber: (temporalPosition - 1) * depth + slice }),
      ),
  );

const judge = (frames: FrameDescription[], promise: Partial<SeriesPromise> = {}) =>
  seriesCompleteness(frames, assembleVolumes(frames), { ...NOTHING, ...promise });

const incomplete = (missingCount: number): Completeness => ({ completeness: "incomplete", missingCount });
const complete: Completeness = { completeness: "complete", missingCount: null };
const unknown: Completeness = { completeness: "unknown", missingCount: null };

describe("what a series promises", () => {
  test.each<[string, FrameDescription[], Partial<SeriesPromise>, Completeness]>([
    ["nothing is promised", slices(10), {}, unknown],
    ["all images of the acquisition", slices(10), { imagesInAcquisition: 10 }, complete],
    ["the last three are missing", slices(7), { imagesInAcquisition: 10 }, incomplete(3)],
    ["more than promised: no promise", slices(12), { imagesInAcquisition: 10 }, unknown],
    ["one slice of the grid is missing", slices(10, [4]), {}, incomplete(1)],
    ["two slices side by side", slices(10, [4, 5]), {}, incomplete(2)],
    ["the beginning is missing", slices(10, [1, 2, 3]), {}, incomplete(3)],
    ["all repetitions", timed([1, 2, 3], 4), { temporalPositions: 3 }, complete],
    ["a repetition is missing", timed([1, 2, 4], 4), { temporalPositions: 4 }, incomplete(4)],
    ["the last are missing", timed([1, 2], 4), { temporalPositions: 5 }, incomplete(12)],
    ["a slice of a repetition", timed([1, 2, 3], 4, [[2, 3]]), { temporalPositions: 3 }, incomplete(1)],
    [
      "GE counts the images of one repetition",
      timed([1, 2, 3], 5).map((one) => ({ ...one, temporalPosition: null })),
      { temporalPositions: 3, imagesInAcquisition: 5 },
      complete,
    ],
    [
      "a derived series repeats its source's promise",
      slices(10).map((one) => ({ ...one, imageType: ["DERIVED", "PRIMARY", "DIFFUSION"], map: "ADC" })),
      { temporalPositions: 21, imagesInAcquisition: 210 },
      unknown,
    ],
    ["odd numbers are a way of numbering", slices(10).map((one) => odd(one)), {}, unknown],
  ])("%s", (_, frames, promise, expected) => {
    expect(judge(frames, promise)).toEqual(expected);
  });
});

function odd(one: FrameDescription): FrameDescription {
  return { ...one, instanceNumber: 2 * (one.instanceNumber ?? 0) - 1 };
}

const root = sharedData();
const FOLDERS = [
  "g01_siemens_prisma_xa30_enhanced",
  "g03_nih_ge_and_siemens_fmri",
  "g04_ge_hdxt_t1_irspgr_fruit",
  "g05_ge_architect_b0map_invivo",
  "g06_philips_elition_classic",
  "g07_uih_umr770",
  "g09_siemens_terrax_7t_enhanced",
];

describe.skipIf(root === null)("given series", () => {
  let series: GivenSeries[] = [];
  beforeAll(() => {
    series = givenSeries(root ?? "", FOLDERS);
  });

  const of = (name: string) => {
    const found = series.filter(({ key }) => key.includes(name));
    return found.map(({ frames, plans, first }) => seriesCompleteness(frames, plans, seriesPromise(first)));
  };

  test.each([
    ["g01_siemens_prisma_xa30_enhanced/7_func", incomplete(12 * 33)],
    ["g01_siemens_prisma_xa30_enhanced/10_DWI", incomplete(15 * 39)],
    ["g06_philips_elition_classic/2101", incomplete(15)],
    // The last 68 of 160 cannot be seen; the first 68 can.
    ["g07_uih_umr770/t1", incomplete(68)],
  ])("the excerpt %s says that it is one", (name, expected) => {
    expect(of(name)).toEqual([expected]);
  });

  test("the diffusion excerpt whose repetitions are not numbered says that it is one", () => {
    expect(of("g06_philips_elition_classic/2201").map(({ completeness }) => completeness)).toEqual([
      "incomplete",
    ]);
  });

  test("no whole series is called incomplete", () => {
    const excerpts = ["/7_func", "/10_DWI", "/2101", "/2201", "g07_uih_umr770/t1"];
    const wrong = series
      .filter(({ key }) => !excerpts.some((excerpt) => key.includes(excerpt)))
      .filter(
        ({ frames, plans, first }) =>
          seriesCompleteness(frames, plans, seriesPromise(first)).completeness === "incomplete",
      );
    expect(wrong.map(({ key }) => key.slice(0, 12))).toEqual([]);
    expect(of("g04_ge").concat(of("g05_ge"), of("g03_nih_ge_and_siemens_fmri/20180918GE"))).toEqual([
      complete,
      complete,
      complete,
    ]);
  });
});

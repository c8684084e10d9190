import { describe, expect, it } from "vitest";
import fc from "fast-check";
import { catalogueHref, readCatalogueState } from "./search-params";
import {
  catalogueQuerySchema,
  chosenCriteria,
  CRITERIA,
  DEFAULT_VIEW,
  EMPTY_QUERY,
  isChosen,
  nominalFieldTesla,
  QC_STATES,
  RATINGS,
  SEQUENCE_ROLES,
  SEXES,
  SORTS,
  UNITS,
  VERDICTS,
  WHOLENESS,
  without,
} from "./search-query";

const paramsOf = (href: string) => new URL(href, "http://catalogue.example").searchParams;
const words = fc
  .string({ minLength: 1, maxLength: 20 })
  .map((text) => text.trim())
  .filter((text) => text !== "");
const age = fc.option(fc.integer({ min: 0, max: 90 }), { nil: null });

const states = fc.record({
  query: fc
    .record({
      text: fc.string({ maxLength: 40 }).map((text) => text.trim()),
      diagnosis: fc.subarray(["DOID:2377", "DOID:10652"]),
      control: fc.boolean(),
      role: fc.subarray([...SEQUENCE_ROLES, "T1w.3D"], { maxLength: 4 }),
      map: fc.array(words, { maxLength: 2 }),
      protocol: fc.array(words, { maxLength: 2 }),
      site: fc.array(words, { maxLength: 2 }),
      scanner: fc.subarray(["Siemens", "GE~SIGNA Architect", "Philips~Ingenia, Elition & X"]),
      field: fc.subarray([1.5, 3, 7]),
      ageMin: age,
      ageMax: age,
      sex: fc.subarray([...SEXES]),
      visits: fc.integer({ min: 1, max: 5 }),
      voxelMaxMm: fc.option(fc.constantFrom(0.5, 1.2), { nil: null }),
      pixels: fc.boolean(),
      verdict: fc.subarray([...VERDICTS]),
      whole: fc.subarray([...WHOLENESS]),
      qc: fc.subarray([...QC_STATES]),
      rating: fc.subarray([...RATINGS]),
    })
    .map((query) => catalogueQuerySchema.parse(query)),
  view: fc.record({
    unit: fc.constantFrom(...UNITS),
    sort: fc.constantFrom(...SORTS),
    descending: fc.boolean(),
    page: fc.integer({ min: 1, max: 500 }),
  }),
});

describe("the address of a question", () => {
  it("gives back the same question", () => {
    fc.assert(
      fc.property(states, (state) => {
        expect(readCatalogueState(paramsOf(catalogueHref(state)))).toEqual(state);
      }),
      { seed: 3 },
    );
  });

  it("is bare for no question", () => {
    expect(catalogueHref({ query: EMPTY_QUERY, view: DEFAULT_VIEW })).toBe("/catalogue");
  });

  it("leaves out what makes no sense and keeps the rest", () => {
    const { query, view } = readCatalogueState(
      new URLSearchParams("role=T1w,FLAIR&sex=robot&visits=99&voxel=-1&page=0&sort=name&ageMin=30"),
    );
    expect(query).toEqual({ ...EMPTY_QUERY, role: ["T1w", "FLAIR"], ageMin: 30 });
    expect(view).toEqual(DEFAULT_VIEW);
  });
});

describe("criteria", () => {
  it("can each be dropped alone", () => {
    const full = catalogueQuerySchema.parse({
      text: "x",
      diagnosis: ["a"],
      control: true,
      role: ["T1w"],
      map: ["ADC"],
      protocol: ["p"],
      site: ["s"],
      scanner: ["GE"],
      field: [3],
      ageMin: 20,
      ageMax: 40,
      sex: ["female"],
      visits: 2,
      voxelMaxMm: 1,
      pixels: true,
      verdict: ["compliant", "none"],
      whole: ["whole"],
      qc: ["typical"],
      rating: ["good"],
    });
    expect(chosenCriteria(full)).toEqual(CRITERIA);
    for (const criterion of CRITERIA) {
      expect(isChosen(without(full, criterion), criterion)).toBe(false);
      expect(chosenCriteria(without(full, criterion))).toHaveLength(CRITERIA.length - 1);
    }
  });

  it("take a header's field strength for its nominal one", () => {
    expect([2.8936, 3, 2.9, 1.494, 6.98, 0.55, 9.4].map(nominalFieldTesla)).toEqual([
      3, 3, 3, 1.5, 7, 0.55, 9.4,
    ]);
  });
});

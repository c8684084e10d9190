import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { catalogueQuerySchema } from "@/lib/catalogue/search-query";
import { criteriaOf } from "./catalogue-criteria";
import { criteriaSchema, EVERYTHING, type Criteria, type ExamNode } from "./criteria";
import {
  chosenValues,
  COHORT_FACETS,
  isSimple,
  toggleFacetValue,
  withoutFacet,
  type CohortFacet,
} from "./facet-view";
import { anyCriteria } from "./testing/any-criteria";

const VALUES: Record<CohortFacet, readonly string[]> = {
  diagnosis: ["DOID:2377", "DOID:863", "DOID:1470"],
  control: ["control"],
  role: ["FLAIR.3D", "FLAIR", "T1w", "BOLD"],
  map: ["ADC", "FA"],
  protocol: ["OFSEP", "EPI"],
  verdict: ["compliant", "minor", "none"],
  site: ["LILLE", "AMIENS"],
  scanner: ["Siemens", "Siemens~MAGNETOM Prisma", "GE"],
  field: ["1.5", "3"],
  age: ["20,40", "18,", ",90", "0,0"],
  sex: ["female", "male"],
  visits: ["2", "3"],
};
const toggle = fc
  .constantFrom(...COHORT_FACETS)
  .chain((facet) => fc.constantFrom(...VALUES[facet]).map((value) => ({ facet, value })));
const toggled = (steps: readonly { facet: CohortFacet; value: string }[], from: Criteria = EVERYTHING) =>
  steps.reduce((criteria, { facet, value }) => toggleFacetValue(criteria, facet, value), from);
const sorted = (values: readonly string[]) => [...values].sort();
const clausesOf = ({ root }: Criteria) => (root.kind === "and" ? root.of : [root]);

describe("the facets of a question", () => {
  it("makes the groups that the question means", () => {
    const criteria = toggled([
      { facet: "diagnosis", value: "DOID:2377" },
      { facet: "role", value: "FLAIR.3D" },
      { facet: "role", value: "T1w" },
      { facet: "verdict", value: "compliant" },
      { facet: "protocol", value: "OFSEP" },
      { facet: "control", value: "control" },
    ]);
    const verdict = { kind: "verdict", values: ["compliant"], protocols: ["OFSEP"] };
    expect(clausesOf(criteria)).toEqual([
      {
        kind: "or",
        of: [
          { kind: "diagnosis", codes: ["DOID:2377"], rule: { at: "exam" }, status: "present" },
          { kind: "control", projects: [] },
        ],
      },
      {
        kind: "series",
        of: {
          kind: "and",
          of: [{ kind: "role", values: ["FLAIR"] }, { kind: "dimension", value: "3D" }, verdict],
        },
      },
      { kind: "series", of: { kind: "and", of: [{ kind: "role", values: ["T1w"] }, verdict] } },
      { kind: "protocol", codes: ["OFSEP"], verdicts: [], whole: null },
    ]);
  });

  it("counts visits that answer everything else, and follows what is changed after", () => {
    const criteria = toggled([
      { facet: "visits", value: "2" },
      { facet: "role", value: "T1w" },
    ]);
    const role = { kind: "series", of: { kind: "role", values: ["T1w"] } };
    expect(clausesOf(criteria)).toEqual([
      role,
      { kind: "visits", atLeast: 2, of: { kind: "and", of: [role] } },
    ]);
  });

  it("shows what has been toggled, and nothing else, however it was toggled", () => {
    fc.assert(
      fc.property(fc.array(toggle, { maxLength: 25 }), (steps) => {
        const model = new Map<CohortFacet, Set<string>>(COHORT_FACETS.map((facet) => [facet, new Set()]));
        for (const { facet, value } of steps) {
          const chosen = model.get(facet) ?? new Set();
          const was = chosen.has(value);
          if (facet === "age" || facet === "visits") chosen.clear();
          if (was) chosen.delete(value);
          else chosen.add(value);
        }
        const criteria = toggled(steps);
        expect(criteriaSchema.safeParse(criteria).success).toBe(true);
        expect(isSimple(criteria)).toBe(true);
        for (const [facet, chosen] of model) {
          expect(sorted(chosenValues(criteria, facet))).toEqual(sorted([...chosen]));
        }
      }),
      { numRuns: 400 },
    );
  });

  it("leaves out one facet and keeps the others", () => {
    fc.assert(
      fc.property(fc.array(toggle, { maxLength: 20 }), fc.constantFrom(...COHORT_FACETS), (steps, facet) => {
        const criteria = toggled(steps);
        const rest = withoutFacet(criteria, facet);
        const gone: CohortFacet[] = ["diagnosis", "control"].includes(facet)
          ? ["diagnosis", "control"]
          : [facet];
        for (const one of COHORT_FACETS) {
          const expected = gone.includes(one) ? [] : chosenValues(criteria, one);
          expect(sorted(chosenValues(rest, one))).toEqual(sorted(expected));
        }
        expect(isSimple(rest)).toBe(true);
      }),
      { numRuns: 400 },
    );
  });

  it("keeps a tree a tree: what the facets do not own stays as it is", () => {
    fc.assert(
      fc.property(anyCriteria, toggle, (criteria, { facet, value }) => {
        const once = toggleFacetValue(criteria, facet, value);
        expect(criteriaSchema.safeParse(once).success).toBe(true);
        const pairs = (node: Criteria) => clausesOf(node).filter(({ kind }) => kind === "pair");
        expect(pairs(once)).toEqual(pairs(criteria));
        const before = chosenValues(criteria, facet).includes(value);
        expect(chosenValues(once, facet).includes(value)).toBe(!before);
      }),
      { numRuns: 600 },
    );
  });

  it("does not call simple what it cannot show", () => {
    const flair: ExamNode = { kind: "series", of: { kind: "role", values: ["FLAIR"] } };
    const of = (...clauses: ExamNode[]): Criteria => ({ version: 1, root: { kind: "and", of: clauses } });
    expect(isSimple(of(flair))).toBe(true);
    expect(isSimple({ version: 1, root: flair })).toBe(true);
    expect(isSimple(of(flair, flair))).toBe(false);
    expect(isSimple(of({ kind: "not", of: flair }))).toBe(false);
    expect(isSimple(of({ kind: "series", of: { kind: "role", values: ["FLAIR", "T1w"] } }))).toBe(false);
    expect(isSimple(of({ kind: "sex", values: ["female"] }, { kind: "sex", values: ["male"] }))).toBe(false);
    expect(
      isSimple(
        of({
          kind: "series",
          of: {
            kind: "and",
            of: [
              { kind: "role", values: ["FLAIR"] },
              { kind: "qc", values: ["typical"] },
            ],
          },
        }),
      ),
    ).toBe(false);
    expect(
      isSimple(of({ kind: "diagnosis", codes: ["DOID:863"], rule: { at: "ever" }, status: "present" })),
    ).toBe(false);
    expect(isSimple(of({ kind: "visits", atLeast: 2, of: flair }))).toBe(false);
  });

  it("changes nothing for a value that means nothing", () => {
    for (const [facet, value] of [
      ["sex", "x"],
      ["field", "many"],
      ["age", "old"],
      ["age", "40,20"],
      ["verdict", "splendid"],
      ["scanner", "Acme"],
      ["visits", "-1"],
    ] as const) {
      expect(toggleFacetValue(EVERYTHING, facet, value)).toEqual(EVERYTHING);
    }
  });
});

describe("a question of the catalogue", () => {
  it("is the same question in the facets of a cohort", () => {
    const query = catalogueQuerySchema.parse({
      text: "not taken",
      diagnosis: ["DOID:2377"],
      role: ["FLAIR.3D", "T1w"],
      verdict: ["compliant"],
      ageMin: 18,
      field: [3],
      visits: 2,
    });
    const criteria = criteriaOf(query);
    expect(isSimple(criteria)).toBe(true);
    expect(chosenValues(criteria, "role")).toEqual(["FLAIR.3D", "T1w"]);
    expect(chosenValues(criteria, "age")).toEqual(["18,"]);
    expect(chosenValues(criteria, "visits")).toEqual(["2"]);
    expect(criteriaSchema.safeParse(criteria).success).toBe(true);
  });

  it("asks the quality of each series that it asks for, of some series otherwise", () => {
    const pixels = { kind: "pixels" };
    const role = (value: string) => ({ kind: "role", values: [value] });
    const asked = criteriaOf(catalogueQuerySchema.parse({ role: ["T1w", "BOLD"], pixels: true }));
    expect(clausesOf(asked)).toEqual([
      { kind: "series", of: { kind: "and", of: [role("T1w"), pixels] } },
      { kind: "series", of: { kind: "and", of: [role("BOLD"), pixels] } },
    ]);
    expect(clausesOf(criteriaOf(catalogueQuerySchema.parse({ pixels: true })))).toEqual([
      { kind: "series", of: { kind: "and", of: [pixels] } },
    ]);
    expect(criteriaOf(catalogueQuerySchema.parse({}))).toEqual(EVERYTHING);
  });
});

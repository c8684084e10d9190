import fc from "fast-check";
import { expect, it } from "vitest";
import { evaluate } from "./evaluate";
import { commonVerdict, partsOf, toggleFacetValue, withoutFacet, type CohortFacet } from "./facet-view";
import { oracleFacets } from "./testing/answer-oracle";
import { clickedCriteria } from "./testing/clicked-criteria";
import { randomCatalogue } from "./testing/random-catalogue";

it("the number beside a value of a facet is what choosing it alone leaves", () => {
  const catalogue = randomCatalogue(7);
  let compared = 0;
  fc.assert(
    fc.property(clickedCriteria, (criteria) => {
      for (const [key, count] of Object.entries(oracleFacets(criteria, catalogue, () => true))) {
        const [name, value = ""] = key.split("|");
        const facet = name as CohortFacet;
        // A bar of the ages counts who has an answering exam at that age, in however many visits.
        if (facet === "age" && partsOf(criteria).visits > 1) continue;
        // Whose verdict is asked follows the chosen protocol; the facet counts what judges the exams that answer now.
        if (facet === "protocol" && commonVerdict(partsOf(criteria).clauses)) continue;
        const token = facet === "age" ? `${value},${value}` : value;
        const clicked = toggleFacetValue(withoutFacet(criteria, facet), facet, token);
        expect(evaluate(clicked, catalogue).subjectIds.length, key).toBe(count);
        compared += 1;
      }
    }),
    { numRuns: 40 },
  );
  expect(compared).toBeGreaterThan(200);
});

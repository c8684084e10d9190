import fc from "fast-check";
import { EVERYTHING, type Criteria } from "../criteria";
import { toggleFacetValue } from "../facet-view";

/** A question put together by clicks on facets. */
export const clickedCriteria: fc.Arbitrary<Criteria> = fc
  .array(
    fc.oneof(
      fc.tuple(fc.constant("role" as const), fc.constantFrom("T1w", "FLAIR", "FLAIR.3D", "DWI")),
      fc.tuple(fc.constant("map" as const), fc.constantFrom("ADC", "FA")),
      fc.tuple(fc.constant("verdict" as const), fc.constantFrom("compliant", "minor", "none")),
      fc.tuple(fc.constant("protocol" as const), fc.constantFrom("NEURO", "BRIEF")),
      fc.tuple(fc.constant("diagnosis" as const), fc.constantFrom("DOID:2377", "DOID:863")),
      fc.tuple(fc.constant("control" as const), fc.constant("control")),
      fc.tuple(fc.constant("sex" as const), fc.constantFrom("female", "male")),
      fc.tuple(fc.constant("age" as const), fc.constantFrom("18,60", "25,", ",75")),
      fc.tuple(fc.constant("site" as const), fc.constantFrom("NORD", "COTE")),
      fc.tuple(fc.constant("scanner" as const), fc.constantFrom("Siemens", "Siemens~MAGNETOM Prisma", "GE")),
      fc.tuple(fc.constant("field" as const), fc.constantFrom("3", "1.5")),
      fc.tuple(fc.constant("visits" as const), fc.constantFrom("2", "3")),
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((clicks) =>
    clicks.reduce((criteria, [facet, value]) => toggleFacetValue(criteria, facet, value), EVERYTHING),
  );

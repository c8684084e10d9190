import { catalogueQuerySchema, type CatalogueQuery } from "@/lib/catalogue/search-query";
import { canonicalCriteria, canonicalJson } from "@/lib/cohort/canonical";
import { criteriaOf } from "@/lib/cohort/catalogue-criteria";
import type { Criteria } from "@/lib/cohort/criteria";
import { chosenValues } from "@/lib/cohort/facet-view";

/** The same question in the words of the catalogue; null for one that these cannot say whole. */
export function catalogueQueryOf(criteria: Criteria): CatalogueQuery | null {
  const of = (facet: Parameters<typeof chosenValues>[1]) => chosenValues(criteria, facet);
  const [age] = of("age");
  const [ageMin = null, ageMax = null] = (age ?? "")
    .split(",")
    .map((part) => (part === "" ? null : Number(part)));
  const read = catalogueQuerySchema.safeParse({
    diagnosis: of("diagnosis"),
    control: of("control").length > 0,
    role: of("role"),
    map: of("map"),
    protocol: of("protocol"),
    verdict: of("verdict"),
    site: of("site"),
    scanner: of("scanner"),
    field: of("field").map(Number),
    ageMin,
    ageMax,
    sex: of("sex"),
    visits: Number(of("visits")[0] ?? 1),
  });
  if (!read.success) return null;
  const same =
    canonicalJson(canonicalCriteria(criteriaOf(read.data))) === canonicalJson(canonicalCriteria(criteria));
  return same ? read.data : null;
}

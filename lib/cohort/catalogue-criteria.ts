import type { CatalogueQuery } from "@/lib/catalogue/search-query";
import { EVERYTHING, type Criteria, type ExamNode, type SeriesLeaf } from "./criteria";
import { COHORT_FACETS, toggleFacetValue } from "./facet-view";

// A question of the catalogue as criteria: the two pages ask the same thing in the same words. Browser-safe.

function qualityOf(query: CatalogueQuery): SeriesLeaf[] {
  const leaves: SeriesLeaf[] = [];
  if (query.voxelMaxMm !== null) {
    leaves.push({ kind: "number", name: "voxelSizeMaxMm", min: null, max: query.voxelMaxMm });
  }
  if (query.qc.length > 0) leaves.push({ kind: "qc", values: query.qc });
  if (query.rating.length > 0) leaves.push({ kind: "rating", values: query.rating });
  if (query.pixels) leaves.push({ kind: "pixels" });
  return leaves;
}

/** Whole, incomplete or not judged, by the asked protocols; several are alternatives. */
function wholenessOf(query: CatalogueQuery): ExamNode | null {
  const judged = (whole: "whole" | "incomplete"): ExamNode => ({
    kind: "protocol",
    codes: query.protocol,
    verdicts: [],
    whole,
  });
  const alternatives = query.whole.map((value): ExamNode =>
    value === "none"
      ? { kind: "not", of: { kind: "or", of: [judged("whole"), judged("incomplete")] } }
      : judged(value),
  );
  const [only, ...others] = alternatives;
  return only && others.length > 0 ? { kind: "or", of: alternatives } : (only ?? null);
}

/** What is asked of the quality of series, put into every group that asks for one; into one of its own when none does. */
function withQuality(clauses: ExamNode[], quality: SeriesLeaf[]): ExamNode[] {
  if (quality.length === 0) return clauses;
  if (!clauses.some((clause) => clause.kind === "series")) {
    return [...clauses, { kind: "series", of: { kind: "and", of: quality } }];
  }
  return clauses.map((clause) => {
    if (clause.kind !== "series") return clause;
    const asked = clause.of.kind === "and" ? clause.of.of : [clause.of];
    return { kind: "series", of: { kind: "and", of: [...asked, ...quality] } };
  });
}

/** The catalogue's question, without its free text, as criteria that the same exams answer. */
export function criteriaOf(query: CatalogueQuery): Criteria {
  const chosen: Record<(typeof COHORT_FACETS)[number], readonly string[]> = {
    diagnosis: query.diagnosis,
    control: query.control ? ["control"] : [],
    role: query.role,
    map: query.map,
    protocol: query.protocol,
    verdict: query.verdict,
    site: query.site,
    scanner: query.scanner,
    field: query.field.map(String),
    age:
      query.ageMin === null && query.ageMax === null
        ? []
        : [`${String(query.ageMin ?? "")},${String(query.ageMax ?? "")}`],
    sex: query.sex,
    // Last, once the clauses that its group repeats are there.
    visits: [],
  };
  const simple = COHORT_FACETS.reduce(
    (criteria, facet) =>
      [...new Set(chosen[facet])].reduce((one, value) => toggleFacetValue(one, facet, value), criteria),
    EVERYTHING,
  );
  const clauses = simple.root.kind === "and" ? simple.root.of : [simple.root];
  const whole = wholenessOf(query);
  const all = withQuality([...clauses, ...(whole ? [whole] : [])], qualityOf(query));
  const criteria: Criteria = { ...EVERYTHING, root: { kind: "and", of: all } };
  return query.visits > 1 ? toggleFacetValue(criteria, "visits", String(query.visits)) : criteria;
}

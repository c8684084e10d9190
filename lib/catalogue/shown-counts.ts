import { perturbCount } from "./perturb-count";
import { SEQUENCE_ROLES, SEXES, VERDICTS } from "./search-query";
import type {
  CatalogueCharts,
  CatalogueFacets,
  FacetTerm,
  FacetValue,
  ShownCount,
  ThreeCounts,
} from "./search-result";

/** A counted value as the database gives it. */
export interface CountedValue {
  facet: string;
  value: string;
  count: number;
  keySum: string;
}

export interface AnswerLabels {
  sites: ReadonlyMap<string, string>;
  protocols: ReadonlyMap<string, string>;
  scanners: readonly { id: string; site: string; model: string; manufacturer: string }[];
  terms: ReadonlyMap<string, { labelFr: string; labelEn: string; parents: string[]; asserted: boolean }>;
}

/** Counted values with the rule by which they are told. */
export interface ToldCounts {
  exact: boolean;
  /** What stands for no subject: someone who may only count cannot tell it from a few. */
  none: ShownCount;
  shown(row: CountedValue): ShownCount;
  /** The values of a facet that may be told. */
  rowsOf(facet: string): CountedValue[];
  /** The three counts under these names. */
  totals(names: Record<keyof ThreeCounts, string>): ThreeCounts;
}

/**
 * With `exact` false every number goes through perturbCount, and values with few subjects are left out: that they exist
 * at all would tell something.
 */
export function toldCounts(counted: readonly CountedValue[], exact: boolean): ToldCounts {
  const shown = (row: CountedValue): ShownCount => (exact ? row.count : perturbCount(row.keySum));
  const first = (facet: string) => counted.find((row) => row.facet === facet);
  return {
    exact,
    none: exact ? 0 : "below-11",
    shown,
    rowsOf: (facet) => counted.filter((row) => row.facet === facet && (exact || shown(row) !== "below-11")),
    totals: (names) => {
      const people = first(names.subjects);
      const told = (facet: string): ShownCount => {
        const row = first(facet);
        return exact ? (row?.count ?? 0) : perturbCount(people?.keySum ?? "0", row?.keySum ?? "0");
      };
      return { subjects: told(names.subjects), exams: told(names.exams), series: told(names.series) };
    },
  };
}

/** The values of one facet, named where the data name them; in no order yet. */
export function facetValues(
  told: ToldCounts,
  facet: string,
  label?: ReadonlyMap<string, string>,
): FacetValue[] {
  return told.rowsOf(facet).map((row) => {
    const name = label?.get(row.value);
    return { value: row.value, count: told.shown(row), ...(name === undefined ? {} : { label: name }) };
  });
}

/** The facets that the catalogue and the cohorts have in common. */
export type CommonFacets = Pick<
  CatalogueFacets,
  | "diagnosis"
  | "role"
  | "map"
  | "protocol"
  | "verdict"
  | "site"
  | "scanner"
  | "field"
  | "age"
  | "sex"
  | "visits"
>;

/** @param chosenCodes diagnoses that are named whoever has them */
export function commonFacets(
  told: ToldCounts,
  labels: AnswerLabels,
  controlValue: string,
  chosenCodes: readonly string[],
): CommonFacets {
  const diagnosed = new Map(told.rowsOf("diagnosis").map((row) => [row.value, told.shown(row)]));
  const terms = [...labels.terms].flatMap(([code, term]) => {
    const count = diagnosed.get(code) ?? (chosenCodes.includes(code) ? told.none : null);
    return count === null ? [] : [{ code, ...term, count }];
  });
  return {
    diagnosis: {
      terms: told.exact ? terms : withoutHiddenStatements(terms),
      control: diagnosed.get(controlValue) ?? told.none,
    },
    role: inOrder(facetValues(told, "role"), (value) =>
      SEQUENCE_ROLES.findIndex((role) => value === role || value === `${role}.3D`),
    ),
    map: largestFirst(facetValues(told, "map")),
    protocol: largestFirst(facetValues(told, "protocol", labels.protocols)),
    verdict: inOrder(facetValues(told, "verdict"), placeAmong(VERDICTS)),
    site: facetValues(told, "site", labels.sites).sort((a, b) =>
      (a.label ?? a.value).localeCompare(b.label ?? b.value, "fr"),
    ),
    scanner: largestFirst(facetValues(told, "scanner")),
    field: inOrder(facetValues(told, "field"), Number),
    age: inOrder(facetValues(told, "age"), Number),
    sex: inOrder(facetValues(told, "sex"), placeAmong(SEXES)),
    visits: inOrder(facetValues(told, "visits"), Number),
  };
}

/** That one single subject has a term itself is not told: what is told of the terms below must show it. */
function withoutHiddenStatements(terms: readonly FacetTerm[]): FacetTerm[] {
  return terms.map((term) => ({
    ...term,
    asserted: !terms.some(({ parents, count }) => parents.includes(term.code) && count === term.count),
  }));
}

/** The charts of the catalogue; values are "years|sex" and "scanner|role". */
export function catalogueCharts(
  told: ToldCounts,
  labels: AnswerLabels,
  names: { ageBySex: string; roleByScanner: string },
): CatalogueCharts {
  const pairs = (facet: string) =>
    told.rowsOf(facet).map((row) => {
      const [of = "", by = "unknown"] = row.value.split("|");
      return { of, by, count: told.shown(row) };
    });
  const ages = pairs(names.ageBySex).map(({ of, by, count }) => ({ fromYears: Number(of), sex: by, count }));
  const cells = pairs(names.roleByScanner).map(({ of, by, count }) => ({ scannerId: of, role: by, count }));
  const present = new Set(cells.map((cell) => cell.scannerId));
  return {
    ageBySex: ages.sort((a, b) => a.fromYears - b.fromYears || byText(a.sex, b.sex)),
    scanners: labels.scanners.filter(({ id }) => present.has(id)),
    roleByScanner: cells.sort((a, b) => byText(a.scannerId, b.scannerId) || byText(a.role, b.role)),
  };
}

/** A number to sort by what is shown, never by what is not. */
export function shownWeight(count: ShownCount): number {
  return count === "below-11" ? 1 : count;
}

/** Where a value stands in a list. */
export function placeAmong(values: readonly string[]): (value: string) => number {
  return (value) => values.indexOf(value);
}

/** Sorts by place, then by value. */
export function inOrder(values: FacetValue[], place: (value: string) => number): FacetValue[] {
  return values.sort((a, b) => place(a.value) - place(b.value) || byText(a.value, b.value));
}

function largestFirst(values: FacetValue[]): FacetValue[] {
  return values.sort((a, b) => shownWeight(b.count) - shownWeight(a.count) || byText(a.value, b.value));
}

function byText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

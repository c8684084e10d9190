import { perturbCount } from "./perturb-count";
import type { CatalogueCharts, CatalogueFacets, FacetValue, ShownCount, ThreeCounts } from "./search-result";
import { QC_STATES, RATINGS, SEQUENCE_ROLES, SEXES, VERDICTS, WHOLENESS } from "./search-query";

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

/** Names under which the totals, the controls and the charts stand among the counted values. */
export interface AnswerNames {
  subjects: string;
  exams: string;
  series: string;
  control: string;
  ageBySex: string;
  roleByScanner: string;
}

/**
 * Turns counted values into what is shown. With `exact` false every number goes through perturbCount, and values
 * with few subjects are left out: that they exist at all would tell something. Chosen diagnoses are always named.
 */
export function answerOf(
  counted: readonly CountedValue[],
  labels: AnswerLabels,
  names: AnswerNames,
  exact: boolean,
  chosenCodes: readonly string[],
): { counts: ThreeCounts; facets: CatalogueFacets; charts: CatalogueCharts } {
  const shown = (row: CountedValue): ShownCount => (exact ? row.count : perturbCount(row.count, row.keySum));
  const told = exact ? counted : counted.filter((row) => shown(row) !== "below-11");
  const rowsOf = (facet: string) => told.filter((row) => row.facet === facet);
  const total = counted.find((row) => row.facet === names.subjects) ?? {
    facet: names.subjects,
    value: "",
    count: 0,
    keySum: "0",
  };
  const totalOf = (facet: string): ShownCount => {
    const count = counted.find((row) => row.facet === facet)?.count ?? 0;
    return exact ? count : perturbCount(total.count, total.keySum, count);
  };
  const values = (facet: string, label?: ReadonlyMap<string, string>): FacetValue[] =>
    rowsOf(facet).map((row) => {
      const name = label?.get(row.value);
      return { value: row.value, count: shown(row), ...(name === undefined ? {} : { label: name }) };
    });
  const diagnosed = rowsOf("diagnosis").filter((row) => row.value !== names.control);
  const control = rowsOf("diagnosis").find((row) => row.value === names.control);
  const none: ShownCount = exact ? 0 : "below-11";
  return {
    counts: { subjects: totalOf(names.subjects), exams: totalOf(names.exams), series: totalOf(names.series) },
    facets: {
      diagnosis: {
        terms: [...labels.terms].flatMap(([code, term]) => {
          const row = diagnosed.find(({ value }) => value === code);
          if (row) return { code, ...term, count: shown(row) };
          return chosenCodes.includes(code) ? { code, ...term, count: none } : [];
        }),
        control: control ? shown(control) : none,
      },
      role: inOrder(values("role"), (value) =>
        SEQUENCE_ROLES.findIndex((role) => value === role || value === `${role}.3D`),
      ),
      map: largestFirst(values("map")),
      protocol: largestFirst(values("protocol", labels.protocols)),
      verdict: inOrder(values("verdict"), (value) => VERDICTS.findIndex((one) => one === value)),
      whole: inOrder(values("whole"), (value) => WHOLENESS.findIndex((one) => one === value)),
      qc: inOrder(values("qc"), (value) => QC_STATES.findIndex((one) => one === value)),
      rating: inOrder(values("rating"), (value) => RATINGS.findIndex((one) => one === value)),
      site: values("site", labels.sites).sort((a, b) =>
        (a.label ?? a.value).localeCompare(b.label ?? b.value, "fr"),
      ),
      scanner: largestFirst(values("scanner")),
      field: inOrder(values("field"), Number),
      age: inOrder(values("age"), Number),
      sex: inOrder(values("sex"), (value) => SEXES.findIndex((sex) => sex === value)),
      visits: inOrder(values("visits"), Number),
      voxel: inOrder(values("voxel"), Number),
      pixels: values("pixels")[0]?.count ?? none,
    },
    charts: {
      ageBySex: rowsOf(names.ageBySex).map((row) => {
        const [fromYears = "0", sex = "unknown"] = row.value.split("|");
        return { fromYears: Number(fromYears), sex, count: shown(row) };
      }),
      ...scannerChart(rowsOf(names.roleByScanner), labels, shown),
    },
  };
}

function scannerChart(
  rows: readonly CountedValue[],
  labels: AnswerLabels,
  shown: (row: CountedValue) => ShownCount,
): Pick<CatalogueCharts, "scanners" | "roleByScanner"> {
  const cells = rows.map((row) => {
    const [scannerId = "", role = "unknown"] = row.value.split("|");
    return { scannerId, role, count: shown(row) };
  });
  const present = new Set(cells.map((cell) => cell.scannerId));
  return { scanners: labels.scanners.filter(({ id }) => present.has(id)), roleByScanner: cells };
}

function weight(count: ShownCount): number {
  return count === "below-11" ? 1 : count;
}

function byCount(a: { count: ShownCount }, b: { count: ShownCount }): number {
  return weight(b.count) - weight(a.count);
}

function largestFirst(values: FacetValue[]): FacetValue[] {
  return values.sort((a, b) => byCount(a, b) || (a.value < b.value ? -1 : 1));
}

function inOrder(values: FacetValue[], place: (value: string) => number): FacetValue[] {
  return values.sort((a, b) => place(a.value) - place(b.value) || (a.value < b.value ? -1 : 1));
}

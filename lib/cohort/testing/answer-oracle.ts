import { isUndated } from "@/lib/catalogue/exam-date";
import { MAX_VISITS_ASKED, nominalFieldTesla, VERDICTS, SEXES } from "@/lib/catalogue/search-query";
import type { ThreeCounts } from "@/lib/catalogue/search-result";
import type { CohortAnswer } from "../answer";
import {
  CRITERIA_VERSION,
  MEAN_MONTH_DAYS,
  type Criteria,
  type ExamNode,
  type SeriesLeaf,
} from "../criteria";
import { evaluate, type Catalogue, type CatalogueExam, type CatalogueVisit } from "../evaluate";
import {
  askedBy,
  COHORT_FACETS,
  commonVerdict,
  partsOf,
  protocolsOf,
  withoutFacet,
  type CohortFacet,
} from "../facet-view";

// What an answer must say, counted plainly in memory: the facets and charts by the evaluation of one clause a value.

type MayReach = (exam: CatalogueExam) => boolean;
type Told = Exclude<CohortAnswer, { access: "nothing" }>;

/** One exam with those to whom it belongs. */
interface Place {
  subjectId: string;
  visit: CatalogueVisit;
  exam: CatalogueExam;
}

function placesOf(catalogue: Catalogue, examIds: readonly string[]): Place[] {
  const wanted = new Set(examIds);
  return catalogue.subjects.flatMap((subject) =>
    subject.visits.flatMap((visit) =>
      visit.exams.filter(({ id }) => wanted.has(id)).map((exam) => ({ subjectId: subject.id, visit, exam })),
    ),
  );
}

/** The exact three counts. */
export function oracleCounts(criteria: Criteria, catalogue: Catalogue, mayReach: MayReach): ThreeCounts {
  const { subjectIds, examIds, seriesIds } = evaluate(criteria, catalogue, mayReach);
  return { subjects: subjectIds.length, exams: examIds.length, series: seriesIds.length };
}

const series = (...leaves: (SeriesLeaf | null)[]): ExamNode => ({
  kind: "series",
  of: { kind: "and", of: leaves.filter((leaf) => leaf !== null) },
});

/** The clause that a value of a facet stands for beside the rest of the question. */
function clauseOf(facet: CohortFacet, value: string, rest: readonly ExamNode[]): ExamNode {
  const verdict = commonVerdict([...rest]);
  switch (facet) {
    case "diagnosis":
      return { kind: "diagnosis", codes: [value], rule: { at: "exam" }, status: "present" };
    case "control":
      return { kind: "control", projects: [] };
    case "role": {
      const [role = "", dimension] = value.split(".");
      const leaf = { kind: "role", values: [role] } as SeriesLeaf;
      return series(leaf, dimension ? { kind: "dimension", value: "3D" } : null, verdict);
    }
    case "map":
      return series({ kind: "map", values: [value] }, verdict);
    case "verdict": {
      const leaf = { kind: "verdict", values: [value], protocols: protocolsOf([...rest]) } as SeriesLeaf;
      const groups = rest.filter((clause) => clause.kind === "series").filter((clause) => askedBy(clause));
      return {
        kind: "and",
        of:
          groups.length === 0
            ? [series(leaf)]
            : groups.map((group) => ({ kind: "series", of: { kind: "and", of: [group.of, leaf] } })),
      };
    }
    case "protocol":
      return { kind: "protocol", codes: [value], verdicts: [], whole: null };
    case "site":
      return { kind: "site", codes: [value] };
    case "scanner": {
      const [manufacturer, model = null] = value.split("~");
      return { kind: "scanner", of: [{ manufacturer, model }] } as ExamNode;
    }
    case "field":
      return { kind: "field", tesla: [Number(value)] };
    case "age":
      return { kind: "age", min: Number(value), max: Number(value) };
    case "sex":
      return { kind: "sex", values: [value] } as ExamNode;
    case "visits":
      throw new Error("counted apart");
  }
}

/** Every value that a facet could have. */
function valuesOf(facet: CohortFacet, catalogue: Catalogue): string[] {
  const exams = catalogue.subjects.flatMap(({ visits }) => visits.flatMap((visit) => visit.exams));
  const all = exams.flatMap((exam) => exam.series);
  const values = (): Iterable<string> => {
    switch (facet) {
      case "diagnosis":
        return catalogue.subjects.flatMap(({ diagnoses }) =>
          diagnoses.flatMap(({ code }) => [...catalogue.codesAbove(code)]),
        );
      case "control":
        return ["@control"];
      case "role":
        return all.flatMap(({ role }) => [role, `${role}.3D`]);
      case "map":
        return all.flatMap(({ map }) => map ?? []);
      case "verdict":
        return VERDICTS;
      case "protocol":
        return exams.flatMap(({ protocols }) => protocols.map(({ code }) => code));
      case "site":
        return exams.map(({ siteCode }) => siteCode);
      case "scanner":
        return exams.flatMap(({ scanner: { manufacturer, model } }) => [
          manufacturer,
          `${manufacturer}~${model}`,
        ]);
      case "field":
        return exams.map(({ fieldTesla }) => String(nominalFieldTesla(fieldTesla)));
      case "age":
        return exams.flatMap(({ ageYears }) => (ageYears === null ? [] : String(ageYears)));
      case "sex":
        return SEXES;
      case "visits":
        return [];
    }
  };
  return [...new Set(values())];
}

/** Subjects with a value in so many visits. */
function subjectsIn(places: readonly Place[], visits: number): number {
  const found = new Map<string, Set<string>>();
  for (const { subjectId, visit } of places) {
    found.set(subjectId, (found.get(subjectId) ?? new Set()).add(visit.id));
  }
  return [...found.values()].filter(({ size }) => size >= visits).length;
}

/** Counts of every facet as "facet|value", those of no subject left out. */
export function oracleFacets(
  criteria: Criteria,
  catalogue: Catalogue,
  mayReach: MayReach,
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const facet of COHORT_FACETS) {
    const rest = withoutFacet(criteria, facet);
    const { clauses, visits } = partsOf(rest);
    const places = placesOf(catalogue, evaluate(rest, catalogue, mayReach).examIds);
    const put = (value: string, count: number) => {
      if (count > 0) counts[`${facet}|${value}`] = count;
    };
    if (facet === "visits") {
      for (let n = 1; n <= MAX_VISITS_ASKED; n++) put(String(n), subjectsIn(places, n));
      continue;
    }
    for (const value of valuesOf(facet, catalogue)) {
      const root = clauseOf(facet, value, clauses);
      const having = new Set(evaluate({ version: CRITERIA_VERSION, root }, catalogue, mayReach).examIds);
      // A bar of the ages is not asked to stand in several visits: people grow older between them.
      const enough = facet === "age" ? 1 : visits;
      put(
        value,
        subjectsIn(
          places.filter(({ exam }) => having.has(exam.id)),
          enough,
        ),
      );
    }
  }
  return counts;
}

/** The facets of an answer, as oracleFacets has them. */
export function facetCounts({ facets }: Told): Record<string, unknown> {
  const { diagnosis, ...lists } = facets;
  return Object.fromEntries([
    ...diagnosis.terms
      .filter(({ count }) => count !== 0)
      .map(({ code, count }) => [`diagnosis|${code}`, count]),
    ...(diagnosis.control === 0 ? [] : [["control|@control", diagnosis.control]]),
    ...Object.entries(lists).flatMap(([facet, values]) =>
      values.map(({ value, count }) => [`${facet}|${value}`, count]),
    ),
  ]);
}

/** Counts of every chart as "chart|value". */
export function oracleCharts(
  criteria: Criteria,
  catalogue: Catalogue,
  mayReach: MayReach,
): Record<string, number> {
  const places = placesOf(catalogue, evaluate(criteria, catalogue, mayReach).examIds);
  const counts: Record<string, number> = {};
  for (const subject of catalogue.subjects) {
    const own = places.filter(({ subjectId }) => subjectId === subject.id);
    const bars = [
      ...own.flatMap(({ exam: { ageYears } }) =>
        ageYears === null ? [] : `age|${Math.floor(ageYears / 5) * 5}|${subject.sex}`,
      ),
      ...own.flatMap(({ exam }) => exam.series.map(({ role }) => `scanner|${exam.scanner.id}|${role}`)),
      ...(own.length > 0 ? [`exams|${Math.min(own.length, 6)}`] : []),
      ...intervalsOf(own).map((fromMonths) => `interval|${fromMonths}`),
    ];
    for (const bar of new Set(bars)) counts[bar] = (counts[bar] ?? 0) + 1;
  }
  return counts;
}

/** First month of the step of each interval between successive visits. */
function intervalsOf(places: readonly Place[]): number[] {
  const days = [...new Set(places.map(({ visit }) => visit))]
    .filter(({ startedAt }) => !isUndated(startedAt))
    .map(({ startedAt }) => Math.floor(startedAt.getTime() / 86_400_000))
    .sort((a, b) => a - b);
  return days.slice(1).map((day, index) => {
    const apart = day - (days[index] ?? day);
    let months = 0;
    while (months < 60 && apart >= Math.round((months + 3) * MEAN_MONTH_DAYS)) months += 3;
    return months;
  });
}

/**
 * The charts of an answer, as oracleCharts has them.
 * @param scannerIds the catalogue's name of each scanner of the database
 */
export function chartCounts(
  { charts }: Told,
  scannerIds: ReadonlyMap<string, string>,
): Record<string, unknown> {
  return Object.fromEntries([
    ...charts.ageBySex.map(({ fromYears, sex, count }) => [`age|${fromYears}|${sex}`, count]),
    ...charts.roleByScanner.map(({ scannerId, role, count }) => [
      `scanner|${scannerIds.get(scannerId) ?? ""}|${role}`,
      count,
    ]),
    ...charts.examsPerSubject.map(({ exams, count }) => [`exams|${exams}`, count]),
    ...charts.intervalMonths.map(({ fromMonths, count }) => [`interval|${fromMonths}`, count]),
  ]);
}

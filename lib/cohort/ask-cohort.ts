import { CONTROL_VALUE, TOTALS } from "@/lib/catalogue/counted-values";
import { COHORT_CHARTS, variantTotals, type Reach } from "./counted-names";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { diagnosisCodes } from "@/lib/catalogue/facet-people-store";
import { readLabels } from "@/lib/catalogue/search-labels-store";
import { catalogueCharts, commonFacets, toldCounts, type ToldCounts } from "@/lib/catalogue/shown-counts";
import { db } from "@/lib/platform/db/client";
import type { ClauseEffect, CohortAnswer, CohortCharts, Loosening } from "./answer";
import { clausePaths } from "./clauses";

import { countedQuestion } from "./columns/counted-question";
import type { Criteria } from "./criteria";
import { removeAt } from "./edit";
import { chosenValues } from "./facet-view";
import { requireKnownCodes } from "./known-codes-store";
import { looseningSteps, MAX_STEPS_TRIED, smallestYielding, type LooseningStep } from "./loosenings";

/**
 * Answers a question over what the actor may browse: three exact counts, what each clause removed, every facet and the
 * charts, all of one state of the data; and where nobody answers, the smallest changes that yield subjects. Someone who
 * may only count gets rounded, perturbed counts throughout; someone without any grant gets nothing.
 * @param options `facets` false leaves facets and charts out (they are empty then)
 */
export async function askCohort(
  actor: Actor,
  criteria: Criteria,
  options: { facets?: boolean } = {},
): Promise<CohortAnswer> {
  const browse = examFilter(actor, "browse");
  const exact = browse.kind !== "none";
  const filter = exact ? browse : examFilter(actor, "count");
  if (filter.kind === "none") return { access: "nothing" };
  await requireKnownCodes(criteria);

  const reach = { filter, withKeys: !exact };
  const paths = clausePaths(criteria);
  const variants = paths.flatMap((path) => removeAt(criteria, path) ?? []);
  const facets = options.facets !== false;
  const counted = await countedQuestion(reach, { criteria, facets, variants });
  const told = toldCounts(counted, exact);
  const counts = told.totals(TOTALS);
  const clauses = paths.map((path, index) => ({ path, without: told.totals(variantTotals(index)) }));
  // Decided by what is told: that there is help, and the time it takes, must not tell nobody from a few.
  const nobody = counts.subjects === told.none;
  const chosen = chosenValues(criteria, "diagnosis");
  const labels = await readLabels([...diagnosisCodes(counted), ...chosen]);
  const loosenings = nobody ? await loosen(criteria, clauses, reach) : [];
  await audit(db(), actor, {
    type: "cohort.asked",
    detail: { access: exact ? "rows" : "counts", clauses: paths.length, loosenings: loosenings.length },
  });
  return {
    access: exact ? "rows" : "counts",
    counts,
    clauses,
    facets: commonFacets(told, labels, CONTROL_VALUE, chosen),
    charts: { ...catalogueCharts(told, labels, COHORT_CHARTS), ...visitCharts(told) },
    loosenings,
  };
}

function visitCharts(told: ToldCounts): Pick<CohortCharts, "examsPerSubject" | "intervalMonths"> {
  const bars = (name: string) =>
    told
      .rowsOf(name)
      .map((row) => ({ at: Number(row.value), count: told.shown(row) }))
      .sort((a, b) => a.at - b.at);
  return {
    examsPerSubject: bars(COHORT_CHARTS.examsPerSubject).map(({ at, count }) => ({ exams: at, count })),
    intervalMonths: bars(COHORT_CHARTS.interval).map(({ at, count }) => ({ fromMonths: at, count })),
  };
}

/** The smallest changes that yield subjects. What dropping a clause yields has been counted already. */
async function loosen(
  criteria: Criteria,
  clauses: readonly ClauseEffect[],
  reach: Reach,
): Promise<Loosening[]> {
  const dropped = new Map(clauses.map(({ path, without }) => [path.join("."), without.subjects]));
  const knownOf = ({ change, path }: LooseningStep) =>
    change.kind === "dropped" ? dropped.get(path.join(".")) : undefined;
  const steps = looseningSteps(criteria);
  const open = steps.filter((step) => knownOf(step) === undefined).slice(0, MAX_STEPS_TRIED);
  const told = toldCounts(
    await countedQuestion(reach, {
      criteria: null,
      facets: false,
      variants: open.map((step) => step.criteria),
    }),
    !reach.withKeys,
  );
  const tried = new Map(open.map((step, index) => [step, told.totals(variantTotals(index)).subjects]));
  return smallestYielding(
    steps.flatMap((step) => {
      const subjects = knownOf(step) ?? tried.get(step);
      return subjects === undefined || subjects === told.none ? [] : [{ step, subjects }];
    }),
  );
}

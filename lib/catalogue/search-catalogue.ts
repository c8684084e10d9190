import { CHARTS, CONTROL_VALUE, TOTALS } from "./counted-values";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { diagnosisCodes } from "./facet-people-store";
import { answerOf } from "./search-answer";
import { countFacets, countSubjects } from "./search-facets-store";
import { readLabels } from "./search-labels-store";
import { chosenCriteria, without, type CatalogueQuery, type CatalogueView } from "./search-query";
import type { CatalogueResult, Relaxation } from "./search-result";
import { readRows } from "./search-rows-store";
import type { PreparedSearch } from "./search-sql-store";
import { matchWords } from "./search-text-store";
import { shownWeight, toldCounts } from "./shown-counts";

const NAMES = { ...TOTALS, ...CHARTS, control: CONTROL_VALUE };

/**
 * Answers a question over what the actor may browse: three exact counts, every facet, charts and one page of rows.
 * Someone who may only count gets rounded, perturbed counts and no row; someone without any grant gets nothing.
 */
export async function searchCatalogue(
  actor: Actor,
  query: CatalogueQuery,
  view: CatalogueView,
): Promise<CatalogueResult> {
  const browse = examFilter(actor, "browse");
  const rowsAllowed = browse.kind !== "none";
  const filter = rowsAllowed ? browse : examFilter(actor, "count");
  if (filter.kind === "none") return { access: "nothing", query, view };

  const search = { query, words: await matchWords(query.text), filter };
  const [counted, page] = await Promise.all([
    countFacets(search, !rowsAllowed),
    rowsAllowed ? readRows(search, view) : null,
  ]);
  const told = toldCounts(counted, rowsAllowed);
  // Decided by what is told: that there is help must not tell nobody from a few.
  const nobody = told.totals(TOTALS).subjects === told.none;
  const [labels, relaxations] = await Promise.all([
    readLabels([...diagnosisCodes(counted), ...query.diagnosis]),
    nobody ? relax(search, rowsAllowed) : [],
  ]);
  await audit(db(), actor, {
    type: "catalogue.searched",
    detail: { unit: view.unit, shown: page?.rows.length ?? 0 },
  });
  const answer = {
    query,
    view,
    relaxations,
    ...answerOf(told, labels, NAMES, query.diagnosis),
  };
  if (!page) return { ...answer, access: "counts" };
  return { ...answer, access: "rows", page, mayOpenViewer: examFilter(actor, "view").kind !== "none" };
}

/** For an answer of nobody: what each criterion alone takes away. */
async function relax(search: PreparedSearch, exact: boolean): Promise<Relaxation[]> {
  const relaxations: Relaxation[] = [];
  for (const criterion of chosenCriteria(search.query)) {
    const told = toldCounts(await countSubjects(search, without(search.query, criterion)), exact);
    const { subjects } = told.totals(TOTALS);
    if (subjects !== told.none) relaxations.push({ criterion, subjects });
  }
  return relaxations.sort((a, b) => shownWeight(b.subjects) - shownWeight(a.subjects));
}

import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { examFilter } from "@/lib/access/policy";
import { db } from "@/lib/platform/db/client";
import { answerOf, type CountedValue } from "./search-answer";
import { CHARTS, CONTROL_VALUE, countFacets, TOTALS } from "./search-facets-store";
import { readLabels } from "./search-labels-store";
import type { CatalogueQuery, CatalogueView } from "./search-query";
import type { CatalogueResult } from "./search-result";
import { readRows } from "./search-rows-store";
import { matchWords } from "./search-text-store";

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
  const labels = await readLabels(codesOf(counted));
  await audit(db(), actor, {
    type: "catalogue.searched",
    detail: { unit: view.unit, shown: page?.rows.length ?? 0 },
  });
  const answer = { query, view, ...answerOf(counted, labels, NAMES, rowsAllowed) };
  return page ? { ...answer, access: "rows", page } : { ...answer, access: "counts" };
}

function codesOf(counted: readonly CountedValue[]): string[] {
  return counted
    .filter((row) => row.facet === "diagnosis" && row.value !== CONTROL_VALUE)
    .map((row) => row.value);
}

import { TOTALS, type RawCount } from "@/lib/catalogue/counted-values";
import { variantTotals, type Reach } from "../counted-names";
import { columnsAtHand } from "@/lib/catalogue/search-model/columns-store";
import { countedCharts, countedFacets } from "../cohort-facets-store";
import { countAll, totalsOf } from "../question-store";
import { countQuestion, type QuestionToCount } from "./count-question";

/**
 * Counts a question on one state of the data: over the search columns, or in SQL while this process still reads them.
 * Both give the same counts.
 */
export async function countedQuestion(reach: Reach, question: QuestionToCount): Promise<RawCount[]> {
  const columns = await columnsAtHand();
  return columns ? countQuestion(columns, reach, question) : countedInSql(reach, question);
}

/** The same in SQL over the base tables. */
export function countedInSql(
  reach: Reach,
  { criteria, facets, variants }: QuestionToCount,
): Promise<RawCount[]> {
  return countAll(reach, [
    ...(criteria ? [totalsOf(criteria, reach, TOTALS)] : []),
    ...(criteria && facets ? [...countedFacets(criteria, reach), ...countedCharts(criteria, reach)] : []),
    ...variants.map((variant, index) => totalsOf(variant, reach, variantTotals(index))),
  ]);
}

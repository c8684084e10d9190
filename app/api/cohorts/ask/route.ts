import { z } from "zod";
import { readJsonBody } from "@/lib/access/json-body";
import { routeHandler } from "@/lib/access/route";
import { askCohort } from "@/lib/cohort/ask-cohort";
import { parseCriteria } from "@/lib/cohort/parse-criteria";

/** A tree of as many parts as there may be, with several values in each, is shorter. */
const MOST_BYTES = 256 * 1024;
const bodySchema = z.strictObject({ criteria: z.unknown(), facets: z.boolean().default(true) });

/** POST: the answer to a question, for its author's rights alone. */
export const POST = routeHandler(async ({ request, actor }) => {
  const { criteria, facets } = bodySchema.parse(await readJsonBody(request, MOST_BYTES));
  const answer = await askCohort(actor, parseCriteria(criteria), { facets });
  return Response.json(answer, { headers: { "Cache-Control": "private, no-store" } });
});

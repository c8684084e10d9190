import { routeHandler } from "@/lib/access/route";
import { listScoreNames } from "@/lib/catalogue/clinical/list-score-names";

/** GET: names, units and plausible ranges of the scores that a question can ask of. */
export const GET = routeHandler(async ({ actor }) =>
  Response.json(await listScoreNames(actor), { headers: { "Cache-Control": "private, no-store" } }),
);

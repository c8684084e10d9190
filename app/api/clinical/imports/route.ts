import { routeHandler } from "@/lib/access/route";
import { importClinicalSchema, importClinicalTable } from "@/lib/catalogue/clinical/import-clinical-table";
import { AppError } from "@/lib/platform/errors";

const MAX_BYTES = 40_000_000;

/**
 * POST {siteId, text, fileName?, projectCode?, dryRun}: tries a table of diagnoses, scores or BIDS participants or sessions,
 * or imports it whole. Identifiers come in the body and go nowhere else.
 */
export const POST = routeHandler(async ({ request, actor }) => {
  const length = Number(request.headers.get("content-length") ?? Number.NaN);
  if (!(length <= MAX_BYTES)) throw new AppError("too-large");
  const body: unknown = await request.json().catch(() => {
    throw new AppError("invalid-input");
  });
  const answer = await importClinicalTable(actor, importClinicalSchema.parse(body));
  return Response.json(answer, { headers: { "Cache-Control": "private, no-store" } });
});

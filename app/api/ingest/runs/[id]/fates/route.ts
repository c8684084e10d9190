import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { listUploadFates } from "@/lib/ingest/list-upload-fates";

const paramsSchema = z.object({ id: z.guid() });
const querySchema = z.object({ after: z.coerce.number().int().min(-1).default(-1) });

/** GET: what became of the files of an upload, beyond one of them. */
export const GET = routeHandler(async ({ request, params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const { after } = querySchema.parse(Object.fromEntries(request.nextUrl.searchParams));
  const report = await listUploadFates(actor, { runId: id, after });
  return Response.json(report, { headers: { "Cache-Control": "private, no-store" } });
});

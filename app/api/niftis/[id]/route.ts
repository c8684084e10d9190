import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { readNiftiFate } from "@/lib/ingest/nifti/read-nifti-fate";

const paramsSchema = z.object({ id: z.guid() });

/** GET: what became of one's own NIfTI file. */
export const GET = routeHandler(async ({ params, actor }) => {
  const fate = await readNiftiFate(actor, paramsSchema.parse(params).id);
  return Response.json(fate, { headers: { "Cache-Control": "private, no-store" } });
});

import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { closeUpload } from "@/lib/ingest/close-upload";

const paramsSchema = z.object({ id: z.guid() });

/** POST: closes an upload. */
export const POST = routeHandler(async ({ params, actor }) => {
  await closeUpload(actor, paramsSchema.parse(params).id);
  return new Response(null, { status: 204 });
});

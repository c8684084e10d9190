import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { undoClinicalImport } from "@/lib/catalogue/clinical/undo-clinical-import";

const paramsSchema = z.object({ id: z.guid() });

/** DELETE: takes an import back as a whole, and says how much that was. */
export const DELETE = routeHandler(async ({ params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const removed = await undoClinicalImport(actor, id);
  return Response.json(removed, { headers: { "Cache-Control": "private, no-store" } });
});

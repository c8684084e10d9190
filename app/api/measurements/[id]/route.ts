import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { deleteMeasurement } from "@/lib/catalogue/delete-measurement";

const paramsSchema = z.object({ id: z.guid() });

/** DELETE: removes one of the user's own measurements. */
export const DELETE = routeHandler(async ({ params, actor }) => {
  const { id } = paramsSchema.parse(params);
  await deleteMeasurement(actor, id);
  return new Response(null, { status: 204 });
});

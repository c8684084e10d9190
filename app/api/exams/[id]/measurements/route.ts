import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { listMeasurements } from "@/lib/catalogue/list-measurements";
import { newMeasurementSchema } from "@/lib/catalogue/measurement";
import { saveMeasurement } from "@/lib/catalogue/save-measurement";
import { AppError } from "@/lib/platform/errors";

const paramsSchema = z.object({ id: z.guid() });
const headers = { "Cache-Control": "private, no-store" };

/** GET: the user's own measurements on an exam. */
export const GET = routeHandler(async ({ params, actor }) => {
  const { id } = paramsSchema.parse(params);
  return Response.json({ measurements: await listMeasurements(actor, id) }, { headers });
});

/** POST: keeps a measurement and returns it. */
export const POST = routeHandler(async ({ request, params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const body: unknown = await request.json().catch(() => {
    throw new AppError("invalid-input");
  });
  const measurement = await saveMeasurement(actor, id, newMeasurementSchema.parse(body));
  return Response.json({ measurement }, { status: 201, headers });
});

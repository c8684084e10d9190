import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { applyModelSchema } from "@/lib/harmonise/models/apply-model";
import { exportHarmonised } from "@/lib/harmonise/models/export-harmonised";

const paramsSchema = z.object({ id: z.guid() });

/** GET ?epochs=id,id: harmonised values as CSV, of the model's scanner epochs or of those named. */
export const GET = routeHandler(async ({ request, params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const epochs = request.nextUrl.searchParams.get("epochs");
  const input = applyModelSchema.parse({ modelId: id, epochIds: epochs === null ? null : epochs.split(",") });
  const { csv, fileName } = await exportHarmonised(actor, input);
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "private, no-store",
    },
  });
});

import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { uploadFile } from "@/lib/ingest/upload-file";
import { AppError } from "@/lib/platform/errors";

const paramsSchema = z.object({
  id: z.guid(),
  ordinal: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number),
});

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An empty file has no body.
}

/** PUT: one file of an upload, as it is; sent again, it counts once. */
export const PUT = routeHandler(async ({ request, params, actor }) => {
  const { id, ordinal } = paramsSchema.parse(params);
  if (request.headers.get("content-type") !== "application/octet-stream") throw new AppError("invalid-input");
  const content: AsyncIterable<Uint8Array> = request.body ?? nothing();
  const { state } = await uploadFile(actor, { runId: id, ordinal, content });
  return Response.json({ state }, { headers: { "Cache-Control": "private, no-store" } });
});

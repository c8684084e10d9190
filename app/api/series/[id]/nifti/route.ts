import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { attachNifti } from "@/lib/ingest/nifti/attach-nifti";
import { niftiContentSchema } from "@/lib/ingest/nifti/content";
import { AppError } from "@/lib/platform/errors";

const paramsSchema = z.object({ id: z.guid() });
const querySchema = z.object({
  content: niftiContentSchema,
  onto: z
    .string()
    .regex(/^\d{1,4}$/)
    .transform(Number)
    .optional(),
});

async function* nothing(): AsyncGenerator<Uint8Array> {
  // An empty file has no body.
}

/** POST: one NIfTI file for a series, as it is, on a grid of its own or onto one of the series' volumes. */
export const POST = routeHandler(async ({ request, params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const { content, onto } = querySchema.parse(Object.fromEntries(request.nextUrl.searchParams));
  if (request.headers.get("content-type") !== "application/octet-stream") throw new AppError("invalid-input");
  const bytes: AsyncIterable<Uint8Array> = request.body ?? nothing();
  const { niftiId } = await attachNifti(actor, { series: id, ontoOrdinal: onto ?? null, content, bytes });
  return Response.json({ id: niftiId }, { status: 202, headers: { "Cache-Control": "private, no-store" } });
});

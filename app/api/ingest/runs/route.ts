import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { openRun } from "@/lib/ingest/open-run";
import { AppError } from "@/lib/platform/errors";

const bodySchema = z.object({ siteCode: z.string().min(1).max(64) });

/** POST: opens an upload at a site. */
export const POST = routeHandler(async ({ request, actor }) => {
  const body: unknown = await request.json().catch(() => {
    throw new AppError("invalid-input");
  });
  const { siteCode } = bodySchema.parse(body);
  const { id } = await openRun(actor, { door: "upload", siteCode });
  return Response.json({ id }, { status: 201, headers: { "Cache-Control": "private, no-store" } });
});

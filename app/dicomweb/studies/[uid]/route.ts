import { z } from "zod";
import { stow } from "@/app/dicomweb/stow";
import { tokenRouteHandler } from "@/lib/access/token-route";
import { isValidUid } from "@/lib/dicom/uid";

export const runtime = "nodejs";
export const dynamic = "force-dynamic";

const paramsSchema = z.object({ uid: z.string().refine(isValidUid) });

/** POST: stores instances of one study (STOW-RS). */
export const POST = tokenRouteHandler(async ({ request, params, actor, site }) => {
  const { uid } = paramsSchema.parse(params);
  return stow(request, { actor, site }, uid);
});

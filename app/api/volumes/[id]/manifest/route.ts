import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { getVolumeManifest } from "@/lib/catalogue/get-volume-manifest";

const paramsSchema = z.object({ id: z.guid() });

/** GET: the VolumeManifest (lib/imaging/manifest.ts). */
export const GET = routeHandler(async ({ params, actor }) => {
  const { id } = paramsSchema.parse(params);
  return Response.json(await getVolumeManifest(actor, id), {
    headers: { "Cache-Control": "private, no-store" },
  });
});

import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { getVolumeThumbnail } from "@/lib/catalogue/get-volume-thumbnail";

const paramsSchema = z.object({ id: z.guid() });

/** GET: the thumbnail of a volume. */
export const GET = routeHandler(async ({ params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const bytes = await getVolumeThumbnail(actor, id);
  return new Response(new Uint8Array(bytes), {
    headers: { "Content-Type": "image/webp", "Cache-Control": "private, max-age=86400", Vary: "Cookie" },
  });
});

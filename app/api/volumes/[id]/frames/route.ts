import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { parseByteRange } from "@/lib/catalogue/byte-range";
import { openVolumeFrames } from "@/lib/catalogue/open-volume-frames";

const paramsSchema = z.object({ id: z.guid() });

/** GET: the concatenated HTJ2K codestreams of a volume, whole or one byte range (RFC 9110 §14). */
export const GET = routeHandler(async ({ request, params, actor }) => {
  const { id } = paramsSchema.parse(params);
  const { sizeBytes, etag, stream } = await openVolumeFrames(actor, id);
  const headers = {
    ETag: etag,
    "Accept-Ranges": "bytes",
    "Content-Type": "application/octet-stream",
    // The bytes behind an id never change. Another user of the same browser has another cookie, and asks again.
    "Cache-Control": "private, max-age=31536000, immutable",
    Vary: "Cookie",
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  const ifRange = request.headers.get("if-range");
  const wanted = ifRange === null || ifRange === etag ? request.headers.get("range") : null;
  const range = parseByteRange(wanted, sizeBytes);
  if (range.kind === "unsatisfiable")
    return new Response(null, {
      status: 416,
      headers: { "Content-Range": `bytes */${sizeBytes}`, "Cache-Control": "private, no-store" },
    });
  if (range.kind === "whole")
    return new Response(stream(), { headers: { ...headers, "Content-Length": String(sizeBytes) } });
  const { start, end } = range;
  return new Response(stream({ start, end }), {
    status: 206,
    headers: {
      ...headers,
      "Content-Length": String(end - start),
      "Content-Range": `bytes ${start}-${end - 1}/${sizeBytes}`,
    },
  });
});

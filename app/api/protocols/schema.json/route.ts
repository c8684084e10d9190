import { publicRouteHandler } from "@/lib/access/route";
import { protocolDocumentJsonSchema } from "@/lib/harmonise/protocol/document-schema";
import { env } from "@/lib/platform/env";

/** GET: the JSON Schema of protocol documents; editors fetch it, and it says nothing about anybody. */
export const GET = publicRouteHandler(() =>
  Promise.resolve(
    Response.json(protocolDocumentJsonSchema(env().publicUrl), {
      headers: { "content-type": "application/schema+json", "cache-control": "public, max-age=3600" },
    }),
  ),
);

import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { protocolDocumentSchema } from "@/lib/harmonise/protocol/content";
import { SCHEMA_PATH } from "@/lib/harmonise/protocol/document-schema";
import { DOCUMENT_FORMATS, formatProtocolDocument } from "@/lib/harmonise/protocol/format-document";
import { getProtocol } from "@/lib/harmonise/protocol/get-protocol";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";

const paramsSchema = z.object({ code: z.string().max(40), version: z.coerce.number().int().positive() });
const formatSchema = z.enum(DOCUMENT_FORMATS).catch("yaml");

/** GET ?format=yaml|json: one version as a file, which can be imported again. */
export const GET = routeHandler(async ({ request, params, actor }) => {
  const { code, version } = paramsSchema.parse(params);
  const format = formatSchema.parse(request.nextUrl.searchParams.get("format"));
  const protocol = await getProtocol(actor, code);
  const found = protocol.versions.find((one) => one.version === version);
  const document = protocolDocumentSchema.safeParse({
    code: protocol.code,
    name: protocol.name,
    validFrom: found?.validFrom,
    validUntil: found?.validUntil,
    reason: found?.reason,
    content: found?.content,
  });
  if (!document.success) throw new AppError("not-found");
  const schemaUrl = new URL(SCHEMA_PATH, env().publicUrl).href;
  return new Response(formatProtocolDocument(document.data, format, schemaUrl), {
    headers: {
      "content-type": format === "json" ? "application/json" : "application/yaml; charset=utf-8",
      "content-disposition": `attachment; filename="${protocol.code}-v${version}.${format}"`,
      "cache-control": "private, no-store",
    },
  });
});

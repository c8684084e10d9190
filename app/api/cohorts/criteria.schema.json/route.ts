import { publicRouteHandler } from "@/lib/access/route";
import { criteriaJsonSchema } from "@/lib/cohort/criteria-schema";
import { env } from "@/lib/platform/env";

/** GET: the JSON Schema of the criteria of a cohort; editors fetch it, and it says nothing about anybody. */
export const GET = publicRouteHandler(() =>
  Promise.resolve(
    Response.json(criteriaJsonSchema(env().publicUrl), {
      headers: { "content-type": "application/schema+json", "cache-control": "public, max-age=3600" },
    }),
  ),
);

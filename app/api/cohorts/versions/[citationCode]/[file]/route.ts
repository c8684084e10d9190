import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { exportFrozenCohort, exportFrozenCohortSchema } from "@/lib/cohort/freeze/export-frozen-cohort";

const paramsSchema = z.object({ citationCode: z.string(), file: z.string() });
const TYPES = { csv: "text/csv; charset=utf-8", json: "application/json" } as const;

/** GET …/exams.csv: a list of a frozen cohort's members (subjects, exams, series), its manifest or its data dictionary. */
export const GET = routeHandler(async ({ params, actor }) => {
  const { citationCode, file } = paramsSchema.parse(params);
  const [list, format, ...rest] = file.split(".");
  const input = exportFrozenCohortSchema.parse({ citationCode, list, format: rest.length > 0 ? "" : format });
  const { body, fileName } = await exportFrozenCohort(actor, input);
  return new Response(body, {
    headers: {
      "content-type": TYPES[input.format],
      "content-disposition": `attachment; filename="${fileName}"`,
      "cache-control": "private, no-store",
    },
  });
});

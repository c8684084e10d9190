import { z } from "zod";
import { routeHandler } from "@/lib/access/route";
import { LOCALES } from "@/lib/access/actor";
import { readOverlapAddress } from "@/lib/cohort/overlap/overlap-address";
import { overlapCsv } from "@/lib/cohort/overlap/overlap-csv";
import { overlapOf } from "@/lib/cohort/overlap/overlap-of";
import { AppError } from "@/lib/platform/errors";

const localeSchema = z.enum(LOCALES).catch("en");

/** GET with the parameters of the page, and lang=fr|en: the matrix as CSV, as the page shows it. */
export const GET = routeHandler(async ({ request, actor }) => {
  const params = Object.fromEntries(request.nextUrl.searchParams);
  const address = readOverlapAddress(params);
  if (address === null) throw new AppError("invalid-input", "the question cannot be read");
  const overlap = await overlapOf(actor, address.criteria, address.request);
  if (overlap.access === "nothing") throw new AppError("forbidden");
  const csv = overlapCsv(overlap, address.thinBelow, localeSchema.parse(params.lang));
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      // The name of a file holds nothing typed by anybody.
      "content-disposition": `attachment; filename="overlap-${overlap.request.rows}-${overlap.request.columns}.csv"`,
      "cache-control": "private, no-store",
    },
  });
});

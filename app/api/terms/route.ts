import { routeHandler } from "@/lib/access/route";
import { searchDiagnosisTerms, termQuerySchema } from "@/lib/catalogue/clinical/search-diagnosis-terms";

/** GET ?q=TEXT[&limit=N]: diagnoses by code, label, synonym or cross-reference, the closest first. */
export const GET = routeHandler(async ({ request, actor }) => {
  const query = termQuerySchema.parse(Object.fromEntries(request.nextUrl.searchParams));
  const terms = await searchDiagnosisTerms(actor, query);
  return Response.json(terms, { headers: { "Cache-Control": "private, no-store" } });
});

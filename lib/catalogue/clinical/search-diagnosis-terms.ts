import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { db } from "@/lib/platform/db/client";
import { rankTerms } from "@/lib/terminology/search-terms";
import { allTerms } from "@/lib/terminology/terms";
import { findListedTerms } from "./listed-terms-store";

export const termQuerySchema = z.object({
  q: z.string().max(100),
  limit: z.coerce.number().int().min(1).max(50).default(20),
});

/** A diagnosis as a picker shows it. */
export interface FoundTerm {
  code: string;
  labelFr: string;
  labelEn: string;
  icd10: readonly string[];
}

/**
 * Diagnoses by code, label, synonym, CIM-10 or ORPHA code, accents ignored, in both languages at once: of the shipped
 * ontology and of every loaded list. A vocabulary: it tells nothing of who has what, so any signed-in person may ask.
 */
export async function searchDiagnosisTerms(
  actor: Actor,
  { q, limit }: z.infer<typeof termQuerySchema>,
): Promise<FoundTerm[]> {
  const listed = await findListedTerms(db());
  return rankTerms([...allTerms().values(), ...listed], q, limit).map(
    ({ code, labelFr, labelEn, icd10 }) => ({ code, labelFr, labelEn, icd10: [...icd10] }),
  );
}

import type { Db, Tx } from "@/lib/platform/db/client";

/** A term of a list that somebody loaded. */
export interface ListedTerm {
  code: string;
  labelEn: string;
  labelFr: string;
  synonyms: string[];
  icd10: string[];
  orpha: string[];
}

interface Kept {
  stamp: string;
  terms: ListedTerm[];
}

let kept: Kept | undefined;

/**
 * Terms of the loaded lists, those that are shipped left out. Read again only when a row of them has changed: xmin is
 * the transaction that wrote a row, so any replacement moves the stamp.
 */
export async function findListedTerms(db: Db | Tx): Promise<ListedTerm[]> {
  const [row] = await db.$queryRaw<{ stamp: string }[]>`
    SELECT current_database() || ':' || count(*)::text || ':' || coalesce(max("xmin"::text::bigint), 0)::text
      || ':' || coalesce(sum("xmin"::text::bigint), 0)::text AS stamp
    FROM "DiagnosisTerm" WHERE "list" <> 'doid'`;
  const stamp = row?.stamp ?? "";
  if (kept?.stamp !== stamp) {
    const terms = await db.diagnosisTerm.findMany({
      where: { list: { not: "doid" } },
      orderBy: { code: "asc" },
      select: { code: true, labelEn: true, labelFr: true, synonyms: true, icd10: true, orpha: true },
    });
    kept = { stamp, terms };
  }
  return kept.terms;
}

import { allTerms, ancestorsOf } from "@/lib/terminology/terms";
import type { Tx } from "@/lib/platform/db/client";

interface Edge {
  ancestorCode: string;
  descendantCode: string;
  depth: number;
}

/** Rows sent in one statement. */
const BATCH = 4000;

/**
 * Fills DiagnosisTerm and its closure from lib/terminology; does nothing when they are already there. Terms that
 * somebody else loaded stay. Run it in one transaction.
 * @returns whether anything was written.
 */
export async function loadTerminology(tx: Tx): Promise<boolean> {
  const terms = [...allTerms().values()].map(({ code, labelEn, labelFr, synonyms, icd10, orpha }) => ({
    code,
    labelEn,
    labelFr,
    synonyms: [...synonyms],
    icd10: [...icd10],
    orpha: [...orpha],
  }));
  const edges = terms.flatMap(({ code }) =>
    [...ancestorsOf(code)].map(([ancestorCode, depth]): Edge => ({
      ancestorCode,
      descendantCode: code,
      depth,
    })),
  );
  if (await isLoaded(tx, terms, edges)) return false;
  await tx.diagnosisTermAncestor.deleteMany({ where: { descendantCode: { in: terms.map((t) => t.code) } } });
  for (const rows of batches(terms)) {
    await tx.$executeRaw`
      INSERT INTO "DiagnosisTerm" ("code", "labelEn", "labelFr", "synonyms", "icd10", "orpha")
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS r("code" text, "labelEn" text, "labelFr" text, "synonyms" text[], "icd10" text[], "orpha" text[])
      ON CONFLICT ("code") DO UPDATE SET "labelEn" = excluded."labelEn", "labelFr" = excluded."labelFr",
        "synonyms" = excluded."synonyms", "icd10" = excluded."icd10",
        "orpha" = excluded."orpha"`;
  }
  for (const rows of batches(edges)) {
    await tx.$executeRaw`
      INSERT INTO "DiagnosisTermAncestor" ("ancestorCode", "descendantCode", "depth")
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        AS r("ancestorCode" text, "descendantCode" text, "depth" int)`;
  }
  return true;
}

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

async function isLoaded(
  tx: Tx,
  terms: readonly { code: string }[],
  edges: readonly Edge[],
): Promise<boolean> {
  const codes = terms.map(({ code }) => code);
  const stored = await tx.diagnosisTerm.findMany({
    where: { code: { in: codes } },
    select: { code: true, labelEn: true, labelFr: true, synonyms: true, icd10: true, orpha: true },
  });
  const storedEdges = await tx.diagnosisTermAncestor.count({ where: { descendantCode: { in: codes } } });
  const byCode = (a: { code: string }, b: { code: string }) => (a.code < b.code ? -1 : 1);
  return (
    storedEdges === edges.length &&
    JSON.stringify(stored.sort(byCode)) === JSON.stringify([...terms].sort(byCode))
  );
}

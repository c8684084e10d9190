import type { Tx } from "@/lib/platform/db/client";
import type { ListTerm } from "@/lib/terminology/read-code-list";

/** Rows sent in one statement. */
const BATCH = 4000;

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < rows.length; start += BATCH) yield rows.slice(start, start + BATCH);
}

/** Every code and the list that it belongs to. */
export async function findKnownCodes(tx: Tx): Promise<Map<string, string>> {
  const rows = await tx.diagnosisTerm.findMany({ select: { code: true, list: true } });
  return new Map(rows.map(({ code, list }) => [code, list]));
}

/** Direct parents of the terms of all loaded lists: the edges of depth 1. */
export async function findListedParents(tx: Tx): Promise<Map<string, string[]>> {
  const edges = await tx.diagnosisTermAncestor.findMany({
    where: { depth: 1, descendant: { list: { not: "doid" } } },
    select: { ancestorCode: true, descendantCode: true },
  });
  const parents = new Map<string, string[]>();
  for (const { ancestorCode, descendantCode } of edges)
    parents.set(descendantCode, [...(parents.get(descendantCode) ?? []), ancestorCode]);
  return parents;
}

/** Those of the codes by which somebody's diagnosis is named. */
export async function findUsedCodes(tx: Tx, codes: readonly string[]): Promise<string[]> {
  const rows = await tx.diagnosis.findMany({
    where: { code: { in: [...codes] } },
    distinct: ["code"],
    select: { code: true },
  });
  return rows.map(({ code }) => code);
}

/** Writes the terms of a list, and takes out those that it has no more. */
export async function writeListTerms(
  tx: Tx,
  list: string,
  terms: readonly ListTerm[],
  gone: readonly string[],
): Promise<void> {
  await tx.diagnosisTerm.deleteMany({ where: { list, code: { in: [...gone] } } });
  const rows = terms.map(({ code, labelEn, labelFr, synonyms, icd10, orpha }) => ({
    code,
    labelEn,
    labelFr,
    synonyms,
    icd10,
    orpha,
    list,
  }));
  for (const part of batches(rows)) {
    await tx.$executeRaw`
      INSERT INTO "DiagnosisTerm" ("code", "labelEn", "labelFr", "synonyms", "icd10", "orpha", "list")
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        AS r("code" text, "labelEn" text, "labelFr" text, "synonyms" text[], "icd10" text[], "orpha" text[],
          "list" text)
      ON CONFLICT ("code") DO UPDATE SET "labelEn" = excluded."labelEn", "labelFr" = excluded."labelFr",
        "synonyms" = excluded."synonyms", "icd10" = excluded."icd10", "orpha" = excluded."orpha"`;
  }
}

export interface Edge {
  ancestorCode: string;
  descendantCode: string;
  depth: number;
}

/** Replaces everything above the terms of all loaded lists. */
export async function writeListedClosure(tx: Tx, edges: readonly Edge[]): Promise<void> {
  await tx.diagnosisTermAncestor.deleteMany({ where: { descendant: { list: { not: "doid" } } } });
  for (const part of batches(edges)) {
    await tx.$executeRaw`
      INSERT INTO "DiagnosisTermAncestor" ("ancestorCode", "descendantCode", "depth")
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(part)}::jsonb)
        AS r("ancestorCode" text, "descendantCode" text, "depth" int)`;
  }
}

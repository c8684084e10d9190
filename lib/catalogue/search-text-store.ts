import { db, Prisma } from "@/lib/platform/db/client";
import { searchWords, textHasWord } from "@/lib/terminology/normalise";
import { namesOf } from "@/lib/terminology/search-terms";

/** Where one word of a search is found: values of small vocabularies, looked up once, so that no text is scanned. */
export interface WordMatch {
  /** LIKE pattern over " " + the pseudonym in lower case, "-" as " ". */
  pseudonymPattern: string;
  siteIds: string[];
  scannerIds: string[];
  protocolVersionIds: string[];
  /** Diagnoses named by the word; their descendants count too. */
  codes: string[];
  examDescriptions: string[];
  seriesDescriptions: string[];
  protocolNames: string[];
}

interface Vocabulary {
  sites: { id: string; texts: string[] }[];
  scanners: { id: string; texts: string[] }[];
  protocols: { id: string; texts: string[] }[];
  terms: { id: string; texts: string[] }[];
  examDescriptions: string[];
  seriesDescriptions: string[];
  protocolNames: string[];
}

/** Looks the words of a free text up; empty when there is none. */
export async function matchWords(text: string): Promise<WordMatch[]> {
  const words = searchWords(text);
  if (words.length === 0) return [];
  const vocabulary = await readVocabulary();
  return words.map((word) => matchWord(vocabulary, word));
}

function matchWord(vocabulary: Vocabulary, word: string): WordMatch {
  const ids = (entries: { id: string; texts: string[] }[]) =>
    entries.filter(({ texts }) => texts.some((text) => textHasWord(text, word))).map(({ id }) => id);
  const values = (texts: string[]) => texts.filter((text) => textHasWord(text, word));
  return {
    // A word is of [a-z0-9] only: nothing in it has a meaning for LIKE.
    pseudonymPattern: word.length > 2 ? `%${word}%` : `% ${word}%`,
    siteIds: ids(vocabulary.sites),
    scannerIds: ids(vocabulary.scanners),
    protocolVersionIds: ids(vocabulary.protocols),
    codes: ids(vocabulary.terms),
    examDescriptions: values(vocabulary.examDescriptions),
    seriesDescriptions: values(vocabulary.seriesDescriptions),
    protocolNames: values(vocabulary.protocolNames),
  };
}

async function readVocabulary(): Promise<Vocabulary> {
  const client = db();
  const [sites, scanners, protocols, terms, examDescriptions, seriesDescriptions, protocolNames] =
    await Promise.all([
      client.site.findMany({ select: { id: true, name: true, city: true, code: true } }),
      client.scanner.findMany({ select: { id: true, model: true, manufacturer: true } }),
      client.protocolVersion.findMany({
        select: { id: true, protocol: { select: { name: true, code: true } } },
      }),
      readUsedTerms(),
      readDistinct("Exam", "description"),
      readDistinct("Series", "description"),
      readDistinct("Series", "protocolName"),
    ]);
  return {
    sites: sites.map(({ id, name, city, code }) => ({ id, texts: [name, city, code] })),
    scanners: scanners.map(({ id, model, manufacturer }) => ({ id, texts: [model, manufacturer] })),
    protocols: protocols.map(({ id, protocol }) => ({ id, texts: [protocol.name, protocol.code] })),
    terms: terms.map((term) => ({ id: term.code, texts: namesOf(term) })),
    examDescriptions,
    seriesDescriptions,
    protocolNames,
  };
}

/** The terms that some subject has, and all above them. */
function readUsedTerms() {
  return db().$queryRaw<
    { code: string; labelEn: string; labelFr: string; synonyms: string[]; icd10: string[] }[]
  >`WITH RECURSIVE used AS (
      (SELECT min("code") AS "code" FROM "Diagnosis")
      UNION ALL
      SELECT (SELECT min(d."code") FROM "Diagnosis" d WHERE d."code" > used."code") FROM used
      WHERE used."code" IS NOT NULL)
    SELECT t."code", t."labelEn", t."labelFr", t."synonyms", t."icd10" FROM "DiagnosisTerm" t
    WHERE t."code" IN (SELECT a."ancestorCode" FROM "DiagnosisTermAncestor" a
                       JOIN used ON used."code" = a."descendantCode")`;
}

/** Distinct values by jumping from one to the next in the column's index: thousands among millions of rows. */
async function readDistinct(
  table: "Exam" | "Series",
  column: "description" | "protocolName",
): Promise<string[]> {
  const from = Prisma.raw(`"${table}"`);
  const value = Prisma.raw(`"${column}"`);
  const rows = await db().$queryRaw<{ value: string }[]>`WITH RECURSIVE found AS (
      (SELECT min(${value}) AS "value" FROM ${from})
      UNION ALL
      SELECT (SELECT min(t.${value}) FROM ${from} t WHERE t.${value} > found."value") FROM found
      WHERE found."value" IS NOT NULL)
    SELECT "value" FROM found WHERE "value" IS NOT NULL`;
  return rows.map((row) => row.value);
}

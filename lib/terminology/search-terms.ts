import { normaliseText, searchWords, textHasWord } from "./normalise";
import { allTerms, type Term } from "./terms";

/** What of a term a search looks at. */
export type NamedTerm = Pick<Term, "code" | "labelEn" | "labelFr" | "synonyms" | "icd10"> & {
  orpha?: readonly string[];
};

/**
 * Texts by which a term can be found: both labels, synonyms, its code, its ICD-10 codes (with and without the dot, as
 * hospitals write both) and its ORPHA codes.
 */
export function namesOf(term: NamedTerm): string[] {
  const icd10 = term.icd10.flatMap((code) => (code.includes(".") ? [code, code.replace(".", "")] : [code]));
  const orpha = (term.orpha ?? []).map((code) => `ORPHA:${code}`);
  return [term.labelFr, term.labelEn, ...term.synonyms, term.code, ...icd10, ...orpha];
}

/** How well names answer the words: 3 equal, 2 start, 1 hold; 0 when a word is in none of them. */
function scoreOf(names: readonly string[], words: readonly string[], whole: string): number {
  const normalised = names.map(normaliseText);
  if (normalised.includes(whole)) return 3;
  if (normalised.some((name) => name.startsWith(whole))) return 2;
  return words.every((word) => names.some((name) => textHasWord(name, word))) ? 1 : 0;
}

/**
 * Terms whose names hold every word, in French and English, accents ignored; the closest first, then those with a
 * French label of ours (the common diagnoses), then the shortest.
 */
export function rankTerms<T extends NamedTerm>(terms: Iterable<T>, text: string, limit: number): T[] {
  const words = searchWords(text);
  if (words.length === 0) return [];
  const whole = words.join(" ");
  return [...terms]
    .map((term) => ({ term, score: scoreOf(namesOf(term), words, whole) }))
    .filter(({ score }) => score > 0)
    .sort(
      (a, b) =>
        b.score - a.score ||
        Number(b.term.labelFr !== b.term.labelEn) - Number(a.term.labelFr !== a.term.labelEn) ||
        a.term.labelEn.length - b.term.labelEn.length ||
        (a.term.code < b.term.code ? -1 : 1),
    )
    .slice(0, limit)
    .map(({ term }) => term);
}

/** The same among the terms that are shipped. */
export function searchTerms(text: string, limit = 20): Term[] {
  return rankTerms(allTerms().values(), text, limit);
}

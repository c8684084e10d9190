import french from "./french.json";
import ontology from "./disease-ontology.json";

/** A diagnosis of the Human Disease Ontology (CC0), with our French label and synonyms where we have them. */
export interface Term {
  /** e.g. "DOID:2377" */
  code: string;
  labelEn: string;
  /** The English label where no French one is known. */
  labelFr: string;
  /** French and English, mixed: what people type. */
  synonyms: readonly string[];
  /** Codes of the direct parents, within the branches that are kept. */
  parents: readonly string[];
  /** ICD-10 codes, e.g. "G35"; several when the ontology maps several. */
  icd10: readonly string[];
  /** ORPHA codes, digits only. */
  orpha: readonly string[];
}

const ours: Record<string, { fr: string; synonyms: string[] } | undefined> = french;

function split(list: string | undefined): string[] {
  return list === undefined || list === "" ? [] : list.split(" ");
}

function readTerms(): ReadonlyMap<string, Term> {
  return new Map(
    ontology.map(([code = "", labelEn = "", parents, icd10, orpha]) => [
      code,
      {
        code,
        labelEn,
        labelFr: ours[code]?.fr ?? labelEn,
        synonyms: ours[code]?.synonyms ?? [],
        parents: split(parents),
        icd10: split(icd10),
        orpha: split(orpha),
      },
    ]),
  );
}

let terms: ReadonlyMap<string, Term> | undefined;

/** Every term by code: nervous system, mental health, cerebrovascular diseases, nervous system neoplasms. */
export function allTerms(): ReadonlyMap<string, Term> {
  terms ??= readTerms();
  return terms;
}

/** One term, or undefined for a code that is in none of the branches. */
export function findTerm(code: string): Term | undefined {
  return allTerms().get(code);
}

/** The label in a language; the code itself when it is unknown. */
export function labelOf(code: string, locale: "fr" | "en"): string {
  const term = findTerm(code);
  if (!term) return code;
  return locale === "fr" ? term.labelFr : term.labelEn;
}

/**
 * Every term above a code with its shortest distance, the code itself at 0. A term may have several parents. Empty
 * for an unknown code.
 */
export function ancestorsOf(code: string): ReadonlyMap<string, number> {
  const distance = new Map<string, number>();
  let level = findTerm(code) ? [code] : [];
  for (let depth = 0; level.length > 0; depth++) {
    const next: string[] = [];
    for (const here of level) {
      if (distance.has(here)) continue;
      distance.set(here, depth);
      next.push(...(findTerm(here)?.parents ?? []));
    }
    level = next;
  }
  return distance;
}

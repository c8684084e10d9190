import { icd10Key, matchIcd10, mostGeneralOf } from "./match-icd10";
import { normaliseText } from "./normalise";
import { namesOf, type NamedTerm } from "./search-terms";
import { allTerms } from "./terms";

/** What a cell that names a diagnosis leads to. */
export type ResolvedDiagnosis =
  | { kind: "term"; code: string; by: "code" | "exact" | "parent" | "name" }
  | { kind: "ambiguous"; codes: string[] }
  | { kind: "unmatched" };

interface Index {
  byCode: Map<string, string>;
  byName: Map<string, string[]>;
  byOrpha: Map<string, string[]>;
}

const indexes = new WeakMap<readonly NamedTerm[], Index>();

/** Made once for a list of loaded terms: a table asks of every row. */
function indexOf(listed: readonly NamedTerm[]): Index {
  const known = indexes.get(listed);
  if (known) return known;
  const index: Index = { byCode: new Map(), byName: new Map(), byOrpha: new Map() };
  const add = (map: Map<string, string[]>, key: string, code: string) => {
    map.set(key, [...(map.get(key) ?? []), code]);
  };
  for (const term of [...allTerms().values(), ...listed]) {
    index.byCode.set(term.code.toUpperCase(), term.code);
    for (const name of new Set(namesOf(term).map(normaliseText))) add(index.byName, name, term.code);
    for (const orpha of term.orpha ?? []) add(index.byOrpha, orpha, term.code);
  }
  indexes.set(listed, index);
  return index;
}

/** No loaded list. */
export const NO_LISTED_TERMS: readonly NamedTerm[] = [];

/**
 * The term that a cell of a table means: a code of the ontology or of a loaded list, an ORPHA code ("ORPHA:803"), or a
 * CIM-10 code; with `names`, also a whole label or synonym. Never a part of a name: a table is not a search.
 */
export function resolveDiagnosis(
  text: string,
  listed: readonly NamedTerm[],
  { names }: { names: boolean },
): ResolvedDiagnosis {
  const given = text.trim();
  const index = indexOf(listed);
  const byCode = index.byCode.get(given.toUpperCase());
  if (byCode !== undefined) return { kind: "term", code: byCode, by: "code" };
  const orpha = /^ORPHA(?:NET)?[: ]?(\d+)$/i.exec(given)?.[1];
  if (orpha !== undefined) return oneOf(index.byOrpha.get(orpha) ?? [], "code");
  if (icd10Key(given) !== null) {
    const match = matchIcd10(given, listed);
    if (match.kind !== "unmatched") return match;
  }
  const name = normaliseText(given);
  return names && name !== "" ? oneOf(index.byName.get(name) ?? [], "name") : { kind: "unmatched" };
}

function oneOf(found: readonly string[], by: "code" | "name"): ResolvedDiagnosis {
  const general = mostGeneralOf(found);
  if (general !== null) return { kind: "term", code: general, by };
  return found.length > 0 ? { kind: "ambiguous", codes: [...new Set(found)].sort() } : { kind: "unmatched" };
}

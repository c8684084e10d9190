import { icd10Key, matchIcd10, mostGeneralOf } from "./match-icd10";
import { normaliseText } from "./normalise";
import { namesOf, type NamedTerm } from "./search-terms";
import { allTerms } from "./terms";

/** What a cell that names a diagnosis leads to. */
export type ResolvedDiagnosis =
  | { kind: "term"; code: string; by: "code" | "exact" | "parent" | "name" }
  | { kind: "ambiguous"; codes: string[] }
  | { kind: "unmatched" };

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
  const wanted = given.toUpperCase();
  const terms = [...allTerms().values(), ...listed];
  const byCode = allTerms().get(wanted) ?? listed.find(({ code }) => code.toUpperCase() === wanted);
  if (byCode) return { kind: "term", code: byCode.code, by: "code" };
  const orpha = /^ORPHA(?:NET)?[: ]?(\d+)$/.exec(wanted)?.[1];
  if (orpha !== undefined) {
    return oneOf(
      terms.filter((term) => term.orpha?.includes(orpha)),
      "code",
    );
  }
  if (icd10Key(given) !== null) {
    const match = matchIcd10(given, listed);
    if (match.kind !== "unmatched") return match;
  }
  if (!names) return { kind: "unmatched" };
  const name = normaliseText(given);
  const named = terms.filter(
    (term) => name !== "" && namesOf(term).some((one) => normaliseText(one) === name),
  );
  return oneOf(named, "name");
}

function oneOf(terms: readonly NamedTerm[], by: "code" | "name"): ResolvedDiagnosis {
  const codes = [...new Set(terms.map(({ code }) => code))];
  const general = mostGeneralOf(codes);
  if (general !== null) return { kind: "term", code: general, by };
  return codes.length > 0 ? { kind: "ambiguous", codes: codes.sort() } : { kind: "unmatched" };
}

import { allTerms, ancestorsOf, type Term } from "./terms";
import cim10 from "./cim10.json";

// French hospitals code in CIM-10, the WHO's ICD-10 in French. The ontology refers to ICD-10-CM, whose subdivisions
// partly mean something else (F90.0) or do not exist in CIM-10: cim10.json says for the codes that brain hospitals use
// most which term each means, and goes before the ontology's references.

/** What a CIM-10 code leads to. */
export type Icd10Match =
  | { kind: "term"; code: string; by: "exact" | "parent" }
  /** Several terms carry the code, and none of them stands above all the others. */
  | { kind: "ambiguous"; codes: string[] }
  | { kind: "unmatched" };

type Coded = Pick<Term, "code" | "icd10">;

const NONE: readonly Coded[] = [];
const ours: Record<string, string | undefined> = cim10;

/**
 * A CIM-10 code as it is compared: upper case, without the dot, and without the marks that hospitals add ("G35.-",
 * "F00.1*", "G30.1+", "G30†"). Null for what is no CIM-10 code.
 */
export function icd10Key(text: string): string | null {
  const bare = text
    .trim()
    .toUpperCase()
    .replace(/\.?-$|[*+†]$/u, "");
  const parts = /^([A-Z]\d{2})\.?([0-9A-Z]{0,4})$/.exec(bare);
  return parts ? `${parts[1] ?? ""}${parts[2] ?? ""}` : null;
}

let shipped: Map<string, string[]> | undefined;

function shippedByKey(): Map<string, string[]> {
  if (shipped) return shipped;
  shipped = byKey(allTerms().values());
  for (const [code, terms] of Object.entries(ours)) {
    shipped.set(code.replace(".", ""), (terms ?? "").split(" "));
  }
  return shipped;
}

function byKey(terms: Iterable<Coded>): Map<string, string[]> {
  const map = new Map<string, string[]>();
  for (const { code, icd10 } of terms) {
    for (const one of icd10) {
      const key = icd10Key(one);
      if (key !== null) map.set(key, [...(map.get(key) ?? []), code]);
    }
  }
  return map;
}

const listedByKey = new WeakMap<readonly Coded[], Map<string, string[]>>();

/** The one of several terms that stands above all the others; null when there is none. */
export function mostGeneralOf(codes: readonly string[]): string | null {
  const distinct = [...new Set(codes)];
  const above = distinct.filter((code) =>
    distinct.every((other) => other === code || ancestorsOf(other).has(code)),
  );
  return above[0] ?? null;
}

/**
 * The term of a CIM-10 code: by the code itself, else by its three-character category. Where several terms carry it,
 * the one above all the others; without such a one it is ambiguous, and nothing is guessed. Terms of loaded lists are
 * asked when no shipped term carries the code.
 */
export function matchIcd10(text: string, listed: readonly Coded[] = NONE): Icd10Match {
  const key = icd10Key(text);
  if (key === null) return { kind: "unmatched" };
  const others = listedByKey.get(listed) ?? byKey(listed);
  listedByKey.set(listed, others);
  for (const [asked, by] of [
    [key, "exact"],
    [key.slice(0, 3), "parent"],
  ] as const) {
    const codes = shippedByKey().get(asked) ?? others.get(asked) ?? [];
    const general = mostGeneralOf(codes);
    if (general !== null) return { kind: "term", code: general, by };
    if (codes.length > 0) return { kind: "ambiguous", codes: [...new Set(codes)].sort() };
    if (key.length === 3) break;
  }
  return { kind: "unmatched" };
}

import { AppError } from "@/lib/platform/errors";
import { readTable } from "@/lib/platform/read-table";
import { icd10Key } from "./match-icd10";
import { normaliseText } from "./normalise";

/** A term of a list that is being loaded. */
export interface ListTerm {
  line: number;
  code: string;
  labelEn: string;
  labelFr: string;
  synonyms: string[];
  parents: string[];
  icd10: string[];
  orpha: string[];
}

export const LIST_REASONS = [
  "code-missing",
  "code-wrong",
  "code-twice",
  "code-shipped",
  "code-other-list",
  "label-missing",
  "parent-unknown",
  "cycle",
  "icd10-wrong",
  "orpha-wrong",
] as const;
export type ListReason = (typeof LIST_REASONS)[number];

/** A row that cannot be loaded. */
export interface ListProblem {
  line: number;
  reason: ListReason;
  /** The code or the cell's part that is wrong: public vocabulary. */
  value: string;
}

/** Which lists the codes that exist already belong to; "doid" is the one that is shipped. */
export type KnownCodes = ReadonlyMap<string, string>;

const COLUMNS = ["code", "label_en", "label_fr", "synonyms", "parents", "icd10", "orpha"] as const;
/** As cohorts' criteria write codes (lib/cohort/criteria.ts). */
const CODE = /^[A-Za-z0-9:._-]{1,40}$/;

/**
 * Reads a code list: columns code, label_en, label_fr (one label stands for a missing one), and, where there are any,
 * synonyms, parents, icd10 and orpha, each with "|" between several. Parents are codes of the list, of the shipped
 * ontology or of another loaded list.
 * @throws AppError `invalid-input` for a text that is no table, or lacks code or labels
 */
export function readCodeList(
  text: string,
  list: string,
  known: KnownCodes,
): { terms: ListTerm[]; problems: ListProblem[] } {
  const table = readTable(text);
  const folded = table.columns.map((column) => normaliseText(column).replaceAll(" ", "_"));
  const at = Object.fromEntries(COLUMNS.map((column) => [column, folded.indexOf(column)]));
  const hasLabel = at["label_en"] !== -1 || at["label_fr"] !== -1;
  if (at["code"] === -1 || !hasLabel)
    throw new AppError("invalid-input", "columns code and label_en or label_fr are needed", {
      reason: "columns-missing",
    });
  const problems: ListProblem[] = [];
  const terms = table.rows.map(({ line, cells }): ListTerm => {
    const cell = (column: (typeof COLUMNS)[number]) => cells[at[column] ?? -1] ?? "";
    const several = (column: (typeof COLUMNS)[number]) => [
      ...new Set(
        cell(column)
          .split("|")
          .map((part) => part.trim())
          .filter(Boolean),
      ),
    ];
    const [labelEn, labelFr] = [cell("label_en"), cell("label_fr")];
    return {
      line,
      code: cell("code"),
      labelEn: labelEn || labelFr,
      labelFr: labelFr || labelEn,
      synonyms: several("synonyms"),
      parents: several("parents"),
      icd10: several("icd10"),
      orpha: several("orpha").map((code) => code.replace(/^ORPHA:?/i, "")),
    };
  });
  const own = new Map<string, ListTerm>();
  for (const term of terms) {
    const { line, code } = term;
    const refuse = (reason: ListReason, value = code) => problems.push({ line, reason, value });
    const owner = known.get(code);
    if (code === "") refuse("code-missing");
    else if (!CODE.test(code)) refuse("code-wrong");
    else if (own.has(code)) refuse("code-twice");
    else if (owner === "doid" || /^DOID:/i.test(code)) refuse("code-shipped");
    else if (owner !== undefined && owner !== list) refuse("code-other-list");
    if (term.labelEn === "") refuse("label-missing");
    for (const one of term.icd10) if (icd10Key(one) === null) refuse("icd10-wrong", one);
    for (const one of term.orpha) if (!/^\d{1,8}$/.test(one)) refuse("orpha-wrong", one);
    if (!own.has(code)) own.set(code, term);
  }
  for (const { line, parents } of terms)
    for (const parent of parents) {
      const owner = known.get(parent);
      // A code that this list had before and has no more is no parent.
      const isThere = own.has(parent) || (owner !== undefined && owner !== list);
      if (!isThere) problems.push({ line, reason: "parent-unknown", value: parent });
    }
  for (const term of inCycles(own)) problems.push({ line: term.line, reason: "cycle", value: term.code });
  return { terms, problems: problems.sort((a, b) => a.line - b.line) };
}

/** Terms that stand above themselves, by way of this list alone. */
function inCycles(terms: ReadonlyMap<string, ListTerm>): ListTerm[] {
  // Terms without a parent left among those that are left are taken out until none is: what stays holds every cycle.
  const waiting = new Map(
    [...terms].map(([code, { parents }]) => [code, new Set(parents.filter((p) => terms.has(p)))]),
  );
  let free = [...waiting].filter(([, parents]) => parents.size === 0).map(([code]) => code);
  while (free.length > 0) {
    const gone = new Set(free);
    for (const code of free) waiting.delete(code);
    for (const parents of waiting.values()) for (const code of gone) parents.delete(code);
    free = [...waiting].filter(([, parents]) => parents.size === 0).map(([code]) => code);
  }
  return [...waiting.keys()].flatMap((code) => {
    const term = terms.get(code);
    return term && isAboveItself(code, terms) ? [term] : [];
  });
}

function isAboveItself(code: string, terms: ReadonlyMap<string, ListTerm>): boolean {
  const seen = new Set<string>();
  const next = [...(terms.get(code)?.parents ?? [])];
  for (let above = next.pop(); above !== undefined; above = next.pop()) {
    if (above === code) return true;
    if (seen.has(above)) continue;
    seen.add(above);
    next.push(...(terms.get(above)?.parents ?? []));
  }
  return false;
}

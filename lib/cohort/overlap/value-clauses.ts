import { MANUFACTURERS, MAX_AGE_YEARS, SEXES } from "@/lib/catalogue/search-query";
import type { Criteria, ExamNode } from "../criteria";
import { CONTROL, NONE, OTHER_DIAGNOSIS, type OverlapValue, UNKNOWN } from "./overlap";
import type { Dimension } from "./overlap-request";

// How a value of a dimension is asked for. Pure, browser-safe.

/** Values that a list of a criterion may hold. */
const MAX_LISTED = 60;

/** What naming a value needs of the data. */
export interface ValueNames {
  terms: ReadonlyMap<string, { labelFr: string; labelEn: string }>;
  /** Codes of the diagnoses that are values, and of the terms that stand under no other. */
  groups: readonly string[];
  roots: readonly string[];
  sites: ReadonlyMap<string, string>;
  protocols: ReadonlyMap<string, string>;
  scanners: readonly {
    id: string;
    siteCode: string;
    siteName: string;
    manufacturer: string;
    model: string;
    label: string | null;
  }[];
}

/** A value with its name and the clause that asks for it. */
export function overlapValue(dimension: Dimension, key: string, names: ValueNames): OverlapValue {
  const value = (
    labels: OverlapValue["labels"],
    clause: ExamNode | null,
    clauseIsWider = false,
  ): OverlapValue => ({ key, labels, clause, clauseIsWider });
  const same = (label: string | undefined) => (label === undefined ? null : { fr: label, en: label });
  switch (dimension) {
    case "diagnosis": {
      const term = names.terms.get(key);
      return value(term ? { fr: term.labelFr, en: term.labelEn } : null, diagnosisClause(key, names));
    }
    case "scanner": {
      const scanner = names.scanners.find(({ id }) => id === key);
      const manufacturer = MANUFACTURERS.find((one) => one === scanner?.manufacturer);
      if (!scanner || !manufacturer) return value(null, null);
      const { siteCode, model } = scanner;
      const twins = names.scanners.filter(
        (one) =>
          one.siteCode === siteCode && one.model === model && one.manufacturer === scanner.manufacturer,
      );
      const label = [scanner.siteName, `${scanner.manufacturer} ${model}`, scanner.label]
        .filter((part) => part !== null)
        .join(" · ");
      return value(
        same(label),
        all([
          { kind: "site", codes: [siteCode] },
          { kind: "scanner", of: [{ manufacturer, model }] },
        ]),
        twins.length > 1,
      );
    }
    case "site":
      return value(same(names.sites.get(key)), { kind: "site", codes: [key] });
    case "age":
      return value(null, ageClause(key));
    case "protocol":
      return value(same(names.protocols.get(key)), protocolClause(key));
    case "protocolVersion": {
      if (key === NONE) return value(null, protocolClause(key));
      // The interface adds the version, or that it is not told.
      const [code = ""] = key.split("~");
      return value(same(names.protocols.get(code)), protocolClause(code), true);
    }
    case "sex": {
      const sex = SEXES.find((one) => one === key);
      return value(null, sex ? { kind: "sex", values: [sex] } : null);
    }
    case "field":
      return value(null, key === UNKNOWN ? null : { kind: "field", tesla: [Number(key)] });
  }
}

/** The question narrowed by clauses, as the builder takes it. */
export function narrowed(criteria: Criteria, clauses: readonly ExamNode[]): Criteria {
  const { root } = criteria;
  const parts = clauses.flatMap((clause) => (clause.kind === "and" ? clause.of : [clause]));
  return {
    version: criteria.version,
    root: { kind: "and", of: root.kind === "and" ? [...root.of, ...parts] : [root, ...parts] },
  };
}

function all(parts: ExamNode[]): ExamNode {
  return { kind: "and", of: parts };
}

function present(codes: readonly string[]): ExamNode {
  const leaves: ExamNode[] = [];
  for (let at = 0; at < codes.length; at += MAX_LISTED) {
    leaves.push({
      kind: "diagnosis",
      codes: codes.slice(at, at + MAX_LISTED),
      rule: { at: "exam" },
      status: "present",
    });
  }
  const [only] = leaves;
  return leaves.length === 1 && only ? only : { kind: "or", of: leaves };
}

function diagnosisClause(key: string, { groups, roots }: ValueNames): ExamNode {
  const not = (of: ExamNode): ExamNode => ({ kind: "not", of });
  const control: ExamNode = { kind: "control", projects: [] };
  if (key === CONTROL) return control;
  if (key === NONE) return all([not(present(roots)), not(control)]);
  if (key === OTHER_DIAGNOSIS) return all([present(roots), not(present(groups))]);
  return present([key]);
}

function ageClause(key: string): ExamNode {
  const known = (min: number, max: number): ExamNode => ({ kind: "age", min, max });
  if (key === UNKNOWN) return { kind: "not", of: known(0, MAX_AGE_YEARS) };
  const from = Number(key);
  return known(from, Math.min(MAX_AGE_YEARS, from + 9));
}

function protocolClause(key: string): ExamNode {
  const judged = (codes: string[]): ExamNode => ({ kind: "protocol", codes, verdicts: [], whole: null });
  return key === NONE ? { kind: "not", of: judged([]) } : judged([key]);
}

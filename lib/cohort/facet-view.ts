import {
  FIELD_STRENGTHS,
  MANUFACTURERS,
  MAX_AGE_YEARS,
  MAX_VISITS_ASKED,
  parseRoleToken,
  parseScannerToken,
  SEXES,
  VERDICTS,
} from "@/lib/catalogue/search-query";
import { EVERYTHING, type Criteria, type ExamNode, type SeriesLeaf, type SeriesNode } from "./criteria";

// The simple case of a question, as facets: the clauses of the root that facets can make. The tree is the only state;
// the facets are read from it and change it. Browser-safe.
//
// Several roles or maps must all be found in the same exam (a series group each); several values of another facet are
// alternatives. The verdicts are asked of each of these series, by the protocols of the facet; of some series where no
// role and no map is chosen. `visits` counts the visits that answer everything else, so its group repeats the other
// clauses and follows them when they change.

export const COHORT_FACETS = [
  "diagnosis",
  "control",
  "role",
  "map",
  "protocol",
  "verdict",
  "site",
  "scanner",
  "field",
  "age",
  "sex",
  "visits",
] as const;
export type CohortFacet = (typeof COHORT_FACETS)[number];

type Leaf<K extends ExamNode["kind"]> = Extract<ExamNode, { kind: K }>;
type SeriesGroup = Leaf<"series">;
type VerdictLeaf = Extract<SeriesLeaf, { kind: "verdict" }>;

/** One exam clause of each kind is a facet's; a second one of the same kind belongs to the tree alone. */
const isKind =
  <K extends ExamNode["kind"]>(kind: K) =>
  (node: ExamNode): node is Leaf<K> =>
    node.kind === kind;
const isWho = (node: ExamNode): node is Leaf<"diagnosis"> | Leaf<"control"> =>
  (node.kind === "diagnosis" && node.status === "present") ||
  (node.kind === "control" && node.projects.length === 0);
/** Patients, controls, or both as alternatives. */
const isWhoClause = (node: ExamNode) =>
  isWho(node) ||
  (node.kind === "or" &&
    node.of.length === 2 &&
    node.of.every(isWho) &&
    node.of.filter(isKind("control")).length === 1);
const isProtocol = (node: ExamNode): node is Leaf<"protocol"> =>
  node.kind === "protocol" && node.codes.length > 0 && node.verdicts.length === 0 && node.whole === null;

const FINDERS: Partial<Record<CohortFacet, (node: ExamNode) => boolean>> = {
  diagnosis: isWhoClause,
  control: isWhoClause,
  protocol: isProtocol,
  site: isKind("site"),
  scanner: isKind("scanner"),
  field: isKind("field"),
  age: isKind("age"),
  sex: isKind("sex"),
};

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);
const sameSet = (a: readonly string[], b: readonly string[]) => same([...a].sort(), [...b].sort());

/** The clauses of the root, the group of the facet `visits` set apart. */
export interface Parts {
  clauses: ExamNode[];
  visits: number;
}

export function partsOf({ root }: Criteria): Parts {
  const all = root.kind === "and" ? root.of : [root];
  for (const group of all) {
    if (group.kind !== "visits") continue;
    const rest = all.filter((clause) => clause !== group);
    const repeated = group.of.kind === "and" ? group.of.of : [group.of];
    if (same(rest, repeated)) return { clauses: rest, visits: group.atLeast };
  }
  return { clauses: all, visits: 1 };
}

function criteriaWith({ clauses, visits }: Parts): Criteria {
  const counted: ExamNode[] =
    visits > 1 ? [{ kind: "visits", atLeast: visits, of: { kind: "and", of: clauses } }] : [];
  return { ...EVERYTHING, root: { kind: "and", of: [...clauses, ...counted] } };
}

/** The leaves of a series group that is a plain conjunction; null for any other clause. */
function leavesOf(node: ExamNode): SeriesLeaf[] | null {
  if (node.kind !== "series") return null;
  const parts: SeriesNode[] = node.of.kind === "and" ? node.of.of : [node.of];
  const leaves = parts.filter((part) => part.kind !== "and" && part.kind !== "or" && part.kind !== "not");
  return leaves.length === parts.length ? leaves : null;
}

interface Asked {
  /** Null for a group that asks for a verdict alone. */
  facet: "role" | "map" | null;
  token: string;
  verdict: VerdictLeaf | null;
  /** Asks for nothing that the facets do not show. */
  plain: boolean;
}

/** What a series group asks for in the words of the facets; null when these have none for it. */
export function askedBy(node: ExamNode): Asked | null {
  const leaves = leavesOf(node);
  if (!leaves) return null;
  const named = leaves.filter((leaf) => leaf.kind === "role" || leaf.kind === "map");
  const verdicts = leaves.filter((leaf) => leaf.kind === "verdict");
  const dimensions = leaves.filter((leaf) => leaf.kind === "dimension");
  const [name] = named;
  const [verdict = null] = verdicts;
  if (named.length > 1 || verdicts.length > 1 || dimensions.length > 1) return null;
  if (!name) return verdict && leaves.length === 1 ? { facet: null, token: "", verdict, plain: true } : null;
  const [value, ...others] = name.values;
  if (value === undefined || others.length > 0) return null;
  const is3D = name.kind === "role" && dimensions[0]?.value === "3D";
  return {
    facet: name.kind,
    token: is3D ? `${value}.3D` : value,
    verdict,
    plain: leaves.length === 1 + Number(is3D) + verdicts.length,
  };
}

function groupOf(leaves: SeriesLeaf[]): SeriesGroup {
  const [only, ...others] = leaves;
  return { kind: "series", of: only && others.length === 0 ? only : { kind: "and", of: leaves } };
}

/** The series group that asks for a role ("FLAIR.3D") or a map. */
function askedGroup(facet: "role" | "map", token: string, verdict: VerdictLeaf | null): SeriesGroup {
  const leaves: SeriesLeaf[] = [];
  if (facet === "map") leaves.push({ kind: "map", values: [token] });
  else {
    const { role, is3D } = parseRoleToken(token);
    leaves.push({ kind: "role", values: [role] });
    if (is3D) leaves.push({ kind: "dimension", value: "3D" });
  }
  return groupOf(verdict ? [...leaves, verdict] : leaves);
}

export const protocolsOf = (clauses: ExamNode[]) => clauses.find(isProtocol)?.codes ?? [];

/** The verdict that every series of the facets is asked for; null when they are asked for none, or for different ones. */
export function commonVerdict(clauses: ExamNode[]): VerdictLeaf | null {
  const asked = clauses.map(askedBy).filter((one) => one !== null);
  const [first] = asked;
  return first?.verdict && asked.every((one) => same(one.verdict, first.verdict)) ? first.verdict : null;
}

/** Every series of the facets with this verdict asked of it instead of its own. */
function withVerdict(clauses: ExamNode[], verdict: VerdictLeaf | null): ExamNode[] {
  const changed = clauses.flatMap((clause): ExamNode[] => {
    const leaves = askedBy(clause) && leavesOf(clause);
    if (!leaves) return [clause];
    const rest = leaves.filter((leaf) => leaf.kind !== "verdict");
    const next = verdict && rest.length > 0 ? [...rest, verdict] : rest;
    return next.length > 0 ? [groupOf(next)] : [];
  });
  const asksSeries = changed.some((clause) => askedBy(clause) !== null);
  return verdict && !asksSeries ? [...changed, groupOf([verdict])] : changed;
}

/** A clause in the place of the facet's own; at the end when it has none; none in its place when null. */
function withClause(
  clauses: ExamNode[],
  isOwn: (node: ExamNode) => boolean,
  clause: ExamNode | null,
): ExamNode[] {
  const index = clauses.findIndex(isOwn);
  const put = clause ? [clause] : [];
  return index < 0 ? [...clauses, ...put] : clauses.toSpliced(index, 1, ...put);
}

function whoOf(clauses: ExamNode[]): { diagnosis: Leaf<"diagnosis"> | null; control: boolean } {
  const clause = clauses.find(isWhoClause);
  const parts = clause?.kind === "or" ? clause.of : clause ? [clause] : [];
  return { diagnosis: parts.find(isKind("diagnosis")) ?? null, control: parts.some(isKind("control")) };
}

function withWho(clauses: ExamNode[], diagnosis: Leaf<"diagnosis"> | null, control: boolean): ExamNode[] {
  const parts: ExamNode[] = [
    ...(diagnosis ? [diagnosis] : []),
    ...(control ? [{ kind: "control" as const, projects: [] }] : []),
  ];
  const [only, other] = parts;
  return withClause(clauses, isWhoClause, other ? { kind: "or", of: parts } : (only ?? null));
}

const toggledValue = <T>(values: readonly T[], value: T) =>
  values.includes(value) ? values.filter((one) => one !== value) : [...values, value];

const ageToken = ({ min, max }: { min: number | null; max: number | null }) =>
  `${String(min ?? "")},${String(max ?? "")}`;

/** The values of a facet that the question asks for, as its tokens; ages are one token "20,40", "20," or ",40". */
export function chosenValues(criteria: Criteria, facet: CohortFacet): string[] {
  const { clauses, visits } = partsOf(criteria);
  switch (facet) {
    case "diagnosis":
      return whoOf(clauses).diagnosis?.codes ?? [];
    case "control":
      return whoOf(clauses).control ? ["control"] : [];
    case "role":
    case "map":
      return clauses.flatMap((clause) => {
        const asked = askedBy(clause);
        return asked?.facet === facet ? [asked.token] : [];
      });
    case "verdict":
      return commonVerdict(clauses)?.values ?? [];
    case "protocol":
      return protocolsOf(clauses);
    case "visits":
      return visits > 1 ? [String(visits)] : [];
    case "site":
      return clauses.find(isKind("site"))?.codes ?? [];
    case "scanner":
      return (clauses.find(isKind("scanner"))?.of ?? []).map(({ manufacturer, model }) =>
        model === null ? manufacturer : `${manufacturer}~${model}`,
      );
    case "field":
      return (clauses.find(isKind("field"))?.tesla ?? []).map(String);
    case "sex":
      return clauses.find(isKind("sex"))?.values ?? [];
    case "age": {
      const age = clauses.find(isKind("age"));
      return age ? [ageToken(age)] : [];
    }
  }
}

function toggledRole(clauses: ExamNode[], facet: "role" | "map", token: string): ExamNode[] {
  const isOwn = (clause: ExamNode) => {
    const asked = askedBy(clause);
    return asked?.facet === facet && asked.token === token;
  };
  const verdict = commonVerdict(clauses);
  if (clauses.some(isOwn)) {
    const rest = clauses.filter((clause) => !isOwn(clause));
    return verdict ? withVerdict(rest, verdict) : rest;
  }
  // A group that asked for the verdict alone gives way to the series that now bears it.
  const rest = clauses.filter((clause) => askedBy(clause)?.facet !== null);
  return [...rest, askedGroup(facet, token, verdict)];
}

function toggledProtocol(clauses: ExamNode[], code: string): ExamNode[] {
  const before = protocolsOf(clauses);
  const codes = toggledValue(before, code);
  const leaf = { kind: "protocol" as const, codes, verdicts: [], whole: null };
  const changed = withClause(clauses, isProtocol, codes.length > 0 ? leaf : null);
  const verdict = commonVerdict(changed);
  return verdict && sameSet(verdict.protocols, before)
    ? withVerdict(changed, { ...verdict, protocols: codes })
    : changed;
}

function toggledVerdict(clauses: ExamNode[], value: string): ExamNode[] {
  const known = VERDICTS.find((one) => one === value);
  if (!known) return clauses;
  const common = commonVerdict(clauses);
  const values = toggledValue(common?.values ?? [], known);
  const protocols = common?.protocols ?? protocolsOf(clauses);
  return withVerdict(clauses, values.length > 0 ? { kind: "verdict", values, protocols } : null);
}

function toggledAge(clauses: ExamNode[], value: string): ExamNode[] {
  const [min = null, max = null] = value
    .split(",")
    .map((part) => (/^\d{1,2}$/.test(part) ? Math.min(Number(part), MAX_AGE_YEARS) : null));
  const own = clauses.find(isKind("age"));
  const isNone = (min === null && max === null) || (min !== null && max !== null && min > max);
  const chosen = isNone || (own && same([own.min, own.max], [min, max]));
  return withClause(clauses, isKind("age"), chosen ? null : { kind: "age", min, max });
}

function toggledClauses(clauses: ExamNode[], facet: CohortFacet, value: string): ExamNode[] {
  const list = <T>(isOwn: (node: ExamNode) => boolean, values: T[], clause: (values: T[]) => ExamNode) =>
    withClause(clauses, isOwn, values.length > 0 ? clause(values) : null);
  switch (facet) {
    case "diagnosis": {
      const { diagnosis, control } = whoOf(clauses);
      const codes = toggledValue(diagnosis?.codes ?? [], value);
      const rule = diagnosis?.rule ?? { at: "exam" };
      const leaf = { kind: "diagnosis" as const, codes, rule, status: "present" as const };
      return withWho(clauses, codes.length > 0 ? leaf : null, control);
    }
    case "control": {
      const { diagnosis, control } = whoOf(clauses);
      return withWho(clauses, diagnosis, !control);
    }
    case "role":
    case "map":
      return toggledRole(clauses, facet, value);
    case "protocol":
      return toggledProtocol(clauses, value);
    case "verdict":
      return toggledVerdict(clauses, value);
    case "age":
      return toggledAge(clauses, value);
    case "site": {
      const codes = toggledValue(clauses.find(isKind("site"))?.codes ?? [], value);
      return list(isKind("site"), codes, (of) => ({ kind: "site", codes: of }));
    }
    case "sex": {
      const sex = SEXES.find((one) => one === value);
      const own = clauses.find(isKind("sex"))?.values ?? [];
      return list(isKind("sex"), sex ? toggledValue(own, sex) : own, (values) => ({ kind: "sex", values }));
    }
    case "field": {
      const own = clauses.find(isKind("field"))?.tesla ?? [];
      const tesla = FIELD_STRENGTHS.find((one) => String(one.nominalTesla) === value)?.nominalTesla;
      const asked = tesla ?? Number(value);
      const known = Number.isFinite(asked) && asked > 0 && asked <= 20;
      return list(isKind("field"), known ? toggledValue(own, asked) : own, (of) => ({
        kind: "field",
        tesla: of,
      }));
    }
    case "scanner": {
      const own = clauses.find(isKind("scanner"))?.of ?? [];
      const token = parseScannerToken(value);
      const manufacturer = MANUFACTURERS.find((one) => one === token.manufacturer);
      if (!manufacturer) return clauses;
      const { model } = token;
      const rest = own.filter((one) => one.manufacturer !== manufacturer || one.model !== model);
      const of = rest.length < own.length ? rest : [...own, { manufacturer, model }];
      return list(isKind("scanner"), of, (models) => ({ kind: "scanner", of: models }));
    }
    case "visits":
      return clauses;
  }
}

/** The question with one value of a facet chosen, or no more; a value that means nothing changes nothing. */
export function toggleFacetValue(criteria: Criteria, facet: CohortFacet, value: string): Criteria {
  const parts = partsOf(criteria);
  if (facet !== "visits") {
    return criteriaWith({ ...parts, clauses: toggledClauses(parts.clauses, facet, value) });
  }
  const asked = /^\d$/.test(value) ? Math.min(Number(value), MAX_VISITS_ASKED) : 1;
  return criteriaWith({ ...parts, visits: asked === parts.visits ? 1 : asked });
}

/** The question without what one facet asks for; the facet's counts are taken of it. */
export function withoutFacet(criteria: Criteria, facet: CohortFacet): Criteria {
  const parts = partsOf(criteria);
  const { clauses } = parts;
  if (facet === "visits") return criteriaWith({ ...parts, visits: 1 });
  if (facet === "verdict") return criteriaWith({ ...parts, clauses: withVerdict(clauses, null) });
  if (facet === "role" || facet === "map") {
    const verdict = commonVerdict(clauses);
    const rest = clauses.filter((clause) => askedBy(clause)?.facet !== facet);
    return criteriaWith({ ...parts, clauses: verdict ? withVerdict(rest, verdict) : rest });
  }
  if (facet === "diagnosis" || facet === "control") {
    return criteriaWith({ ...parts, clauses: withClause(clauses, isWhoClause, null) });
  }
  const chosen = chosenValues(criteria, facet);
  if (facet === "protocol") {
    const rest = chosen.reduce(toggledProtocol, clauses);
    return criteriaWith({ ...parts, clauses: rest });
  }
  return criteriaWith({ ...parts, clauses: withClause(clauses, FINDERS[facet] ?? (() => false), null) });
}

/** Whether the facets show the whole question: what they show of another is true, but not all of it. */
export function isSimple(criteria: Criteria): boolean {
  const { clauses } = partsOf(criteria);
  const verdict = commonVerdict(clauses);
  const who = clauses.filter(isWhoClause);
  const rule = whoOf(clauses).diagnosis?.rule.at ?? "exam";
  const tokens = clauses
    .map(askedBy)
    .flatMap((asked) => (asked ? [`${String(asked.facet)}:${asked.token}`] : []));
  if (who.length > 1 || rule !== "exam" || new Set(tokens).size < tokens.length) return false;
  if (verdict && !sameSet(verdict.protocols, protocolsOf(clauses))) return false;
  const owned = Object.values(FINDERS);
  return clauses.every((clause, index) => {
    const asked = askedBy(clause);
    if (asked) return asked.plain && same(asked.verdict, verdict);
    const isOwn = owned.find((finds) => finds(clause));
    return isOwn !== undefined && clauses.findIndex(isOwn) === index;
  });
}

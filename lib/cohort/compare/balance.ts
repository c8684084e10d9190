import { mean, sampleStandardDeviation } from "simple-statistics";
import { perturbCount } from "@/lib/catalogue/perturb-count";
import { SEXES } from "@/lib/catalogue/search-query";
import type { ShownCount, ThreeCounts } from "@/lib/catalogue/search-result";
import { CONTROL, NONE } from "../overlap/overlap";
import type { DensityPlot, Described, NumberLine, Region, ShareLine, ShareValue } from "./comparison";
import { densitiesOf, quantile } from "./density";
import {
  binaryDifference,
  continuousDifference,
  multinomialDifference,
  type StandardisedDifference,
} from "./standardised-difference";

// The balance of cohorts from their subjects. Pure.

/** A subject of one cohort. */
export interface Member {
  /** Place of the cohort. */
  cohort: number;
  subjectId: string;
  countKey: string;
  sex: string;
  exams: number;
  series: number;
  visits: number;
  /** Mean of the days between successive dated visits; null for a single one. */
  intervalDays: number | null;
  /** At the first exam, undated ones after all others. */
  age: number | null;
  /** "" where it is not known; so scannerId. */
  field: string;
  scannerId: string;
  site: string;
  /** Which of the asked diagnoses hold at the first exam. */
  codes: readonly string[];
  /** Some diagnosis holds at the first exam. */
  diagnosed: boolean;
  control: boolean;
  scores: Readonly<Record<string, number>>;
  /** Exams of the subject by the cohorts that hold them (a bit for each place). */
  examsByCohorts: Readonly<Record<string, number>>;
}

/** Scores that are compared: those of most subjects. */
const MOST_SCORES = 8;
/** Values of one line that are named. */
const MOST_VALUES = 40;

/** A number of subjects, or of things of theirs, as the reader may be told. */
function shown(members: readonly Member[], exact: boolean, counted?: (member: Member) => number): ShownCount {
  const number = counted ? members.reduce((sum, member) => sum + counted(member), 0) : members.length;
  if (exact) return number;
  const keySum = members.reduce((sum, { countKey }) => sum + BigInt(countKey), 0n);
  const ofCounted = (member: Member) => BigInt(counted ? counted(member) : 1) * BigInt(member.countKey);
  const countedKeySum = members.reduce((sum, member) => sum + ofCounted(member), 0n);
  return perturbCount(String(keySum), String(countedKeySum));
}

/** The members of each cohort. */
export function byCohort(members: readonly Member[], cohorts: number): Member[][] {
  return Array.from({ length: cohorts }, (_, at) => members.filter(({ cohort }) => cohort === at));
}

export function countsOf(members: readonly Member[], exact: boolean): ThreeCounts {
  return {
    subjects: shown(members, exact),
    exams: shown(members, exact, ({ exams }) => exams),
    series: shown(members, exact, ({ series }) => series),
  };
}

type Valued = {
  variable: NumberLine["variable"];
  name: string | null;
  of: (member: Member) => number | null;
};

function numbersOf(groups: readonly (readonly Member[])[]): Valued[] {
  const subjects = new Map<string, number>();
  for (const { scores } of groups.flat()) {
    for (const name of Object.keys(scores)) subjects.set(name, (subjects.get(name) ?? 0) + 1);
  }
  const names = [...subjects]
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, MOST_SCORES)
    .map(([name]) => name);
  return [
    { variable: "age", name: null, of: ({ age }) => age },
    { variable: "visits", name: null, of: ({ visits }) => visits },
    { variable: "interval", name: null, of: ({ intervalDays }) => intervalDays },
    ...names.map((name): Valued => ({ variable: "score", name, of: ({ scores }) => scores[name] ?? null })),
  ];
}

function known(group: readonly Member[], of: Valued["of"]): number[] {
  return group.map(of).filter((value) => value !== null);
}

function describe(group: readonly Member[], of: Valued["of"]): Described {
  const values = known(group, of).sort((a, b) => a - b);
  const n = values.length;
  return {
    ...{ n, missing: group.length - n },
    mean: n > 0 ? mean(values) : null,
    sd: n > 1 ? sampleStandardDeviation(values) : null,
    median: n > 0 ? quantile(values, 0.5) : null,
  };
}

/** Of each group to the first one. */
function toFirst<T>(
  groups: readonly T[],
  difference: (one: T, first: T) => StandardisedDifference,
): StandardisedDifference[] {
  const [first] = groups;
  return groups.map((group, at) => (at === 0 || first === undefined ? null : difference(group, first)));
}

/** Means, spreads and medians of each cohort; only for whoever may see the rows. */
export function numberLines(groups: readonly (readonly Member[])[]): NumberLine[] {
  return numbersOf(groups).map(({ variable, name, of }) => {
    const described = groups.map((group) => describe(group, of));
    const differences = toFirst(described, (one, first) =>
      one.mean === null || first.mean === null
        ? null
        : continuousDifference({ ...one, mean: one.mean }, { ...first, mean: first.mean }),
    );
    return { variable, name, byCohort: described, differences };
  });
}

/** Densities of the ages and of each score; only for whoever may see the rows. */
export function densityPlots(groups: readonly (readonly Member[])[]): DensityPlot[] {
  return numbersOf(groups).flatMap(({ variable, name, of }): DensityPlot[] => {
    if (variable !== "age" && variable !== "score") return [];
    const values = groups.map((group) => known(group, of));
    // Nobody is younger than nought; a score may be below it.
    const densities = densitiesOf(values, variable === "age" ? 0 : undefined);
    return densities ? [{ variable, name, ...densities }] : [];
  });
}

const KEYS = {
  sex: ({ sex }: Member) => (sex === "unknown" ? "" : sex),
  site: ({ site }: Member) => site,
  scanner: ({ scannerId }: Member) => scannerId,
  field: ({ field }: Member) => field,
};

export type NameOf = (variable: ShareLine["variable"], key: string) => ShareValue["labels"];

/**
 * How many subjects of each cohort have which value.
 * @param codes diagnoses that stand as values; a subject may have several, and controls may have some too
 */
export function shareLines(
  groups: readonly (readonly Member[])[],
  codes: readonly string[],
  nameOf: NameOf,
  exact: boolean,
): ShareLine[] {
  return [
    exclusive("sex", groups, nameOf, exact),
    diagnoses(groups, codes, nameOf, exact),
    ...(["site", "scanner", "field"] as const).map((one) => exclusive(one, groups, nameOf, exact)),
  ];
}

function exclusive(
  variable: keyof typeof KEYS,
  groups: readonly (readonly Member[])[],
  nameOf: NameOf,
  exact: boolean,
): ShareLine {
  const keyOf = KEYS[variable];
  const keys = [...new Set(groups.flat().map(keyOf))].filter((key) => key !== "");
  const having = (key: string) => groups.map((group) => group.filter((member) => keyOf(member) === key));
  const values = keys.map((key) => valueOf(variable, key, having(key), nameOf, exact));
  const counts = groups.map((group) =>
    keys.map((key) => group.filter((member) => keyOf(member) === key).length),
  );
  return {
    variable,
    values: told(inOrder(variable, values)),
    missing: having("").map((members) => shown(members, exact)),
    known: exact ? groups.map((group) => group.filter((member) => keyOf(member) !== "").length) : null,
    differences: exact ? toFirst(counts, multinomialDifference) : null,
  };
}

function diagnoses(
  groups: readonly (readonly Member[])[],
  codes: readonly string[],
  nameOf: NameOf,
  exact: boolean,
): ShareLine {
  const has = (key: string) => (member: Member) =>
    key === CONTROL
      ? member.control
      : key === NONE
        ? !member.control && !member.diagnosed
        : member.codes.includes(key);
  const values = [...codes, CONTROL, NONE].map((key) => {
    const having = groups.map((group) => group.filter(has(key)));
    const shares = groups.map((group, at) => ({ count: having[at]?.length ?? 0, total: group.length }));
    const value = valueOf("diagnosis", key, having, nameOf, exact);
    return { ...value, differences: exact ? toFirst(shares, binaryDifference) : null };
  });
  return {
    variable: "diagnosis",
    values: exact ? values : told(values),
    missing: groups.map(() => 0),
    known: exact ? groups.map((group) => group.length) : null,
    differences: null,
  };
}

function valueOf(
  variable: ShareLine["variable"],
  key: string,
  having: readonly (readonly Member[])[],
  nameOf: NameOf,
  exact: boolean,
): ShareValue {
  const counts = having.map((members) => shown(members, exact));
  return { key, labels: nameOf(variable, key), byCohort: counts, differences: null };
}

/** Without a value that too few subjects of every cohort have: that it exists would tell something. */
function told(values: ShareValue[]): ShareValue[] {
  return values.filter(({ byCohort: counts }) => counts.some((count) => count !== "below-11" && count > 0));
}

function inOrder(variable: ShareLine["variable"], values: ShareValue[]): ShareValue[] {
  const size = ({ byCohort: counts }: ShareValue) =>
    counts.reduce<number>((sum, count) => sum + (count === "below-11" ? 0 : count), 0);
  const place = ({ key }: ShareValue) =>
    variable === "sex" ? SEXES.findIndex((sex) => sex === key) : variable === "field" ? Number(key) : 0;
  return values
    .sort((a, b) => place(a) - place(b) || size(b) - size(a) || (a.key < b.key ? -1 : 1))
    .slice(0, MOST_VALUES);
}

/** Who is in which of the cohorts, and in no other. */
export function regionsOf(members: readonly Member[], cohorts: number, exact: boolean): Region[] {
  const subjects = new Map<string, { mask: number; member: Member }>();
  for (const member of members) {
    const before = subjects.get(member.subjectId);
    subjects.set(member.subjectId, { mask: (before?.mask ?? 0) | (1 << member.cohort), member });
  }
  const all = [...subjects.values()];
  return Array.from({ length: 2 ** cohorts - 1 }, (_, at): Region => {
    const mask = at + 1;
    const inside = all.filter((one) => one.mask === mask).map(({ member }) => member);
    const ofExams = ({ examsByCohorts }: Member) => examsByCohorts[mask] ?? 0;
    const holding = all.map(({ member }) => member).filter((member) => ofExams(member) > 0);
    return {
      within: Array.from({ length: cohorts }, (__, bit) => (mask & (1 << bit)) !== 0),
      subjects: shown(inside, exact),
      exams: shown(holding, exact, ofExams),
    };
  });
}

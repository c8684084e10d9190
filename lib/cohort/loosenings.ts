import { MAX_AGE_YEARS } from "@/lib/catalogue/search-query";
import type { ShownCount } from "@/lib/catalogue/search-result";
import { shownWeight } from "@/lib/catalogue/shown-counts";
import type { Loosening, NodePath } from "./answer";
import { canonicalJson } from "./canonical";
import { inTreeOrder } from "./clauses";
import {
  childrenOf,
  MEAN_MONTH_DAYS,
  type Criteria,
  type CriteriaNode,
  type ExamLeaf,
  type PairNode,
  type SeriesLeaf,
} from "./criteria";
import { removeAt, replaceAt } from "./edit";

// Changes of one part of a question that can only let more in. Nothing under a `not` is touched: there, to let more in
// is to let less out.

/** A change that may yield subjects, and how much it changes: the smaller, the rather it is offered. */
export interface LooseningStep extends Omit<Loosening, "subjects"> {
  cost: number;
  /** Of the steps of one family only the smallest that yields subjects is worth telling. */
  family: string;
}

/** So many steps at most are counted. */
export const MAX_STEPS_TRIED = 40;
const MAX_TOLD = 6;

type Change = Loosening["change"];
type Range = { min: number | null; max: number | null };
type NumberLeaf = Extract<SeriesLeaf, { kind: "number" }>;

const INTERVAL_MONTHS = [1, 2, 3, 6, 12];
const MOST_INTERVAL = 40_000;
const NEAREST_DAYS = [30, 90, 180, 365, 730, 1825];
const AGE_YEARS = [1, 2, 5, 10];
/** Of the greater bound of a range. */
const RANGE_SHARES = [0.1, 0.25, 0.5];
const WHOLE_NUMBERS: readonly NumberLeaf["name"][] = ["directionCount", "volumeCount", "bValueSPerMm2"];
const MOST = 1e9;
/** To drop a part changes more than any widening; a whole clause more than a part of a series group. */
const DROP_PART_COST = 20;
const DROP_CLAUSE_COST = 21;

/** Every step, the smallest change first and then in the order of the tree. */
export function looseningSteps(criteria: Criteria): LooseningStep[] {
  const steps: LooseningStep[] = [];
  const add = (path: NodePath, change: Change, cost: number, changed: Criteria | null) => {
    if (changed)
      steps.push({ path, criteria: changed, change, cost, family: `${change.kind}@${path.join(".")}` });
  };
  const visit = (node: CriteriaNode, path: NodePath, parent: CriteriaNode | null, inSeries: boolean) => {
    if (parent?.kind === "and" || (path.length === 0 && node.kind !== "and")) {
      const cost = inSeries ? DROP_PART_COST : DROP_CLAUSE_COST;
      add(path, { kind: "dropped" }, cost, removeAt(criteria, path));
    }
    // At the end of its scale a step changes nothing more.
    const seen = new Set([canonicalJson(node)]);
    widened(node).forEach(({ change, node: wider }, index) => {
      const json = canonicalJson(wider);
      if (!seen.has(json)) add(path, change, index, replaceAt(criteria, path, wider));
      seen.add(json);
    });
    if (node.kind === "not") return;
    childrenOf(node).forEach((child, index) => {
      visit(child, [...path, index], node, inSeries || node.kind === "series");
    });
  };
  visit(criteria.root, [], null, false);
  return steps.sort((a, b) => a.cost - b.cost);
}

/**
 * What is told of the steps that yield subjects: the smallest change of each part, ordered by how little it changes,
 * then by how many it yields as shown.
 */
export function smallestYielding(
  yielding: readonly { step: LooseningStep; subjects: ShownCount }[],
): Loosening[] {
  const ordered = [...yielding].sort(
    (a, b) =>
      a.step.cost - b.step.cost ||
      shownWeight(b.subjects) - shownWeight(a.subjects) ||
      inTreeOrder(a.step.path, b.step.path),
  );
  const families = new Set<string>();
  return ordered
    .filter(({ step }) => !families.has(step.family) && families.add(step.family))
    .slice(0, MAX_TOLD)
    .map(({ step: { path, criteria, change }, subjects }) => ({ path, criteria, change, subjects }));
}

/** Wider forms of one node, the nearest first. */
function widened(node: CriteriaNode): { change: Change; node: CriteriaNode }[] {
  switch (node.kind) {
    case "pair":
      return INTERVAL_MONTHS.map((months) => widerPair(node, months));
    case "diagnosis":
      return node.rule.at === "nearest" ? widerDays(node, node.rule.days) : [];
    case "score":
      return [
        ...(node.rule.at === "nearest" ? widerDays(node, node.rule.days) : []),
        ...RANGE_SHARES.map((share) => widerRange(node, shareOf(node, share))),
      ];
    case "age":
      return AGE_YEARS.map((years) => {
        const range = {
          min: node.min === null ? null : Math.max(0, node.min - years),
          max: node.max === null ? null : Math.min(MAX_AGE_YEARS, node.max + years),
        };
        return { change: { kind: "range", ...range }, node: { ...node, ...range } };
      });
    case "number":
      return RANGE_SHARES.map((share) => {
        const step = shareOf(node, share);
        return widerRange(node, WHOLE_NUMBERS.includes(node.name) ? Math.ceil(step) : step);
      });
    case "verdict":
      return node.values.includes("compliant") && !node.values.includes("minor")
        ? [{ change: { kind: "minor-too" }, node: { ...node, values: [...node.values, "minor"] } }]
        : [];
    case "protocol":
      return node.verdicts.includes("compliant") && !node.verdicts.includes("minor")
        ? [{ change: { kind: "minor-too" }, node: { ...node, verdicts: [...node.verdicts, "minor"] } }]
        : [];
    default:
      return [];
  }
}

/** An interval in years is widened in months, and hence said in months. */
function widerPair(node: PairNode, months: number): { change: Change; node: CriteriaNode } {
  const { unit } = node.interval;
  const by = unit === "day" ? Math.round(months * MEAN_MONTH_DAYS) : months;
  const inUnit = unit === "day" ? ("day" as const) : ("month" as const);
  const scale = unit === "year" ? 12 : 1;
  const interval = {
    min: Math.max(0, node.interval.min * scale - by),
    max: Math.min(MOST_INTERVAL, node.interval.max * scale + by),
    unit: inUnit,
  };
  return { change: { kind: "interval", by, unit: inUnit }, node: { ...node, interval } };
}

function widerDays(
  node: Extract<ExamLeaf, { kind: "diagnosis" | "score" }>,
  days: number,
): { change: Change; node: CriteriaNode }[] {
  return NEAREST_DAYS.filter((to) => to > days).map((to) => ({
    change: { kind: "days", to },
    node: { ...node, rule: { at: "nearest", days: to } },
  }));
}

function shareOf({ min, max }: Range, share: number): number {
  const greater = Math.max(Math.abs(min ?? 0), Math.abs(max ?? 0));
  return (greater === 0 ? 1 : greater) * share;
}

/** A bound that was not negative stays so: no parameter and no score falls below zero. */
function widerRange<N extends Range & CriteriaNode>(
  node: N,
  by: number,
): { change: Change; node: CriteriaNode } {
  const short = (value: number) => Number(value.toPrecision(3));
  const lower = (min: number) => Math.max(min < 0 ? -MOST : 0, Math.min(min, short(min - by)));
  const range = {
    min: node.min === null ? null : lower(node.min),
    max: node.max === null ? null : Math.min(MOST, Math.max(node.max, short(node.max + by))),
  };
  return { change: { kind: "range", ...range }, node: { ...node, ...range } };
}

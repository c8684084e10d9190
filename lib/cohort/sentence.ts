import { canonicalCriteria, canonicalJson } from "./canonical";
import type { Criteria, ExamLeaf, ExamNode, PairNode } from "./criteria";
import {
  all,
  any,
  bracketed,
  either,
  intervalText,
  nameOf,
  NO_NAMES,
  numberText,
  properName,
  rangeText,
  together,
  type CriteriaNames,
  type CriteriaTranslator,
  type NamedKind,
  type Telling,
} from "./sentence-words";
import { seriesText } from "./series-sentence";

// A question in words, made of its canonical form: equal forms give one sentence, and different forms never the same
// (tested). Lists of values are joined by "or"; conditions by ", and" and ", or", a group within another in brackets, so
// that nothing depends on how it is read. Browser-safe.

/** Conditions of the subject: said together, first. */
const OF_SUBJECT = new Set<ExamNode["kind"]>(["control", "sex", "diagnosis", "age", "score"]);
/** Order in which conditions are said. */
const ORDER: ExamNode["kind"][] = [
  "control",
  "sex",
  "diagnosis",
  "age",
  "score",
  "series",
  "protocol",
  "site",
  "project",
  "scanner",
  "field",
  "visit",
  "subject",
  "or",
  "and",
  "not",
  "pair",
  "visits",
];

type Leaf<K extends ExamLeaf["kind"]> = Extract<ExamLeaf, { kind: K }>;
type Group = Extract<ExamNode, { kind: "and" }>;

const listOf = (telling: Telling, kind: NamedKind, codes: readonly string[]) =>
  either(
    telling.t,
    codes.map((code) => nameOf(telling, kind, code)),
  );

/** French "de" before a vowel or a mute h. */
const ELIDES = /^(?:[aeiouàâäéèêëîïôöûüœæ]|h(?!andicap|ernie|oquet|aut))/iu;

function diagnosisText({ codes, rule, status }: Leaf<"diagnosis">, telling: Telling): string {
  const { t } = telling;
  const labels = codes.map((code) => {
    const label = nameOf(telling, "diagnosis", code);
    return t(ELIDES.test(label) ? "diagnosis.ofVowel" : "diagnosis.of", { label });
  });
  const when =
    rule.at !== "nearest"
      ? t(`diagnosis.${rule.at}`)
      : rule.days === 0
        ? t("diagnosis.sameDay")
        : t("diagnosis.nearest", { count: rule.days });
  return t(`diagnosis.${status}`, { list: either(t, labels), when });
}

function scoreText(leaf: Leaf<"score">, { t }: Telling): string {
  const range = rangeText(t, "range", leaf, (value) => numberText(t, value));
  const name = properName(t, leaf.name);
  if (leaf.rule.at === "ever") return t("score.ever", { name, range });
  return leaf.rule.days === 0
    ? t("score.sameDay", { name, range })
    : t("score.nearest", { name, range, count: leaf.rule.days });
}

function ageText({ min, max }: Leaf<"age">, { t, number }: Telling): string {
  const aged = t(`verb.aged.${number}`);
  if (min === 90 && max === null) return t("age.over89Open", { aged });
  const years = (value: number) => (value === 90 ? t("age.over89") : t("age.years", { count: value }));
  return rangeText(t, "age", { min, max }, years, { aged });
}

function protocolText(leaf: Leaf<"protocol">, telling: Telling): string {
  const { t, number } = telling;
  const judged = t(`verb.judged.${number}`);
  const by =
    leaf.codes.length === 0
      ? t("protocol.any")
      : t("protocol.named", { count: leaf.codes.length, list: listOf(telling, "protocol", leaf.codes) });
  const verdicts = either(
    t,
    leaf.verdicts.map((verdict) =>
      verdict === "minor" || verdict === "major" ? t(`protocol.${verdict}`) : t(`verb.${verdict}.${number}`),
    ),
  );
  const whole = leaf.whole === null ? "" : t(`verb.${leaf.whole}.${number}`);
  if (verdicts === "" && whole === "") return t("protocol.judged", { judged, by });
  const how = verdicts !== "" && whole !== "" ? t("protocol.both", { verdicts, whole }) : verdicts + whole;
  return t("protocol.found", { judged, how, by });
}

function controlText({ projects }: Leaf<"control">, telling: Telling): string {
  const controls = telling.t(`verb.control.${telling.number}`);
  return projects.length === 0
    ? controls
    : telling.t("control.project", {
        controls,
        count: projects.length,
        list: listOf(telling, "project", projects),
      });
}

function leafText(leaf: ExamLeaf, telling: Telling): string {
  const { t, number } = telling;
  const done = () => t(`verb.done.${number}`);
  switch (leaf.kind) {
    case "diagnosis":
      return diagnosisText(leaf, telling);
    case "control":
      return controlText(leaf, telling);
    case "score":
      return scoreText(leaf, telling);
    case "age":
      return ageText(leaf, telling);
    case "protocol":
      return protocolText(leaf, telling);
    case "sex": {
      const list = leaf.values.map((value) => t(`sex.${value}`));
      return t("sex.of", { list: either(t, list) });
    }
    case "site":
      return t("site", { done: done(), list: listOf(telling, "site", leaf.codes) });
    case "project":
      return t("project", {
        kept: t(`verb.kept.${number}`),
        list: listOf(telling, "project", leaf.codes),
      });
    case "scanner": {
      const list = leaf.of.map(({ manufacturer, model }) =>
        model === null
          ? t(`scanner.${manufacturer}`)
          : t("scanner.model", {
              manufacturer: t(`scanner.${manufacturer}`),
              model: properName(t, model),
            }),
      );
      return t("scanner.on", { done: done(), list: either(t, list) });
    }
    case "field": {
      const list = leaf.tesla.map((tesla) => t("field.tesla", { value: numberText(t, tesla) }));
      return t("field.at", { done: done(), list: either(t, list) });
    }
  }
}

const isEverything = (node: ExamNode) => node.kind === "and" && node.of.length === 0;

function pairText(node: PairNode, telling: Telling): string {
  const { t, number } = telling;
  const verb = { first: "followed", second: "preceded", either: "apart" }[node.part];
  const more = [
    node.sameScanner ? t("pair.sameScanner") : "",
    node.bothCompliant ? t("pair.bothCompliant") : "",
    isEverything(node.of)
      ? ""
      : t("pair.bothAre", { text: partText(node.of, { ...telling, number: "many" }) }),
  ];
  return t(`pair.${node.part}`, {
    [verb]: t(`verb.${verb}.${number}`),
    interval: intervalText(t, node.interval),
    more: more.join(""),
  });
}

/** One condition on an exam; a group of several in brackets. */
function partText(node: ExamNode, telling: Telling): string {
  const { t, number } = telling;
  const one: Telling = { ...telling, number: "one" };
  switch (node.kind) {
    case "and":
      return isEverything(node) ? t(`verb.any.${number}`) : bracketed(t, groupText(node.of, telling));
    case "or":
      return node.of.length === 0
        ? t(`verb.such.${number}`)
        : bracketed(t, alternativesText(node.of, telling));
    case "not":
      return node.of.kind === "series"
        ? t("series.without", { text: seriesText(node.of.of, "no", telling) })
        : t(`verb.isNot.${number}`, { text: partText(node.of, telling) });
    case "series":
      return t("series.withOne", { list: seriesText(node.of, "some", telling) });
    case "visit":
    case "subject":
      return t(`scope.${node.kind}`, { text: partText(node.of, one) });
    case "visits":
      return isEverything(node.of)
        ? t("scope.visitsAny", { count: node.atLeast })
        : t("scope.visits", { count: node.atLeast, text: partText(node.of, one) });
    case "pair":
      return pairText(node, telling);
    default:
      return OF_SUBJECT.has(node.kind)
        ? t(`verb.of.${number}`, { text: leafText(node, telling) })
        : leafText(node, telling);
  }
}

const inOrder = (nodes: readonly ExamNode[]) =>
  [...nodes].sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));

/** Whether visits are asked to answer just what stands beside: the facet "visits that answer". */
function repeats(node: ExamNode, siblings: readonly ExamNode[]): boolean {
  if (node.kind !== "visits") return false;
  const rest = siblings.filter((sibling) => sibling !== node);
  const only = rest.length === 1 ? rest[0] : undefined;
  return canonicalJson(node.of) === canonicalJson(only ?? ({ kind: "and", of: rest } satisfies Group));
}

/** Conditions that all hold: those of the subject together, the series of the exam together, then the others. */
function groupText(nodes: readonly ExamNode[], telling: Telling): string {
  const { t, number } = telling;
  const ordered = inOrder(nodes);
  const ofSubject = ordered.flatMap((node) =>
    OF_SUBJECT.has(node.kind) ? [leafText(node as ExamLeaf, telling)] : [],
  );
  const series = ordered.flatMap((node) =>
    node.kind === "series" ? [seriesText(node.of, "some", telling)] : [],
  );
  const others = ordered.filter((node) => !OF_SUBJECT.has(node.kind) && node.kind !== "series");
  return all(t, [
    ...(ofSubject.length > 0 ? [t(`verb.of.${number}`, { text: ofSubject.join(t("join.comma")) })] : []),
    ...(series.length > 0
      ? [t(series.length > 1 ? "series.withMore" : "series.withOne", { list: together(t, series) })]
      : []),
    ...others.map((node) =>
      node.kind === "visits" && repeats(node, nodes)
        ? t("scope.visitsSame", { count: node.atLeast })
        : partText(node, telling),
    ),
  ]);
}

const alternativesText = (nodes: readonly ExamNode[], telling: Telling) =>
  any(
    telling.t,
    inOrder(nodes).map((node) => partText(node, telling)),
  );

/**
 * The question as a sentence that can be read aloud, in the language of the texts.
 * @param t the texts of messages/{fr,en}/criteria.json
 * @param names labels of the codes in the same language
 */
export function sentenceOf(
  criteria: Criteria,
  t: CriteriaTranslator,
  names: CriteriaNames = NO_NAMES,
): string {
  const { root } = canonicalCriteria(criteria);
  const telling: Telling = { t, names, number: "many" };
  if (isEverything(root)) return t("sentence.all");
  if (root.kind === "or" && root.of.length === 0) return t("sentence.none");
  const text =
    root.kind === "and"
      ? groupText(root.of, telling)
      : root.kind === "or"
        ? alternativesText(root.of, telling)
        : partText(root, telling);
  return t("sentence.exams", { text });
}

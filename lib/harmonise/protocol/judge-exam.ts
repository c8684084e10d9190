import type { ProtocolContent } from "./content";
import type { ExamFinding, SeriesFinding, VerdictValue } from "./finding";
import { isJudged } from "./is-judged";
import { judgePair, type PlacedSeries } from "./judge-pairs";
import { judgeSeries, rulesAt, type ScopedRule, worse } from "./judge-series";
import { type MatchedSeries, matchSteps, type StepMatch } from "./match-steps";
import type { ScannerFacts } from "./parameters";

/** A protocol version at one scanner: worked out once, used for all its exams. */
export interface PreparedProtocol {
  content: ProtocolContent;
  scanner: ScannerFacts;
  /** Rules of each step. */
  rules: readonly (readonly ScopedRule[])[];
  /** Roles of the series whose place in the patient it asks for. */
  geometryRoles: ReadonlySet<string>;
}

/** What a protocol version asks at one scanner. */
export function prepareProtocol(content: ProtocolContent, scanner: ScannerFacts): PreparedProtocol {
  return {
    content,
    scanner,
    rules: content.steps.map((step) => rulesAt(step, scanner)),
    geometryRoles: new Set(
      content.pairs.flatMap(({ relation, first, second }) =>
        GEOMETRIC.has(relation)
          ? content.steps.flatMap(({ name, role }) => (name === first || name === second ? [role] : []))
          : [],
      ),
    ),
  };
}

const GEOMETRIC: ReadonlySet<string> = new Set(["sameOrientation", "covers"]);

export interface SeriesVerdict {
  seriesId: string;
  /** Position of the step that it was judged by. */
  step: number;
  value: VerdictValue;
  /** Empty when compliant. */
  findings: SeriesFinding[];
}

export interface ExamVerdict {
  /** Worst of its own findings and its series' verdicts; undetermined where nothing could be judged. */
  value: VerdictValue;
  /** Every required step has as many series as it asks for. */
  isWhole: boolean;
  findings: ExamFinding[];
  series: SeriesVerdict[];
}

/**
 * The verdict on an exam and on its series by one protocol version. Pure; neither the order of series nor that of rules
 * matters. Series that are not judged, and those that no step asks for, get no verdict.
 */
export function judgeExam(series: readonly PlacedSeries[], protocol: PreparedProtocol): ExamVerdict {
  const { content, scanner, rules } = protocol;
  const matched = matchSteps(series.filter(isJudged), content.steps, (one, step) =>
    judgeSeries(one, scanner, rules[step] ?? []),
  );
  const byStep: StepMatch<PlacedSeries>[][] = content.steps.map(() => []);
  for (const match of matched.matches) byStep[match.step]?.push(match);
  const counts = countFindings(content, byStep);
  const order = content.ordered ? orderFindings(byStep) : [];
  const findings: ExamFinding[] = [
    ...counts,
    ...extraFinding(matched),
    ...order,
    ...pairFindings(content, scanner, byStep),
  ];
  let value: VerdictValue = matched.matches.length > 0 ? "compliant" : "undetermined";
  for (const { judgement } of matched.matches) value = worse(value, judgement.value);
  for (const finding of findings) value = worse(value, weightOf(finding));
  return {
    value,
    isWhole: counts.every(
      (finding) => finding.kind !== "missing" || content.steps[finding.step]?.required !== true,
    ),
    findings,
    series: matched.matches.map(({ series: { seriesId }, step, judgement }) => ({
      seriesId,
      step,
      value: judgement.value,
      findings: judgement.findings,
    })),
  };
}

/** What a finding on the exam adds to its verdict: a series more than asked for is no fault. */
function weightOf(finding: ExamFinding): VerdictValue {
  switch (finding.kind) {
    case "missing":
      return finding.severity;
    case "order":
    case "pair":
      return finding.verdict;
    case "repeated":
    case "extra":
      return "compliant";
  }
}

type ByStep = readonly (readonly StepMatch<PlacedSeries>[])[];

/** An optional step that was begun must be finished; one that was not is no finding. */
function countFindings({ steps }: ProtocolContent, byStep: ByStep): ExamFinding[] {
  return steps.flatMap(({ required, count }, step): ExamFinding[] => {
    const present = byStep[step] ?? [];
    if (present.length < count.min && (required || present.length > 0)) {
      const severity = required ? "major" : "minor";
      return [{ kind: "missing", step, present: present.length, wanted: count.min, severity }];
    }
    if (present.length <= count.max) return [];
    return [{ kind: "repeated", step, seriesIds: present.map(({ series }) => series.seriesId) }];
  });
}

function extraFinding({ extra }: MatchedSeries<PlacedSeries>): ExamFinding[] {
  return extra.length > 0 ? [{ kind: "extra", seriesIds: extra.map(({ seriesId }) => seriesId) }] : [];
}

/** The first series of each step must come after the first of the step before it. */
function orderFindings(byStep: ByStep): ExamFinding[] {
  const findings: ExamFinding[] = [];
  let before: { step: number; number: number | null } | null = null;
  byStep.forEach((matches, step) => {
    const [first] = matches;
    if (!first) return;
    const number = first.series.seriesNumber;
    if (before !== null) {
      const isKnown = number !== null && before.number !== null;
      if (!isKnown || number < (before.number ?? 0)) {
        const verdict = isKnown ? "minor" : "undetermined";
        findings.push({ kind: "order", step, after: before.step, verdict });
      }
    }
    before = { step, number };
  });
  return findings;
}

function pairFindings(
  { steps, pairs }: ProtocolContent,
  scanner: ScannerFacts,
  byStep: ByStep,
): ExamFinding[] {
  const seriesOf = (name: string) =>
    (byStep[steps.findIndex((step) => step.name === name)] ?? []).map(({ series }) => series);
  return pairs.flatMap((rule, pair) =>
    judgePair(rule, pair, scanner, seriesOf(rule.first), seriesOf(rule.second)),
  );
}

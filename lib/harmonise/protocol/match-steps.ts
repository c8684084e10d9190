import { bestAssignment } from "./best-assignment";
import type { ProtocolStep } from "./content";
import type { SeriesJudgement } from "./judge-series";
import type { SeriesFacts } from "./parameters";

/** A series and the step that it answers. */
export interface StepMatch<S extends SeriesFacts> {
  series: S;
  /** Position of the step. */
  step: number;
  judgement: SeriesJudgement;
}

/** The series of an exam, by what they are to its protocol; in the order of their numbers. */
export interface MatchedSeries<S extends SeriesFacts> {
  matches: StepMatch<S>[];
  /** Series that no step asks for. */
  extra: S[];
}

/** Whether a series is what a step asks for. What the header does not say speaks neither for nor against it. */
function answers(series: SeriesFacts, step: ProtocolStep): boolean {
  return (
    series.role === step.role &&
    series.map === step.map &&
    series.component === step.component &&
    (step.is3D === undefined || series.is3D === null || series.is3D === step.is3D) &&
    (step.contrastAgent === undefined ||
      series.contrastAgent === "unknown" ||
      series.contrastAgent === step.contrastAgent)
  );
}

/** The order in which series were acquired; the id where numbers say nothing. */
export function bySeriesNumber(a: SeriesFacts, b: SeriesFacts): number {
  const first = a.seriesNumber ?? Number.MAX_SAFE_INTEGER;
  const second = b.seriesNumber ?? Number.MAX_SAFE_INTEGER;
  return first - second || (a.seriesId < b.seriesId ? -1 : a.seriesId > b.seriesId ? 1 : 0);
}

// What weighs in the choice between several steps, each far beyond all that follows: 60 series with 60 rules do not add
// up to the next. The sum stays below 2^53.
const FILLS_REQUIRED = 1e12;
const FILLS_OPTIONAL = 1e10;
const FILLS_MORE = 1e8;
const MAJOR = 1e4;
const MINOR = 100;
const NOT_KNOWN = 1;

/**
 * Which series of an exam answers which step. A series is judged by one step: where several would do, so that most
 * steps are answered, then so that least is wrong; whatever the order in which series are given. Series beyond a step's
 * count stay with it: they are repeated, not extra.
 * @param series those that are judged
 * @param judge how a series is by a step's rules
 */
export function matchSteps<S extends SeriesFacts>(
  series: readonly S[],
  steps: readonly ProtocolStep[],
  judge: (series: S, step: number) => SeriesJudgement,
): MatchedSeries<S> {
  const matches: StepMatch<S>[] = [];
  const extra: S[] = [];
  /** Series that several steps would do for. */
  const open: { series: S; steps: number[] }[] = [];
  const contested = new Set<number>();
  const single: { series: S; step: number }[] = [];
  for (const one of series.toSorted(bySeriesNumber)) {
    const possible: number[] = [];
    // Every series is held against every step: a plain loop, where callbacks would cost most of an exam's judging.
    for (let index = 0; index < steps.length; index++) {
      const step = steps[index];
      if (step && answers(one, step)) possible.push(index);
    }
    const only = possible[0];
    if (only === undefined) extra.push(one);
    else if (possible.length === 1) single.push({ series: one, step: only });
    else {
      open.push({ series: one, steps: possible });
      for (const step of possible) contested.add(step);
    }
  }
  for (const { series: one, step } of single) {
    // It competes for the places of its only step with those that could go elsewhere.
    if (contested.has(step)) open.push({ series: one, steps: [step] });
    else matches.push({ series: one, step, judgement: judge(one, step) });
  }
  if (open.length > 0) matches.push(...chosen(open, steps, judge));
  return { matches: matches.sort((a, b) => bySeriesNumber(a.series, b.series)), extra };
}

/** How many contested series are weighed against each other; an exam with more is no protocol's. */
const MOST_WEIGHED = 100;

function chosen<S extends SeriesFacts>(
  unordered: readonly { series: S; steps: number[] }[],
  steps: readonly ProtocolStep[],
  judge: (series: S, step: number) => SeriesJudgement,
): StepMatch<S>[] {
  const open = unordered
    .toSorted((a, b) => bySeriesNumber(a.series, b.series))
    .map(({ series, steps: possible }) => {
      const options = possible.map((step) => {
        const judgement = judge(series, step);
        return { step, judgement, penalty: penaltyOf(series, steps[step], judgement) };
      });
      // The step that it would repeat, where it gets no place.
      const [nearest] = options.toSorted((a, b) => a.penalty - b.penalty || a.step - b.step);
      return { series, options, nearest };
    });
  const weighed = open.slice(0, MOST_WEIGHED);
  const wanted = [...new Set(weighed.flatMap(({ options }) => options.map(({ step }) => step)))];
  const places = wanted
    .sort((a, b) => a - b)
    .flatMap((step) =>
      Array.from({ length: Math.min(steps[step]?.count.max ?? 0, weighed.length) }, (_, place) => ({
        step,
        gain: gainOf(steps[step], place),
      })),
    );
  const cost = weighed.map(({ options, nearest }, row) => [
    ...places.map(({ step, gain }) => {
      const option = options.find((one) => one.step === step);
      return option ? option.penalty - gain : NEVER;
    }),
    // A place of its own, outside the counts.
    ...weighed.map((_, other) => (other === row ? (nearest?.penalty ?? 0) : NEVER)),
  ]);
  const taken = bestAssignment(cost);
  return open.flatMap(({ series, options, nearest }, row) => {
    const step = places[taken[row] ?? Number.POSITIVE_INFINITY]?.step ?? nearest?.step;
    const option = options.find((one) => one.step === step);
    return option ? [{ series, step: option.step, judgement: option.judgement }] : [];
  });
}

/** A place that a series cannot take. */
const NEVER = 4e14;

function gainOf(step: ProtocolStep | undefined, place: number): number {
  if (!step || place >= step.count.max) return 0;
  if (place >= step.count.min) return FILLS_MORE;
  return step.required ? FILLS_REQUIRED : FILLS_OPTIONAL;
}

function penaltyOf(
  series: SeriesFacts,
  step: ProtocolStep | undefined,
  { findings }: SeriesJudgement,
): number {
  let penalty = 0;
  for (const { verdict } of findings)
    penalty += verdict === "major" ? MAJOR : verdict === "minor" ? MINOR : NOT_KNOWN;
  if (step?.is3D !== undefined && series.is3D === null) penalty += NOT_KNOWN;
  if (step?.contrastAgent !== undefined && series.contrastAgent === "unknown") penalty += NOT_KNOWN;
  return penalty;
}

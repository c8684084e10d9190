import { median } from "simple-statistics";
import { fisherIncrease, hodgesLehmann, mannWhitney, midranks, pooledSpread } from "./two-samples";

// Where a scanner changed. Pure. An epoch boundary is a known candidate: the exams on its two sides are compared
// (Mann–Whitney for a metric, Fisher for a share). Between boundaries an unannounced change is looked for (Pettitt).
// All tests of a scanner are corrected together (Holm), and a shift that is too small to matter is none, however many
// exams show it. Every exam gives one value, so that repeats are no evidence.

export interface Observation {
  /** True time, ms. */
  at: number;
  /** The metric's value; for a share 1 where the exam departs, else 0. */
  value: number;
}

/** One quantity of one scanner over time. */
export interface Track {
  id: string;
  measure: "metric" | "share";
  /** Oldest first. */
  observations: readonly Observation[];
}

export interface Boundary {
  epochId: string;
  /** True time at which the epoch began, ms. */
  at: number;
}

/** A change that is found and still stands. */
export interface Change {
  trackId: string;
  /** The epoch that began with it; null for an unannounced one. */
  epochId: string | null;
  /** True time of the first exam after it, or the epoch's beginning, ms. */
  at: number;
  before: readonly number[];
  after: readonly number[];
  /** Adjusted for all tests of the scanner. */
  p: number;
}

/** Probability that a scanner on which nothing changed shows any finding at all. */
export const SCANNER_ALPHA = 0.02;
/** Known candidates are likelier than any other day: they get the larger part of the error. */
const ANNOUNCED_ALPHA = 0.8 * SCANNER_ALPHA;
const UNANNOUNCED_ALPHA = SCANNER_ALPHA - ANNOUNCED_ALPHA;
/** Fewer exams than this on a side of an epoch's beginning decide nothing. */
export const MIN_EXAMS = 5;
/** The same where the day is not known. */
export const MIN_EXAMS_SEARCHED = 8;
/** A metric's shift matters from half a standard deviation and 2 % of its level on. */
const MIN_SHIFT_SD = 0.5;
const MIN_RELATIVE_SHIFT = 0.02;
/** A share matters from ten points more and three departing exams on. */
const MIN_SHARE_INCREASE = 0.1;
const MIN_DEPARTING = 3;

/** Changes of all quantities of one scanner that hold now. */
export function findChanges(tracks: readonly Track[], boundaries: readonly Boundary[]): Change[] {
  const ordered = [...boundaries].sort((a, b) => a.at - b.at);
  const unannounced = held(
    tracks.flatMap((track) => unannouncedOf(track, ordered)),
    UNANNOUNCED_ALPHA,
  );
  const announced = held(
    tracks.flatMap((track) => announcedOf(track, ordered, unannounced)),
    ANNOUNCED_ALPHA,
  );
  const byId = new Map(tracks.map((track) => [track.id, track]));
  const all = [...unannounced, ...announced].sort((a, b) => a.at - b.at);
  return all.filter((change) => {
    const track = byId.get(change.trackId);
    const later = all.filter(({ trackId, at }) => trackId === change.trackId && at > change.at);
    const lastAt = Math.max(
      later.at(-1)?.at ?? change.at,
      ordered.findLast(({ at }) => at > change.at)?.at ?? change.at,
    );
    return track !== undefined && stands(track, change, lastAt);
  });
}

function held(candidates: readonly (Change & { measure: Track["measure"] })[], alpha: number): Change[] {
  const adjusted = holm(candidates.map(({ p }) => p));
  return candidates.flatMap(({ measure, ...change }, index) => {
    const p = adjusted[index] ?? 1;
    return p <= alpha && matters(measure, change.before, change.after) ? [{ ...change, p }] : [];
  });
}

/** Holm's step-down correction (Scandinavian Journal of Statistics 6:65, 1979): adjusted probabilities, same order. */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, index) => index).sort((a, b) => (ps[a] ?? 1) - (ps[b] ?? 1));
  const adjusted = new Array<number>(ps.length).fill(1);
  let largest = 0;
  order.forEach((index, rank) => {
    largest = Math.max(largest, Math.min(1, (ps[index] ?? 1) * (ps.length - rank)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/**
 * Pettitt's test (Applied Statistics 28:126, 1979): the most probable place of one change in a sequence, and its
 * two-sided probability, by his asymptotic bound with the variance corrected for ties (he treats 0-1 observations too).
 * The bound is conservative; keeping `margin` values on each side makes it more so.
 * @returns `index`: first value after the change
 */
export function pettitt(values: readonly number[], margin: number): { index: number; p: number } | null {
  const n = values.length;
  if (n < 2 * margin || n < 2) return null;
  const { ranks, ties } = midranks(values);
  let sum = 0;
  let most = -1;
  let index = margin;
  for (let t = 1; t < n; t++) {
    sum += ranks[t - 1] ?? 0;
    const u = Math.abs(2 * sum - t * (n + 1));
    if (t >= margin && t <= n - margin && u > most) {
      most = u;
      index = t;
    }
  }
  const kept = 1 - ties / (n ** 3 - n);
  if (kept <= 0) return { index, p: 1 };
  return { index, p: Math.min(1, 2 * Math.exp((-6 * most ** 2) / ((n ** 3 + n ** 2) * kept))) };
}

function unannouncedOf(track: Track, boundaries: readonly Boundary[]) {
  const edges = [-Infinity, ...boundaries.map(({ at }) => at), Infinity];
  return edges.slice(1).flatMap((end, index) => {
    const inside = between(track, edges[index] ?? -Infinity, end);
    const found = pettitt(valuesOf(inside), MIN_EXAMS_SEARCHED);
    const first = found && inside[found.index];
    if (!found || !first || (track.measure === "share" && sum(valuesOf(inside)) < MIN_DEPARTING)) return [];
    return [
      {
        trackId: track.id,
        measure: track.measure,
        epochId: null,
        at: first.at,
        before: valuesOf(inside.slice(0, found.index)),
        after: valuesOf(inside.slice(found.index)),
        p: found.p,
      },
    ];
  });
}

function announcedOf(track: Track, boundaries: readonly Boundary[], unannounced: readonly Change[]) {
  const own = unannounced.filter(({ trackId }) => trackId === track.id);
  return boundaries.flatMap(({ epochId, at }, index) => {
    const nextChange = own.find((change) => change.at > at)?.at ?? Infinity;
    const lastChange = own.findLast((change) => change.at <= at)?.at ?? -Infinity;
    const after = valuesOf(between(track, at, Math.min(nextChange, boundaries[index + 1]?.at ?? Infinity)));
    // A short epoch borrows exams of those before it, never across a change.
    const since = Math.max(lastChange, boundaries[index - 1]?.at ?? -Infinity);
    const exactly = between(track, since, at);
    const before = valuesOf(
      exactly.length >= MIN_EXAMS ? exactly : between(track, lastChange, at).slice(-MIN_EXAMS),
    );
    if (before.length < MIN_EXAMS || after.length < MIN_EXAMS) return [];
    if (track.measure === "share" && !canDecide(before, after)) return [];
    const p = probability(track.measure, before, after);
    return [{ trackId: track.id, measure: track.measure, epochId, at, before, after, p }];
  });
}

function between(track: Track, from: number, to: number): Observation[] {
  return track.observations.filter(({ at }) => at >= from && at < to);
}

const valuesOf = (observations: readonly Observation[]): number[] => observations.map(({ value }) => value);
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
const shareOf = (values: readonly number[]): number => sum(values) / values.length;

/**
 * Whether any fall of the departures over the two sides could be told from chance. That depends on how many there are
 * and not on where they fall, so that a test which cannot is left out and costs the others nothing (Tarone, Biometrics
 * 46:515, 1990).
 */
function canDecide(before: readonly number[], after: readonly number[]): boolean {
  const hits = sum(before) + sum(after);
  const most = Math.min(hits, after.length);
  return (
    hits >= MIN_DEPARTING && fisherIncrease(hits - most, before.length, most, after.length) <= ANNOUNCED_ALPHA
  );
}

function probability(measure: Track["measure"], before: readonly number[], after: readonly number[]): number {
  return measure === "metric"
    ? mannWhitney(before, after)
    : fisherIncrease(sum(before), before.length, sum(after), after.length);
}

/** Whether a change is large enough to look at; for a share only a worsening is. */
function matters(measure: Track["measure"], before: readonly number[], after: readonly number[]): boolean {
  if (measure === "share")
    return shareOf(after) - shareOf(before) >= MIN_SHARE_INCREASE && sum(after) >= MIN_DEPARTING;
  const shift = Math.abs(hodgesLehmann(before, after));
  const level = Math.abs(median([...before]));
  return (
    shift > 0 && shift >= MIN_SHIFT_SD * pooledSpread(before, after) && shift >= MIN_RELATIVE_SHIFT * level
  );
}

/** Whether the newest exams are still nearer to what the change led to than to what was before it. */
function stands(track: Track, change: Change, lastAt: number): boolean {
  const newest = valuesOf(between(track, lastAt, Infinity));
  const compared = newest.length >= MIN_EXAMS ? newest : valuesOf(track.observations.slice(-MIN_EXAMS));
  const level = track.measure === "share" ? shareOf : (values: readonly number[]) => median([...values]);
  const before = level(change.before);
  const shift = level(change.after) - before;
  return (level(compared) - before) * Math.sign(shift) >= Math.abs(shift) / 2;
}

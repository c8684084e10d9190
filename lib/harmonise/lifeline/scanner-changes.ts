import { median } from "simple-statistics";
import type { ScannerFindingBody } from "@/lib/harmonise/scanner-finding";
import { scannerFindingSchema } from "@/lib/harmonise/scanner-finding";
import { type Boundary, type Change, findChanges, type Track } from "./change-point";
import { hodgesLehmann } from "./two-samples";

/** A metric of one role in one exam: the median over its series. */
export interface MetricObservation {
  role: string;
  is3D: boolean | null;
  name: string;
  at: Date;
  value: number;
}

/** An exam in which a series of a role was judged. */
export interface JudgedExam {
  examId: string;
  role: string;
  at: Date;
}

/** A parameter of a judged series that departs, or is not told. */
export interface ParameterObservation {
  examId: string;
  role: string;
  parameter: string;
  missing: boolean;
  at: Date;
  /** Null where it is not one number. */
  expected: number | null;
  observed: number | null;
  unit: string | null;
}

export interface ScannerObservations {
  boundaries: readonly Boundary[];
  metrics: readonly MetricObservation[];
  judged: readonly JudgedExam[];
  parameters: readonly ParameterObservation[];
}

/** Something that holds of a scanner now. */
export interface HeldFinding {
  role: string;
  body: ScannerFindingBody;
  /** True first day, ISO. */
  sinceOn: string;
  epochId: string | null;
  /** First and last true day of the epoch in which it began: one change is looked for in each. */
  within: { from: string; to: string };
}

interface NamedTrack extends Track {
  role: string;
  subject: string;
  kind: ScannerFindingBody["kind"];
}

/** What holds of a scanner, from what was observed of its exams (phantoms apart, oldest first). Pure. */
export function findScannerFindings(observed: ScannerObservations): HeldFinding[] {
  const tracks = [...metricTracks(observed.metrics), ...parameterTracks(observed)];
  const byId = new Map(tracks.map((track) => [track.id, track]));
  return findChanges(tracks, observed.boundaries).flatMap((change) => {
    const track = byId.get(change.trackId);
    // A name outside the vocabulary (an older definition's) is no finding.
    const body =
      track && scannerFindingSchema.safeParse({ ...track, detail: detailOf(track, change, observed) });
    if (!body?.success) return [];
    return [
      {
        role: track?.role ?? "unknown",
        body: body.data,
        sinceOn: dayOf(change.at),
        epochId: change.epochId,
        within: epochAround(change.at, observed.boundaries),
      },
    ];
  });
}

function metricTracks(metrics: readonly MetricObservation[]): NamedTrack[] {
  return [...groupBy(metrics, ({ role, name }) => `${role} ${name}`)].map(([key, all]) => {
    // 2D and 3D of one role are not compared with each other: the commoner one is followed.
    const groups = [...groupBy(all, ({ is3D }) => String(is3D)).values()];
    const main = groups.reduce((a, b) => (b.length > a.length ? b : a), []);
    const [role = "unknown", name = ""] = key.split(" ");
    return {
      id: `metric ${key}`,
      kind: "metric-shift",
      role,
      subject: name,
      measure: "metric",
      observations: main.map(({ at, value }) => ({ at: at.getTime(), value })),
    };
  });
}

function parameterTracks({ judged, parameters }: ScannerObservations): NamedTrack[] {
  const examsOf = groupBy(judged, ({ role }) => role);
  const tracks = groupBy(parameters, ({ role, parameter, missing }) => `${role} ${parameter} ${missing}`);
  return [...tracks].map(([key, all]) => {
    const [role = "unknown", subject = "", missing] = key.split(" ");
    const departing = new Set(all.map(({ examId }) => examId));
    return {
      id: `parameter ${key}`,
      kind: missing === "true" ? "parameter-missing" : "parameter-departs",
      role,
      subject,
      measure: "share",
      observations: (examsOf.get(role) ?? []).map(({ examId, at }) => ({
        at: at.getTime(),
        value: departing.has(examId) ? 1 : 0,
      })),
    };
  });
}

function detailOf(track: NamedTrack, { at, before, after, p }: Change, observed: ScannerObservations) {
  const sides = { examsBefore: before.length, examsAfter: after.length, p };
  if (track.measure === "metric") {
    const level = median([...before]);
    const relativeShift = level === 0 ? null : hodgesLehmann(before, after) / Math.abs(level);
    return { ...sides, before: level, after: median([...after]), relativeShift };
  }
  const departing = (values: readonly number[]) => values.filter((value) => value === 1).length;
  const since = observed.parameters.filter(
    (one) =>
      one.role === track.role &&
      one.parameter === track.subject &&
      one.missing === (track.kind === "parameter-missing") &&
      one.at.getTime() >= at,
  );
  return {
    ...sides,
    departingBefore: departing(before),
    departingAfter: departing(after),
    ...typical(since),
  };
}

/** What is mostly expected, and the middle of what is found in its place. */
function typical(since: readonly ParameterObservation[]) {
  const numbers = since.flatMap(({ expected, observed, unit }) =>
    expected === null || observed === null ? [] : [{ expected, observed, unit }],
  );
  const groups = [...groupBy(numbers, ({ expected, unit }) => `${expected} ${unit}`).values()];
  const main = groups.reduce((a, b) => (b.length > a.length ? b : a), []);
  const [first] = main;
  if (!first) return { expected: null, observed: null, unit: null };
  return { ...first, observed: median(main.map(({ observed }) => observed)) };
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

function epochAround(at: number, boundaries: readonly Boundary[]): HeldFinding["within"] {
  const edges = boundaries.map((boundary) => boundary.at).sort((a, b) => a - b);
  const from = edges.findLast((edge) => edge <= at);
  const to = edges.find((edge) => edge > at);
  return {
    from: from === undefined ? "0001-01-01" : dayOf(from),
    to: to === undefined ? "9999-12-31" : dayOf(to),
  };
}

function groupBy<T>(rows: readonly T[], keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

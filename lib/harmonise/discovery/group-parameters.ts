import { parameter, type ParameterName, type ParameterValue } from "@/lib/harmonise/protocol/parameters";

/** What groups are told apart by: what the operator sets, in the order in which it is named. */
export const GROUPED = [
  "repetitionTimeMs",
  "echoTimesMs",
  "inversionTimeMs",
  "flipAngleDeg",
  "voxelSizeXMm",
  "voxelSizeYMm",
  "voxelSizeZMm",
  "sliceSpacingMm",
  "bValuesSPerMm2",
  "directionCount",
  "volumeCount",
  "pixelBandwidthHzPerPixel",
  "echoTrainLength",
  "parallelReductionFactor",
  "multibandFactor",
  "phaseEncodingAxis",
  "receiveCoil",
] as const satisfies readonly ParameterName[];
export type GroupedParameter = (typeof GROUPED)[number];

export type GroupValues = Record<GroupedParameter, ParameterValue | null>;

/** Series with exactly the same values at one scanner (and in one month, where that may be told). */
export interface ParameterRow {
  values: GroupValues;
  scannerId: string;
  /** "2025-03"; null where true dates are not told. */
  month: string | null;
  seriesCount: number;
  /** One exam that holds such a series. */
  exampleExamId: string;
}

export interface ParameterGroup {
  seriesCount: number;
  /** The most frequent value of each parameter. */
  values: GroupValues;
  /** By scanner and month, in no particular order. */
  cells: { scannerId: string; month: string | null; seriesCount: number }[];
  /** In what it differs from the dominant group; empty for the dominant one itself, and without one. */
  differs: GroupedParameter[];
  exampleExamId: string;
}

/**
 * How far apart two values of a setting may be and yet be the same setting, in the kept unit: a fixed part for rounding
 * and a share for what scanners adjust by themselves (a TR that follows the slices, a bandwidth in steps).
 */
const QUANTUM: Partial<Record<GroupedParameter, { fixed: number; share: number }>> = {
  repetitionTimeMs: { fixed: 1, share: 0.005 },
  echoTimesMs: { fixed: 0.05, share: 0.005 },
  inversionTimeMs: { fixed: 1, share: 0.005 },
  flipAngleDeg: { fixed: 0.5, share: 0 },
  voxelSizeXMm: { fixed: 0.01, share: 0.01 },
  voxelSizeYMm: { fixed: 0.01, share: 0.01 },
  voxelSizeZMm: { fixed: 0.01, share: 0.01 },
  sliceSpacingMm: { fixed: 0.01, share: 0.01 },
  bValuesSPerMm2: { fixed: 10, share: 0.01 },
  pixelBandwidthHzPerPixel: { fixed: 1, share: 0.01 },
  parallelReductionFactor: { fixed: 0.05, share: 0 },
};

/**
 * Groups series by their settings where there is no reference yet. The largest group is the dominant one unless another
 * is as large: a tie infers nothing. What is not known is a value of its own; lists of unequal length differ. Pure, and
 * the same whatever the order of rows.
 */
export function groupParameters(rows: readonly ParameterRow[]): {
  groups: ParameterGroup[];
  hasDominant: boolean;
} {
  const classes = new Map(GROUPED.map((name) => [name, classesOf(name, rows)]));
  const members = new Map<string, ParameterRow[]>();
  for (const row of rows) {
    const key = GROUPED.map((name) => classes.get(name)?.(row.values[name]) ?? "").join("|");
    const known = members.get(key);
    if (known) known.push(row);
    else members.set(key, [row]);
  }
  const keyed = [...members]
    .map(([key, own]) => ({ key, group: groupOf(own) }))
    .sort((a, b) => b.group.seriesCount - a.group.seriesCount || compare(a.key, b.key));
  const [first, second] = keyed;
  const hasDominant = first !== undefined && first.group.seriesCount > (second?.group.seriesCount ?? 0);
  if (hasDominant) {
    const dominant = first.key.split("|");
    for (const { key, group } of keyed) {
      const own = key.split("|");
      group.differs = GROUPED.filter((_, index) => own[index] !== dominant[index]);
    }
  }
  return { groups: keyed.map(({ group }) => group), hasDominant };
}

/** Which class a value of one parameter falls into, by a name without "|". */
function classesOf(
  name: GroupedParameter,
  rows: readonly ParameterRow[],
): (value: ParameterValue | null) => string {
  const { kind } = parameter(name);
  const quantum = QUANTUM[name] ?? { fixed: 0, share: 0 };
  if (kind === "number") {
    const starts = startsOf(
      rows.flatMap(({ values }) => numberOf(values[name])),
      quantum,
    );
    return (value) => (value === null ? "?" : String(startBelow(starts, Number(value))));
  }
  if (kind === "numbers") {
    const byPlace = new Map<string, number[]>();
    for (const { values } of rows) {
      const list = listOf(values[name]);
      list.forEach((value, place) => {
        const key = `${list.length}/${place}`;
        byPlace.set(key, [...(byPlace.get(key) ?? []), value]);
      });
    }
    const starts = new Map([...byPlace].map(([key, values]) => [key, startsOf(values, quantum)]));
    return (value) => {
      const list = listOf(value);
      return list.length === 0
        ? "?"
        : list.map((one, place) => startBelow(starts.get(`${list.length}/${place}`) ?? [], one)).join(",");
    };
  }
  return (value) => (value === null ? "?" : JSON.stringify(value).replaceAll("|", "/"));
}

function numberOf(value: ParameterValue | null): number[] {
  return typeof value === "number" ? [value] : [];
}

function listOf(value: ParameterValue | null): readonly number[] {
  return typeof value === "object" && value !== null ? value : [];
}

/** Where classes begin. Each is as wide as the quantum at its beginning: no chain of small steps makes it wider. */
function startsOf(values: readonly number[], { fixed, share }: { fixed: number; share: number }): number[] {
  const starts: number[] = [];
  for (const value of [...new Set(values)].sort((a, b) => a - b)) {
    const start = starts.at(-1);
    // Twice: a value may lie that far to either side of what was set.
    if (start === undefined || value - start > 2 * (fixed + share * Math.abs(start)) + 1e-9)
      starts.push(value);
  }
  return starts;
}

function startBelow(starts: readonly number[], value: number): number {
  return starts.findLast((start) => start <= value) ?? Number.NaN;
}

function groupOf(rows: readonly ParameterRow[]): ParameterGroup {
  const cells = new Map<string, ParameterGroup["cells"][number]>();
  for (const { scannerId, month, seriesCount } of rows) {
    const key = `${scannerId}/${month ?? ""}`;
    const cell = cells.get(key);
    if (cell) cell.seriesCount += seriesCount;
    else cells.set(key, { scannerId, month, seriesCount });
  }
  const entries = GROUPED.map((name) => [name, mostFrequent(rows, name)]);
  return {
    seriesCount: rows.reduce((sum, row) => sum + row.seriesCount, 0),
    values: Object.fromEntries(entries) as GroupValues,
    cells: [...cells.values()],
    differs: [],
    exampleExamId: rows.map((row) => row.exampleExamId).sort(compare)[0] ?? "",
  };
}

/** Of values that are as frequent, the first by their JSON. */
function mostFrequent(rows: readonly ParameterRow[], name: GroupedParameter): ParameterValue | null {
  const counts = new Map<string, { value: ParameterValue | null; count: number }>();
  for (const { values, seriesCount } of rows) {
    const key = JSON.stringify(values[name]);
    const known = counts.get(key);
    if (known) known.count += seriesCount;
    else counts.set(key, { value: values[name], count: seriesCount });
  }
  const [best] = [...counts].sort(([a, x], [b, y]) => y.count - x.count || compare(a, b));
  return best?.[1].value ?? null;
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

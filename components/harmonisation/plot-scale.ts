/** The ends of an axis. */
export interface PlotScale {
  from: number;
  to: number;
}

/** An axis that holds all values, with a twentieth to spare on either side; one value gets an axis around it. */
export function plotScale(values: readonly number[]): PlotScale {
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (!Number.isFinite(least) || !Number.isFinite(most)) return { from: 0, to: 1 };
  const spare =
    most > least ? (most - least) / 20 : Math.max(Math.abs(most) / 20, Number.MIN_VALUE * 2 ** 20);
  return { from: least - spare, to: most + spare };
}

/** Where a value lies on an axis of 100. */
export function positionOn({ from, to }: PlotScale, value: number): number {
  return ((value - from) / (to - from)) * 100;
}

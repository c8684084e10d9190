import type { Spread } from "@/lib/harmonise/combat/batch-effect";
import { type PlotScale, positionOn } from "./plot-scale";

/** Two boxes over one axis: hollow as it was, filled as it is after. The figures stand in the table around it. */
export function BoxPlot({ before, after, scale }: { before: Spread; after: Spread; scale: PlotScale }) {
  return (
    <svg viewBox="0 0 100 22" preserveAspectRatio="none" aria-hidden="true" className="h-5.5 w-full min-w-32">
      <Box spread={before} scale={scale} top={2} hollow />
      <Box spread={after} scale={scale} top={12} />
    </svg>
  );
}

const HEIGHT = 8;

function Box({
  spread,
  scale,
  top,
  hollow = false,
}: {
  spread: Spread;
  scale: PlotScale;
  top: number;
  hollow?: boolean;
}) {
  const at = (value: number) => positionOn(scale, value);
  const middle = top + HEIGHT / 2;
  const line = hollow ? "stroke-muted" : "stroke-data-3";
  return (
    <g strokeWidth={1.25}>
      <line
        x1={at(spread.p5)}
        x2={at(spread.p95)}
        y1={middle}
        y2={middle}
        className={line}
        vectorEffect="non-scaling-stroke"
      />
      <rect
        x={at(spread.p25)}
        width={Math.max(0.5, at(spread.p75) - at(spread.p25))}
        y={top}
        height={HEIGHT}
        className={hollow ? "fill-surface stroke-muted" : "fill-data-3 stroke-data-3"}
        vectorEffect="non-scaling-stroke"
      />
      <line
        x1={at(spread.median)}
        x2={at(spread.median)}
        y1={top}
        y2={top + HEIGHT}
        strokeWidth={2}
        className={hollow ? "stroke-ink" : "stroke-surface"}
        vectorEffect="non-scaling-stroke"
      />
    </g>
  );
}

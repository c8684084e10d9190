import { useFormatter, useTranslations } from "next-intl";
import { ChartFrame } from "@/components/catalogue/chart-frame";
import type { DensityPlot, NumberLine } from "@/lib/cohort/compare/comparison";
import { CohortMark, cohortLetter, cohortLine } from "./cohort-mark";

const WIDTH = 320;
const HEIGHT = 90;
const TICKS = 5;

/** Densities of one number, a line a cohort; what they show is said in words too. */
export function DensityChart({ plot, line }: { plot: DensityPlot; line: NumberLine | undefined }) {
  const t = useTranslations("cohort-compare.compare");
  const format = useFormatter();
  const [from = 0, to = 1] = [plot.at[0], plot.at.at(-1)];
  const highest = Math.max(...plot.densities.flatMap((density) => density ?? []));
  const x = (value: number) => ((value - from) / (to - from)) * WIDTH;
  const name = t(`number.${plot.variable}`, { name: plot.name ?? "" });
  const spoken = plot.densities.flatMap((density, at) => {
    const described = line?.byCohort[at];
    if (!density || !described || described.median === null) return [];
    const median = format.number(described.median, { maximumFractionDigits: 1 });
    return [t("spoken", { letter: cohortLetter(at), median, n: described.n })];
  });
  return (
    <ChartFrame
      title={name}
      legend={plot.densities.map((density, at) => (density ? <CohortMark key={at} at={at} /> : null))}
    >
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={[t("densityOf", { name }), ...spoken].join(" ")}
        className="h-32 w-full"
      >
        {plot.densities.map((density, at) => {
          if (!density) return null;
          const { className, dashes } = cohortLine(at);
          const points = density.map(
            (height, i) =>
              `${x(plot.at[i] ?? 0).toFixed(2)},${(HEIGHT - (height / highest) * (HEIGHT - 4)).toFixed(2)}`,
          );
          return (
            <polyline
              key={at}
              points={points.join(" ")}
              fill="none"
              strokeWidth={2}
              strokeDasharray={dashes}
              vectorEffect="non-scaling-stroke"
              className={className}
            />
          );
        })}
        <line
          x1={0}
          x2={WIDTH}
          y1={HEIGHT}
          y2={HEIGHT}
          strokeWidth={1}
          className="stroke-line"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <div aria-hidden="true" className="flex justify-between text-micro text-muted">
        {Array.from({ length: TICKS }, (_, i) => (
          <span key={i}>
            {format.number(from + ((to - from) * i) / (TICKS - 1), { maximumFractionDigits: 0 })}
          </span>
        ))}
      </div>
    </ChartFrame>
  );
}

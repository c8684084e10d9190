import { useTranslations } from "next-intl";

const WIDTH = 168;
const HEIGHT = 16;
const INSET = 6;

/**
 * One value within its group: a line over nine values in ten, a bar at the median, a dot for the value, a triangle where it
 * is an outlier. Told in words to whoever does not see it.
 */
export function StripPlot({
  value,
  median,
  low,
  high,
  isOutlier,
  written,
}: {
  value: number;
  median: number;
  low: number;
  high: number;
  isOutlier: boolean;
  /** The numbers as the table writes them. */
  written: (value: number) => string;
}) {
  const t = useTranslations("quality");
  const from = Math.min(value, low);
  const to = Math.max(value, high);
  const at = (one: number) =>
    to > from ? INSET + ((one - from) / (to - from)) * (WIDTH - 2 * INSET) : WIDTH / 2;
  const middle = HEIGHT / 2;
  const x = at(value);
  const label = t("strip", {
    value: written(value),
    median: written(median),
    low: written(low),
    high: written(high),
  });
  return (
    <svg
      width={WIDTH}
      height={HEIGHT}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={label}
      className="max-w-full"
    >
      <title>{label}</title>
      <line
        x1={at(low)}
        x2={at(high)}
        y1={middle}
        y2={middle}
        strokeWidth="4"
        strokeLinecap="round"
        className="stroke-data-2"
      />
      <line
        x1={at(median)}
        x2={at(median)}
        y1="2"
        y2={HEIGHT - 2}
        strokeWidth="1.5"
        className="stroke-data-4"
      />
      {isOutlier ? (
        <path d={`M${x} 3l5 9.500h-10z`} strokeWidth="1.5" className="fill-major stroke-surface" />
      ) : (
        <circle cx={x} cy={middle} r="4" strokeWidth="1.5" className="fill-ink stroke-surface" />
      )}
    </svg>
  );
}

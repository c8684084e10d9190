"use client";

import { ChartFrame } from "@/components/catalogue/chart-frame";

export interface Bar {
  /** Under the axis; only every so many are written. */
  label: string;
  /** What is read of the bar: "12–15 months: 41 subjects". */
  title: string;
  count: number;
  /** Inside what the question asks for. */
  marked?: boolean;
}

const HEIGHT = 64;
const STEP = 10;

/** Counts as bars on one axis; empty bars keep their place. */
export function BarChart({
  title,
  bars,
  empty,
  every = 1,
}: {
  title: string;
  bars: readonly Bar[];
  /** Said instead of a drawing of nothing. */
  empty: string;
  /** Write every n-th label. */
  every?: number;
}) {
  const largest = Math.max(...bars.map(({ count }) => count), 0);
  const width = bars.length * STEP;
  return (
    <ChartFrame title={title}>
      {largest === 0 ? (
        <p className="py-6 text-muted">{empty}</p>
      ) : (
        <>
          <svg
            viewBox={`0 0 ${width} ${HEIGHT}`}
            className="h-16 w-full"
            role="img"
            aria-label={[title, ...bars.filter(({ count }) => count > 0).map((bar) => bar.title)].join(". ")}
            preserveAspectRatio="none"
          >
            {bars.map((bar, index) => {
              const height = bar.count === 0 ? 0 : Math.max(1.5, (bar.count / largest) * HEIGHT);
              return (
                <rect
                  key={bar.label}
                  x={index * STEP + 1}
                  y={HEIGHT - height}
                  width={STEP - 2}
                  height={height}
                  className={bar.marked ? "fill-thread" : "fill-data-3"}
                >
                  <title>{bar.title}</title>
                </rect>
              );
            })}
            <line
              x1={0}
              x2={width}
              y1={HEIGHT}
              y2={HEIGHT}
              className="stroke-line"
              vectorEffect="non-scaling-stroke"
            />
          </svg>
          <div aria-hidden="true" className="flex text-micro text-muted">
            {bars.map((bar, index) => (
              <span key={bar.label} className="min-w-0 flex-1 text-center whitespace-nowrap">
                {index % every === 0 ? bar.label : ""}
              </span>
            ))}
          </div>
        </>
      )}
    </ChartFrame>
  );
}

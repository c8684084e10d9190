/** Share of compliant series, month by month, 0 at the bottom and 1 at the top; gaps where none was judged. */
export function Sparkline({ shares }: { shares: readonly (number | null)[] }) {
  const points = shares.flatMap((share, index) =>
    share === null ? [] : [{ x: (index / Math.max(1, shares.length - 1)) * 100, y: 18 - share * 16 }],
  );
  const last = points.at(-1);
  return (
    <svg
      viewBox="0 0 100 20"
      preserveAspectRatio="none"
      aria-hidden="true"
      className="h-5 w-28 shrink-0 overflow-visible"
    >
      <line x1="0" x2="100" y1="2" y2="2" className="stroke-line" vectorEffect="non-scaling-stroke" />
      <polyline
        points={points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(" ")}
        fill="none"
        strokeWidth="1.5"
        vectorEffect="non-scaling-stroke"
        className="stroke-data-3"
      />
      {last ? (
        <line
          x1={last.x}
          x2={last.x}
          y1={last.y}
          y2={last.y}
          strokeWidth="5"
          strokeLinecap="round"
          vectorEffect="non-scaling-stroke"
          className="stroke-data-4"
        />
      ) : null}
    </svg>
  );
}

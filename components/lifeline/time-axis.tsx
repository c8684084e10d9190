import { binStart, monthTicks, percent } from "./bin-axis";
import type { LifelineAxis } from "./chart-row";
import { useMonth } from "./labels";

/** Years, and quarters where there is room, above the rows. By epochs the band below is the axis. */
export function TimeAxis({ axis }: { axis: LifelineAxis }) {
  const month = useMonth();
  const ticks = monthTicks(axis.bins);
  if (ticks.length === 0) return null;
  return (
    <div aria-hidden="true" className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4 border-b px-4 py-1">
      <span />
      <div className="relative h-4 text-micro text-muted">
        {ticks.map(({ index, month: at, isYear }) => (
          <span
            key={at}
            className={isYear ? "absolute font-medium text-ink" : "absolute"}
            style={{ left: percent(binStart(index, axis.bins)) }}
          >
            {isYear ? at.slice(0, 4) : month(at, true)}
          </span>
        ))}
      </div>
    </div>
  );
}

import type { ReactNode } from "react";
import type { Bin } from "@/lib/harmonise/lifeline/lifeline";
import type { EpochView } from "@/lib/network/network-view";
import { epochStart, percent } from "./bin-axis";

/** The one time axis of a life line, as every row needs it. */
export interface LifelineAxis {
  bins: readonly Bin[];
  epochs: readonly EpochView[];
  nameOf: (bin: Bin) => string;
}

/** One row on the time axis: what it is on the left, its drawing on the right. */
export function ChartRow({
  label,
  hint,
  note,
  children,
}: {
  label: ReactNode;
  hint?: ReactNode;
  /** A sentence over the drawing. */
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <div className="grid grid-cols-[8.5rem_minmax(0,1fr)] gap-x-4 border-t px-4 py-2 first:border-t-0 break-inside-avoid">
      <div className="min-w-0">
        <div>{label}</div>
        {hint ? <div className="text-micro text-muted">{hint}</div> : null}
      </div>
      <div className="min-w-0">
        {note ? <div className="mb-1 text-dense font-medium">{note}</div> : null}
        {children}
      </div>
    </div>
  );
}

/** The drawing of a row: every epoch's beginning runs through it as a hairline. */
export function RowDrawing({
  axis,
  heightRem,
  label,
  children,
}: {
  axis: LifelineAxis;
  heightRem: number;
  label: string;
  children: ReactNode;
}) {
  return (
    <svg role="img" aria-label={label} className="block w-full" style={{ height: `${heightRem}rem` }}>
      {axis.epochs.map((epoch) => {
        const start = epochStart(epoch, axis.bins);
        return start === null || start === 0 ? null : (
          <line
            key={epoch.id}
            x1={percent(start)}
            x2={percent(start)}
            y1="0"
            y2="100%"
            className="stroke-control"
            strokeDasharray="2 3"
          />
        );
      })}
      {children}
    </svg>
  );
}

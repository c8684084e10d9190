"use client";

import { useTranslations } from "next-intl";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";
import { binAt, moveHandle, rangeBetween, type BinRange } from "./brush";
import { classNames } from "./class-names";

export interface HistogramBin {
  /** Lower bound as it is written under the axis and read aloud, with its unit where it has one. */
  label: string;
  count: number;
}

interface HistogramProps {
  /** What is counted, for screen readers: "Age at the exam, subjects". */
  label: string;
  bins: readonly HistogramBin[];
  /** The chosen interval, or null for all. */
  range: BinRange | null;
  /** Called when a drag or a key has settled; null when the interval is all or cleared. */
  onRange: (range: BinRange | null) => void;
  heightRem?: number;
}

/**
 * Equal bins as bars, and a brush over them: drag with the pointer, or move each end with the arrow keys. A double
 * click clears.
 */
export function Histogram({ label, bins, range, onRange, heightRem = 2.75 }: HistogramProps) {
  const t = useTranslations("ui.histogram");
  const frame = useRef<SVGSVGElement>(null);
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const count = bins.length;
  const largest = Math.max(1, ...bins.map((bin) => bin.count));
  const all: BinRange = { first: 0, last: count - 1 };
  const shown = drag ? rangeBetween(drag.from, drag.to) : (range ?? all);
  const chosen = drag !== null || range !== null;

  const binUnder = (event: PointerEvent) => {
    const box = frame.current?.getBoundingClientRect();
    return box ? binAt((event.clientX - box.left) / box.width, count) : 0;
  };
  const settle = (next: BinRange) => {
    onRange(next.first === 0 && next.last === count - 1 ? null : next);
  };
  const onKey = (handle: "first" | "last") => (event: KeyboardEvent) => {
    if (event.key === "Escape" || event.key === "Delete") {
      onRange(null);
      return;
    }
    const next = moveHandle(shown, handle, event.key, count);
    if (next === shown) return;
    event.preventDefault();
    settle(next);
  };

  if (count === 0) return null;
  return (
    <figure aria-label={label} className="select-none">
      <div className="relative" style={{ height: `${heightRem}rem` }}>
        <svg
          ref={frame}
          role="img"
          aria-label={bins.map((bin) => t("bin", { label: bin.label, count: bin.count })).join(", ")}
          viewBox={`0 0 ${count} 1`}
          preserveAspectRatio="none"
          className="size-full cursor-crosshair touch-none"
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId);
            const bin = binUnder(event);
            setDrag({ from: bin, to: bin });
          }}
          onPointerMove={(event) => {
            if (drag) setDrag({ from: drag.from, to: binUnder(event) });
          }}
          onPointerUp={() => {
            if (drag) settle(rangeBetween(drag.from, drag.to));
            setDrag(null);
          }}
          onPointerCancel={() => {
            setDrag(null);
          }}
          onDoubleClick={() => {
            onRange(null);
          }}
        >
          {bins.map((bin, index) => {
            const height = bin.count === 0 ? 0 : Math.max(0.03, bin.count / largest);
            const inside = index >= shown.first && index <= shown.last;
            return (
              <rect
                key={bin.label}
                x={index + 0.06}
                width={0.88}
                y={1 - height}
                height={height}
                className={classNames(
                  inside ? (chosen ? "fill-thread" : "fill-data-2") : "fill-data-1",
                  "transition-colors",
                )}
              />
            );
          })}
          <line x1="0" x2={count} y1="1" y2="1" className="stroke-line" vectorEffect="non-scaling-stroke" />
        </svg>
        {(["first", "last"] as const).map((handle) => (
          <span
            key={handle}
            role="slider"
            tabIndex={0}
            aria-label={`${label}, ${t(handle === "first" ? "from" : "to")}`}
            aria-valuemin={0}
            aria-valuemax={count - 1}
            aria-valuenow={shown[handle]}
            aria-valuetext={bins[shown[handle]]?.label}
            onKeyDown={onKey(handle)}
            className={classNames(
              "absolute top-0 h-full w-1.5 -translate-x-1/2 rounded-full",
              chosen ? "bg-thread" : "bg-transparent focus-visible:bg-thread",
              "pointer-events-none",
            )}
            style={{
              left: `${((shown[handle] + (handle === "last" ? 1 : 0)) / count) * 100}%`,
              width: "0.125rem",
            }}
          />
        ))}
      </div>
      <figcaption className="mt-0.5 flex justify-between text-micro text-muted">
        <span>{bins[shown.first]?.label}</span>
        {chosen && range ? (
          <button
            type="button"
            className="underline underline-offset-2 hover:text-ink"
            onClick={() => {
              onRange(null);
            }}
          >
            {t("clear")}
          </button>
        ) : null}
        <span>{bins[shown.last]?.label}</span>
      </figcaption>
    </figure>
  );
}

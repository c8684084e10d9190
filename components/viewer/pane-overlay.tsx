"use client";

import { useFormatter, useTranslations } from "next-intl";
import { PLANE_AXES, distanceMm, dot, edgeSides, subtract } from "@/lib/viewer/geometry";
import type { Plane, SliceSet, Vec3 } from "@/lib/viewer/geometry";
import { patientToScreen } from "@/lib/viewer/view";
import type { Size, View } from "@/lib/viewer/view";
import { formatMm } from "./format";
import type { Draft } from "./use-pane-gestures";

/** A length to draw; the one being drawn has no id. */
export interface ShownLength {
  id: string | null;
  pointsMm: Draft;
}

interface PaneOverlayProps {
  plane: Plane;
  size: Size;
  view: View;
  slices: SliceSet;
  cursor: Vec3;
  lengths: readonly ShownLength[];
  chosenId: string | null;
}

/** Half the gap left open around the crosshair's centre, so that it hides nothing there. */
const GAP_PX = 9;

/** Crosshair, lengths and orientation letters over a pane. */
export function PaneOverlay({ plane, size, view, slices, cursor, lengths, chosenId }: PaneOverlayProps) {
  const centre = patientToScreen(view, plane, size, cursor);
  const { width, height } = size;
  return (
    <>
      <svg aria-hidden="true" width={width} height={height} className="pointer-events-none absolute inset-0">
        <g className="stroke-thread" strokeWidth="1" strokeOpacity="0.75">
          <line x1={0} x2={centre.x - GAP_PX} y1={centre.y} y2={centre.y} />
          <line x1={centre.x + GAP_PX} x2={width} y1={centre.y} y2={centre.y} />
          <line x1={centre.x} x2={centre.x} y1={0} y2={centre.y - GAP_PX} />
          <line x1={centre.x} x2={centre.x} y1={centre.y + GAP_PX} y2={height} />
        </g>
        {lengths
          .filter(({ pointsMm }) => isOnSlice(pointsMm, plane, slices, cursor))
          .map((length) => (
            <LengthMark
              key={length.id ?? "draft"}
              length={length}
              plane={plane}
              size={size}
              view={view}
              chosen={length.id === null || length.id === chosenId}
            />
          ))}
      </svg>
      <OrientationMarks plane={plane} />
    </>
  );
}

/** Whether both ends lie within half a slice of the one on screen. */
function isOnSlice(points: Draft, plane: Plane, slices: SliceSet, cursor: Vec3): boolean {
  const { ascending } = PLANE_AXES[plane];
  return points.every(
    (point) => Math.abs(dot(subtract(point, cursor), ascending)) <= slices.stepMm / 2 + 1e-6,
  );
}

function LengthMark({
  length,
  plane,
  size,
  view,
  chosen,
}: {
  length: ShownLength;
  plane: Plane;
  size: Size;
  view: View;
  chosen: boolean;
}) {
  const t = useTranslations("viewer");
  const format = useFormatter();
  const [a, b] = length.pointsMm;
  const from = patientToScreen(view, plane, size, a);
  const to = patientToScreen(view, plane, size, b);
  const right = from.x > to.x ? from : to;
  return (
    <g data-testid="length-mark" className={chosen ? "stroke-thread" : "stroke-data-4"}>
      <line x1={from.x} y1={from.y} x2={to.x} y2={to.y} strokeWidth={chosen ? 2 : 1.5} />
      {[from, to].map((end, index) => (
        <circle key={index} cx={end.x} cy={end.y} r="3.5" fill="none" strokeWidth="1.5" />
      ))}
      <text
        x={right.x + 8}
        y={right.y + 4}
        className={chosen ? "fill-thread" : "fill-data-4"}
        stroke="#000"
        strokeWidth="3"
        paintOrder="stroke"
        fontSize="12"
      >
        {t("millimetres", { value: formatMm(format, distanceMm(a, b)) })}
      </text>
    </g>
  );
}

const EDGES = {
  top: "top-1 left-1/2 -translate-x-1/2",
  bottom: "bottom-1 left-1/2 -translate-x-1/2",
  left: "left-2 top-1/2 -translate-y-1/2",
  right: "right-2 top-1/2 -translate-y-1/2",
} as const;

/** Letters of the patient's sides at the edges; the words are on the pane's label for screen readers. */
export function OrientationMarks({ plane }: { plane: Plane }) {
  const t = useTranslations("viewer.marks");
  const { right, up } = PLANE_AXES[plane];
  const sides = edgeSides(right, up);
  return (["top", "bottom", "left", "right"] as const).map((edge) => (
    <span
      key={edge}
      aria-hidden="true"
      data-testid={`mark-${edge}`}
      className={`pointer-events-none absolute text-dense text-muted [text-shadow:0_0_3px_#000,0_0_2px_#000] ${EDGES[edge]}`}
    >
      {t(sides[edge])}
    </span>
  ));
}

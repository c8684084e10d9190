"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { classNames } from "@/components/ui/class-names";
import { sliceIndexOf, slicesOf } from "@/lib/viewer/geometry";
import type { Plane, Vec3 } from "@/lib/viewer/geometry";
import { formatPoint, formatValue, unitName } from "./format";
import { PaneOverlay } from "./pane-overlay";
import type { ShownLength } from "./pane-overlay";
import type { Tool } from "./tools";
import { usePaneGestures } from "./use-pane-gestures";
import type { Draft } from "./use-pane-gestures";
import { usePanePicture } from "./use-pane-picture";
import type { VolumeView } from "./use-volume-view";

interface PlanePaneProps {
  volume: VolumeView;
  plane: Plane;
  tool: Tool;
  /** Lines of the top left corner: which exam, which series. */
  caption: readonly string[];
  active: boolean;
  onActivate(): void;
  lengths: readonly ShownLength[];
  chosenId: string | null;
  onLength(points: Draft): void;
  testId: string;
}

const CURSORS: Readonly<Record<Tool, string>> = {
  crosshair: "cursor-crosshair",
  window: "cursor-ns-resize",
  scroll: "cursor-row-resize",
  zoom: "cursor-zoom-in",
  pan: "cursor-grab",
  length: "cursor-crosshair",
};

/** Panes narrower than this have no room for a position beside the orientation letters; the side panel has it. */
const ROOM_FOR_POSITION_PX = 520;

const CORNER = "pointer-events-none absolute text-dense text-ink/90 [text-shadow:0_0_3px_#000,0_0_2px_#000]";

/** One plane of a volume: picture, crosshair, corner text. */
export function PlanePane(props: PlanePaneProps) {
  const { volume, plane, tool, caption, active, onActivate, lengths, chosenId, onLength, testId } = props;
  const t = useTranslations("viewer");
  const format = useFormatter();
  const canvasRef = useRef<HTMLDivElement>(null);
  const surfaceRef = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<Vec3 | null>(null);
  const [draft, setDraft] = useState<Draft | null>(null);
  const { size, view } = usePanePicture(canvasRef, volume, plane);
  usePaneGestures(
    surfaceRef,
    { volume, plane, size, view, tool },
    { onHover: setHover, onDraft: setDraft, onLength },
  );

  const { manifest } = volume.state;
  const { cursor } = volume;
  const slices = manifest ? slicesOf(manifest, plane) : null;
  const slice =
    slices && cursor ? { number: sliceIndexOf(slices, plane, cursor) + 1, count: slices.count } : null;
  const readAt = hover ?? cursor;
  const value = readAt ? volume.session.valueAt(readAt) : null;
  const name = { plane: t(`plane.${plane}`), caption: caption.join(", ") };
  const label = slice ? t("pane.label", { ...name, ...slice }) : t("pane.loading", name);
  const unit = unitName(manifest?.rescale.unit) ?? t("arbitraryUnit");
  const reading = value
    ? `${formatValue(format, value.value)} ${unit}`
    : t(volume.state.phase === "loading" ? "cursor.loading" : "outside");

  return (
    <div
      ref={surfaceRef}
      role="group"
      aria-label={label}
      data-testid={testId}
      data-slice={slice?.number}
      tabIndex={0}
      onFocus={onActivate}
      onPointerDown={onActivate}
      className={classNames(
        "relative min-h-0 min-w-0 touch-none overflow-hidden bg-black outline-offset-[-2px] select-none",
        CURSORS[tool],
      )}
    >
      <div ref={canvasRef} className="pointer-events-none absolute inset-0" />
      {view && slices && cursor ? (
        <PaneOverlay
          plane={plane}
          size={size}
          view={view}
          slices={slices}
          cursor={cursor}
          lengths={draft ? [...lengths, { id: null, pointsMm: draft }] : lengths}
          chosenId={chosenId}
        />
      ) : null}
      <div aria-hidden="true" className={classNames(CORNER, "top-2 left-2.5 max-w-[calc(50%-1.25rem)]")}>
        {caption.map((line) => (
          <div key={line} className="truncate">
            {line}
          </div>
        ))}
      </div>
      {slice ? (
        <div aria-hidden="true" className={classNames(CORNER, "top-2 right-2.5", active && "font-semibold")}>
          {t(`planeShort.${plane}`)} {slice.number}/{slice.count}
        </div>
      ) : null}
      {readAt ? (
        <div
          aria-hidden="true"
          className={classNames(CORNER, "bottom-2 left-2.5 whitespace-pre tabular-nums")}
        >
          {size.width < ROOM_FOR_POSITION_PX
            ? reading
            : t("corner", { point: formatPoint(format, readAt), reading })}
        </div>
      ) : null}
    </div>
  );
}

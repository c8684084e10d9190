"use client";

import { useMonthName } from "@/components/records/relative-month";
import { useFormatter, useTranslations } from "next-intl";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import type { KeyboardEvent, PointerEvent } from "react";
import { isTyping } from "@/components/shell/typing";
import type { ViewableExam, ViewableVolume } from "@/lib/catalogue/viewable-exam";
import { paintFrame, rescaleOf } from "@/lib/viewer/paint-frame";
import type { StackState } from "@/lib/viewer/stack-session";
import { sharedViewer } from "@/lib/viewer/viewer";
import { dragWindow } from "@/lib/viewer/window-level";
import type { DisplayWindow } from "@/lib/viewer/window-level";
import { formatPoint, formatValue, unitName } from "./format";
import { LoadStatus } from "./load-status";
import { PanelSection } from "./viewer-frame";
import { useVolumeName } from "./volume-name";
import type { ReactNode } from "react";

interface StackWorkspaceProps {
  exam: ViewableExam;
  volume: ViewableVolume;
  panelOpen: boolean;
  onHelp(): void;
  toolbarStart: ReactNode;
}

interface Pixel {
  i: number;
  j: number;
}

/** Pictures that make no volume, one at a time, as they were stored. Its key is the volume's id. */
export function StackWorkspace({ exam, volume, panelOpen, onHelp, toolbarStart }: StackWorkspaceProps) {
  const t = useTranslations("viewer");
  const monthName = useMonthName();
  const format = useFormatter();
  const { name } = useVolumeName();
  const [session] = useState(() => sharedViewer().stack(volume.id));
  const state = useSyncExternalStore(session.state.subscribe, session.state.get, session.state.get);
  const [chosenWindow, setChosenWindow] = useState<DisplayWindow | null>(null);
  const [pixel, setPixel] = useState<Pixel | null>(null);
  const [drag, setDrag] = useState<{ x: number; y: number; window: DisplayWindow } | null>(null);
  const canvasRef = useRef<HTMLCanvasElement>(null);
  const paneRef = useRef<HTMLDivElement>(null);
  const { manifest, samples, frame } = state;
  const window = chosenWindow ?? manifest?.window ?? null;
  const frames = manifest?.frameByteEnds.length ?? 0;
  const colour = manifest?.sample.samplesPerPixel === 3;

  useEffect(() => {
    void session.open();
    return () => session.close();
  }, [session]);

  useEffect(() => {
    const canvas = canvasRef.current;
    if (!canvas || !manifest || !samples || !window) return;
    const [nx, ny] = manifest.dimensions;
    canvas.width = nx;
    canvas.height = ny;
    canvas
      .getContext("2d")
      ?.putImageData(new ImageData(paintFrame(manifest, frame, samples, window), nx, ny), 0, 0);
  }, [manifest, samples, window, frame]);

  useEffect(() => {
    const pane = paneRef.current;
    if (!pane) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      void session.select(session.state.get().frame + Math.sign(event.deltaY));
    };
    pane.addEventListener("wheel", onWheel, { passive: false });
    return () => pane.removeEventListener("wheel", onWheel);
  }, [session]);

  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key === "?" && !isTyping(event.target)) onHelp();
    };
    globalThis.addEventListener("keydown", onKey);
    return () => globalThis.removeEventListener("keydown", onKey);
  }, [onHelp]);

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowUp: -1, ArrowLeft: -1, ArrowDown: 1, ArrowRight: 1, PageUp: -10, PageDown: 10 }[
      event.key
    ];
    if (step === undefined) return;
    event.preventDefault();
    void session.select(frame + step);
  };
  const onMove = (event: PointerEvent<HTMLCanvasElement>) => {
    if (!manifest) return;
    const box = event.currentTarget.getBoundingClientRect();
    const [nx, ny] = manifest.dimensions;
    setPixel({
      i: Math.min(nx - 1, Math.max(0, Math.floor(((event.clientX - box.left) / box.width) * nx))),
      j: Math.min(ny - 1, Math.max(0, Math.floor(((event.clientY - box.top) / box.height) * ny))),
    });
    if (drag && !colour)
      setChosenWindow(
        dragWindow(drag.window, manifest.window, event.clientX - drag.x, event.clientY - drag.y),
      );
  };

  const caption = `${monthName(exam.month)} · ${name(volume)}`;
  const value = pixel ? valueText(state, pixel, (number) => formatValue(format, number)) : null;
  const position = manifest?.framePositionsMm?.[frame];
  return (
    <>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-h-9 items-center gap-2 border-b bg-surface px-2">
          {toolbarStart}
          <p data-testid="stack-reason" className="text-muted">
            {manifest ? t(`stack.reason.${manifest.stackReason ?? "no-geometry"}`) : null}
          </p>
        </div>
        <div
          ref={paneRef}
          role="group"
          tabIndex={0}
          aria-label={t("stack.label", { caption, number: frame + 1, count: frames })}
          data-testid="pane-stack"
          onKeyDown={onKeyDown}
          className="relative grid min-h-0 flex-1 touch-none place-items-center overflow-hidden bg-black outline-offset-[-2px]"
        >
          <canvas
            ref={canvasRef}
            onPointerDown={(event) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              if (window) setDrag({ x: event.clientX, y: event.clientY, window });
            }}
            onPointerMove={onMove}
            onPointerUp={() => setDrag(null)}
            onPointerLeave={() => setPixel(null)}
            className="max-h-full min-h-0 max-w-full cursor-ns-resize object-contain [height:100%]"
            style={{ aspectRatio: manifest ? aspectOf(manifest) : undefined }}
          />
          <div aria-hidden="true" className="pointer-events-none absolute top-2 left-2.5">
            {caption}
          </div>
          <div aria-hidden="true" className="pointer-events-none absolute top-2 right-2.5 tabular-nums">
            {frames > 0 ? t("stack.frame", { number: frame + 1, count: frames }) : null}
          </div>
          <LoadStatus
            phase={state.phase}
            progress={null}
            failure={state.failure}
            neededBytes={null}
            onRetry={() => void session.open()}
          />
        </div>
        {frames > 1 ? (
          <div className="flex items-center gap-2 border-t bg-surface px-3 py-1">
            <input
              type="range"
              min={0}
              max={frames - 1}
              value={frame}
              aria-label={t("stack.slider")}
              onChange={(event) => void session.select(Number(event.target.value))}
              className="h-6 min-w-0 flex-1 accent-thread"
            />
          </div>
        ) : null}
      </div>
      {panelOpen ? (
        <aside
          id="viewer-panel"
          aria-label={t("panel.label")}
          className="w-60 shrink-0 divide-y overflow-y-auto border-l bg-surface"
        >
          <PanelSection title={t("cursor.title")}>
            <output data-testid="stack-value" className="flex flex-col gap-0.5 tabular-nums">
              <span>{pixel ? t("stack.pixel", { i: pixel.i, j: pixel.j }) : t("stack.hover")}</span>
              <span className="font-semibold">
                {value} {value && !colour ? (unitName(manifest?.rescale.unit) ?? t("arbitraryUnit")) : null}
              </span>
              {position ? (
                <span className="text-muted">
                  {t("stack.position", { point: formatPoint(format, position) })}
                </span>
              ) : null}
            </output>
          </PanelSection>
          <PanelSection title={t("panel.convention")}>
            <p className="text-muted">{t("stack.orientation")}</p>
          </PanelSection>
        </aside>
      ) : null}
    </>
  );
}

/** Value of a pixel, as text: one number, or the three of a colour. */
function valueText(
  { manifest, samples, frame }: StackState,
  { i, j }: Pixel,
  format: (value: number) => string,
): string {
  if (!manifest || !samples) return "";
  const pixel = i + j * manifest.dimensions[0];
  if (manifest.sample.samplesPerPixel === 3)
    return [0, 1, 2].map((channel) => samples[pixel * 3 + channel] ?? 0).join(" · ");
  const { slope, intercept } = rescaleOf(manifest, frame);
  return format((samples[pixel] ?? 0) * slope + intercept);
}

function aspectOf({ dimensions, voxelSizeMm }: NonNullable<StackState["manifest"]>): string {
  return `${dimensions[0] * voxelSizeMm[0]} / ${dimensions[1] * voxelSizeMm[1]}`;
}

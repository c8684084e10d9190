"use client";

import { useEffect, useRef } from "react";
import type { RefObject } from "react";
import { sliceIndexOf, moveToSlice, slicesOf } from "@/lib/viewer/geometry";
import type { Plane, Vec3 } from "@/lib/viewer/geometry";
import { panBy, screenToPatient, zoomAt } from "@/lib/viewer/view";
import type { ScreenPoint, Size, View } from "@/lib/viewer/view";
import { dragWindow } from "@/lib/viewer/window-level";
import type { DisplayWindow } from "@/lib/viewer/window-level";
import type { Tool } from "./tools";
import type { VolumeView } from "./use-volume-view";

/** A length being drawn. */
export type Draft = readonly [Vec3, Vec3];

export interface PaneGestures {
  onHover(point: Vec3 | null): void;
  onDraft(draft: Draft | null): void;
  onLength(points: Draft): void;
}

interface PaneSight {
  volume: VolumeView;
  plane: Plane;
  size: Size;
  view: View | null;
  tool: Tool;
}

interface Drag {
  tool: Tool;
  start: ScreenPoint;
  last: ScreenPoint;
  window: DisplayWindow;
  origin: Vec3;
  /** Screen distance not yet turned into slices. */
  restPx: number;
}

const PIXELS_PER_SLICE = 6;
/** One notch of an ordinary wheel; a touchpad sends many small steps. */
const WHEEL_PER_SLICE = 60;
const SHORTEST_MM = 0.3;

/** Mouse, pen, touch and wheel on a pane. Right button: window; middle: pan; Ctrl and wheel, or two fingers: zoom. */
export function usePaneGestures(
  ref: RefObject<HTMLDivElement | null>,
  sight: PaneSight,
  gestures: PaneGestures,
): void {
  const latest = useRef({ sight, gestures });
  useEffect(() => {
    latest.current = { sight, gestures };
  });

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const pointers = new Map<number, ScreenPoint>();
    let drag: Drag | null = null;
    let wheelRest = 0;

    const at = (event: MouseEvent): ScreenPoint => {
      const box = element.getBoundingClientRect();
      return { x: event.clientX - box.left, y: event.clientY - box.top };
    };
    const patientAt = (point: ScreenPoint): Vec3 | null => {
      const { volume, plane, size, view } = latest.current.sight;
      return view && volume.cursor ? screenToPatient(view, plane, size, volume.cursor, point) : null;
    };
    const scrollBy = (count: number) => {
      const { volume, plane } = latest.current.sight;
      const { manifest } = volume.state;
      if (!manifest || !volume.cursor || count === 0) return;
      const slices = slicesOf(manifest, plane);
      volume.setCursor(
        moveToSlice(slices, plane, volume.cursor, sliceIndexOf(slices, plane, volume.cursor) + count),
      );
    };
    const toolOf = (event: PointerEvent): Tool =>
      event.button === 1 ? "pan" : event.button === 2 ? "window" : latest.current.sight.tool;

    const onDown = (event: PointerEvent) => {
      const point = at(event);
      pointers.set(event.pointerId, point);
      element.setPointerCapture(event.pointerId);
      const { volume } = latest.current.sight;
      const origin = patientAt(point);
      if (pointers.size > 1 || !origin || !volume.window) {
        drag = null;
        latest.current.gestures.onDraft(null);
        return;
      }
      if (event.button === 1) event.preventDefault();
      drag = { tool: toolOf(event), start: point, last: point, window: volume.window, origin, restPx: 0 };
      if (drag.tool === "crosshair") volume.setCursor(origin);
      if (drag.tool === "length") latest.current.gestures.onDraft([origin, origin]);
    };

    const onMove = (event: PointerEvent) => {
      const point = at(event);
      const before = pointers.get(event.pointerId);
      latest.current.gestures.onHover(patientAt(point));
      if (!before) return;
      pointers.set(event.pointerId, point);
      if (pointers.size === 2) pinch(before, point, event.pointerId);
      else if (drag) continueDrag(drag, point);
    };

    const pinch = (before: ScreenPoint, after: ScreenPoint, pointerId: number) => {
      const { volume, plane, size, view } = latest.current.sight;
      const other = [...pointers].find(([id]) => id !== pointerId)?.[1];
      if (!view || !other) return;
      const spread = (point: ScreenPoint) => Math.max(1, Math.hypot(point.x - other.x, point.y - other.y));
      const middle = { x: (after.x + other.x) / 2, y: (after.y + other.y) / 2 };
      const moved = { x: (after.x - before.x) / 2, y: (after.y - before.y) / 2 };
      volume.setView(
        plane,
        zoomAt(panBy(view, plane, moved), plane, size, middle, spread(after) / spread(before)),
      );
    };

    const continueDrag = (current: Drag, point: ScreenPoint) => {
      const { volume, plane, size, view } = latest.current.sight;
      const moved = { x: point.x - current.last.x, y: point.y - current.last.y };
      const patient = patientAt(point);
      current.last = point;
      if (!view || !patient) return;
      switch (current.tool) {
        case "crosshair":
          volume.setCursor(patient);
          return;
        case "window": {
          const { manifest } = volume.state;
          if (!manifest) return;
          const total = { x: point.x - current.start.x, y: point.y - current.start.y };
          volume.setWindow(dragWindow(current.window, manifest.window, total.x, total.y));
          return;
        }
        case "scroll": {
          current.restPx += moved.y;
          const slices = Math.trunc(current.restPx / PIXELS_PER_SLICE);
          current.restPx -= slices * PIXELS_PER_SLICE;
          scrollBy(-slices);
          return;
        }
        case "zoom":
          volume.setView(plane, zoomAt(view, plane, size, current.start, Math.exp(-moved.y / 150)));
          return;
        case "pan":
          volume.setView(plane, panBy(view, plane, moved));
          return;
        case "length":
          latest.current.gestures.onDraft([current.origin, patient]);
      }
    };

    const onUp = (event: PointerEvent) => {
      pointers.delete(event.pointerId);
      const ended = drag;
      drag = null;
      if (ended?.tool !== "length") return;
      const end = patientAt(at(event));
      latest.current.gestures.onDraft(null);
      if (event.type === "pointercancel" || !end) return;
      const [a, b] = [ended.origin, end];
      if (Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]) >= SHORTEST_MM)
        latest.current.gestures.onLength([a, b]);
    };

    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { volume, plane, size, view } = latest.current.sight;
      if (event.ctrlKey || event.metaKey) {
        if (view) volume.setView(plane, zoomAt(view, plane, size, at(event), Math.exp(-event.deltaY / 400)));
        return;
      }
      // Lines and pages of a wheel (deltaMode 1, 2) are as many notches.
      wheelRest += event.deltaMode === 0 ? event.deltaY : Math.sign(event.deltaY) * WHEEL_PER_SLICE;
      if (Math.abs(event.deltaY) >= 100 && event.deltaMode === 0)
        wheelRest = Math.sign(event.deltaY) * WHEEL_PER_SLICE;
      const slices = Math.trunc(wheelRest / WHEEL_PER_SLICE);
      wheelRest -= slices * WHEEL_PER_SLICE;
      scrollBy(-slices);
    };
    const onLeave = () => latest.current.gestures.onHover(null);
    const onMenu = (event: Event) => event.preventDefault();

    element.addEventListener("pointerdown", onDown);
    element.addEventListener("pointermove", onMove);
    element.addEventListener("pointerup", onUp);
    element.addEventListener("pointercancel", onUp);
    element.addEventListener("pointerleave", onLeave);
    element.addEventListener("contextmenu", onMenu);
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => {
      element.removeEventListener("pointerdown", onDown);
      element.removeEventListener("pointermove", onMove);
      element.removeEventListener("pointerup", onUp);
      element.removeEventListener("pointercancel", onUp);
      element.removeEventListener("pointerleave", onLeave);
      element.removeEventListener("contextmenu", onMenu);
      element.removeEventListener("wheel", onWheel);
    };
  }, [ref]);
}

"use client";

import { useEffect, useRef } from "react";
import { isTyping } from "@/components/shell/typing";
import { moveToSlice, sliceIndexOf, slicesOf } from "@/lib/viewer/geometry";
import type { Plane } from "@/lib/viewer/geometry";
import { LAYOUTS, TOOL_KEYS } from "./tools";
import type { Layout, Tool } from "./tools";
import type { VolumeView } from "./use-volume-view";

interface KeyTargets {
  /** The volume and plane the arrows scroll. */
  volume: VolumeView;
  plane: Plane;
  onTool(tool: Tool): void;
  onLayout(layout: Layout): void;
  onAutoWindow(): void;
  onReset(): void;
  onHelp(): void;
}

const SLICES: Readonly<Record<string, number>> = {
  ArrowUp: 1,
  ArrowDown: -1,
  PageUp: 10,
  PageDown: -10,
  Home: -Infinity,
  End: Infinity,
};

/** The viewer's keys. They are silent while one types, and leave keys that a control under the focus takes. */
export function useViewerKeys(targets: KeyTargets): void {
  const latest = useRef(targets);
  useEffect(() => {
    latest.current = targets;
  });
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('[role="dialog"]')) return;
      if (act(event.key, latest.current)) event.preventDefault();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

function act(key: string, targets: KeyTargets): boolean {
  const slices = SLICES[key];
  if (slices !== undefined) return scroll(targets, slices);
  if (key === "ArrowLeft" || key === "ArrowRight") return step(targets, key === "ArrowRight" ? 1 : -1);
  const layout = LAYOUTS[Number(key) - 1];
  const tool = TOOL_KEYS[key.toLowerCase()];
  if (layout) targets.onLayout(layout);
  else if (tool) targets.onTool(tool);
  else if (key.toLowerCase() === "r") targets.onReset();
  else if (key.toLowerCase() === "a") targets.onAutoWindow();
  else if (key === "?") targets.onHelp();
  else return false;
  return true;
}

function scroll({ volume, plane }: KeyTargets, count: number): boolean {
  const { manifest } = volume.state;
  if (!manifest || !volume.cursor) return false;
  const slices = slicesOf(manifest, plane);
  volume.setCursor(
    moveToSlice(slices, plane, volume.cursor, sliceIndexOf(slices, plane, volume.cursor) + count),
  );
  return true;
}

function step({ volume }: KeyTargets, by: number): boolean {
  const { manifest, t } = volume.state;
  const next = t + by;
  if (!manifest || manifest.dimensions[3] === 1 || next < 0 || next >= manifest.dimensions[3]) return false;
  void volume.session.select(next);
  return true;
}

"use client";

import { useCallback, useEffect, useState, useSyncExternalStore } from "react";
import { PLANES, centreOf, moveToSlice, sliceIndexOf, slicesOf } from "@/lib/viewer/geometry";
import type { Grid, Plane, Vec3 } from "@/lib/viewer/geometry";
import type { View } from "@/lib/viewer/view";
import { sharedViewer } from "@/lib/viewer/viewer";
import type { VolumeSession, VolumeState } from "@/lib/viewer/volume-session";
import type { DisplayWindow } from "@/lib/viewer/window-level";

/** Zoom and pan of each plane; a plane that is absent shows the whole volume. */
export type Views = Partial<Record<Plane, View>>;

/** One volume on screen: its loading, where the cursor is, how it is windowed, zoomed and panned. */
export interface VolumeView {
  session: VolumeSession;
  state: VolumeState;
  /** Null until the geometry is known. */
  cursor: Vec3 | null;
  window: DisplayWindow | null;
  views: Views;
  setCursor(point: Vec3): void;
  setWindow(window: DisplayWindow | null): void;
  setView(plane: Plane, view: View): void;
  setViews(views: Views): void;
  /** Whole volume, middle, automatic window. */
  reset(): void;
}

/** The middle of the volume, moved onto voxel centres. */
export function startCursor(grid: Grid): Vec3 {
  return PLANES.reduce<Vec3>((point, plane) => {
    const slices = slicesOf(grid, plane);
    return moveToSlice(slices, plane, point, sliceIndexOf(slices, plane, point));
  }, centreOf(grid));
}

/**
 * Opens a volume for as long as the component lives. Give the component the volume's id as its key. The cursor starts
 * at `start`, or in the middle.
 */
export function useVolumeView(volumeId: string, start: Vec3 | null = null): VolumeView {
  const [session] = useState(() => sharedViewer().volume(volumeId));
  const state = useSyncExternalStore(session.state.subscribe, session.state.get, session.state.get);
  const [cursor, setCursor] = useState<Vec3 | null>(start);
  const [window, setWindow] = useState<DisplayWindow | null>(null);
  const [views, setViews] = useState<Views>({});

  useEffect(() => {
    void session.open();
    return () => session.close();
  }, [session]);

  const setView = useCallback(
    (plane: Plane, view: View) => setViews((old) => ({ ...old, [plane]: view })),
    [],
  );
  const reset = useCallback(() => {
    setCursor(null);
    setWindow(null);
    setViews({});
  }, []);

  const { manifest } = state;
  return {
    session,
    state,
    cursor: cursor ?? (manifest?.kind === "volume" ? startCursor(manifest) : null),
    window: window ?? state.window ?? manifest?.window ?? null,
    views,
    setCursor,
    setWindow,
    setView,
    setViews,
    reset,
  };
}

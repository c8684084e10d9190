"use client";

import { useEffect, useRef, useState } from "react";
import type { RefObject } from "react";
import type { Plane } from "@/lib/viewer/geometry";
import type { PicturePane } from "@/lib/viewer/picture-engine";
import { cameraOf, fitView, screenToPatient } from "@/lib/viewer/view";
import type { Size, View } from "@/lib/viewer/view";
import { sharedViewer } from "@/lib/viewer/viewer";
import { valuePlan } from "@/lib/viewer/voxels";
import { greyOf, storedRange } from "@/lib/viewer/window-level";
import type { VolumeView } from "./use-volume-view";

const SETTLE_MS = 400;
const READ_BACKS = 6;
const BRIGHT = 90;
const DARK = 8;

/** Keeps a Cornerstone canvas in `ref` showing one plane of a volume. Returns the pane's size and view. */
export function usePanePicture(
  ref: RefObject<HTMLDivElement | null>,
  volume: VolumeView,
  plane: Plane,
): { size: Size; view: View | null } {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 });
  const [pane, setPane] = useState<PicturePane | null>(null);
  const { session, state, cursor, window } = volume;
  const { manifest } = state;
  const picture = state.drawn > 0 ? session.picture : null;
  const hasSize = size.width > 0 && size.height > 0;
  const view = manifest && hasSize ? (volume.views[plane] ?? fitView(manifest, plane, size)) : null;

  useEffect(() => {
    const element = ref.current;
    if (!element) return;
    const observer = new ResizeObserver(([entry]) => {
      if (!entry) return;
      const { width, height } = entry.contentRect;
      setSize({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);

  useEffect(() => {
    const element = ref.current;
    if (!element || !picture || !hasSize) return;
    const opened = sharedViewer().engine.openPane(element);
    let closed = false;
    opened.show(picture).then(
      () => !closed && setPane(opened),
      () => !closed && session.reportBlack(),
    );
    return () => {
      closed = true;
      setPane(null);
      opened.close();
    };
  }, [ref, picture, hasSize, session]);

  useEffect(() => {
    if (pane && hasSize) sharedViewer().engine.resize();
  }, [pane, hasSize, size]);

  useEffect(() => {
    if (!pane || !view || !cursor || !window || !manifest) return;
    pane.draw(cameraOf(view, plane, size, cursor), storedRange(window, valuePlan(manifest).rescale));
  }, [pane, view, cursor, window, manifest, plane, size, state.drawn]);

  // Drivers can draw black without an error: what is on screen is compared with the voxels once they are all here.
  const latest = useRef({ view, size, cursor, window });
  useEffect(() => {
    latest.current = { view, size, cursor, window };
  });
  const ready = state.phase === "ready";
  useEffect(() => {
    if (!pane || !ready) return;
    let tries = 0;
    const timer = setInterval(() => {
      const now = latest.current;
      tries += 1;
      if (!now.view || !now.cursor || !now.window) return;
      const { cursor: point, view: seen, size: area, window: shown } = now;
      const spots = gridPoints(area);
      const expected = spots.map((spot) => {
        const voxel = session.valueAt(screenToPatient(seen, plane, area, point, spot));
        return voxel ? greyOf(voxel.value, shown) : 0;
      });
      const drawn = pane.greyAt(spots);
      const bright = expected.flatMap((grey, index) => (grey > BRIGHT ? [index] : []));
      const visible = drawn !== null && bright.some((index) => (drawn[index] ?? 0) > DARK);
      if (bright.length < 3 || visible) clearInterval(timer);
      else if (tries >= READ_BACKS) {
        clearInterval(timer);
        session.reportBlack();
      }
    }, SETTLE_MS);
    return () => clearInterval(timer);
  }, [pane, ready, plane, session]);

  return { size, view };
}

function gridPoints(size: Size): { x: number; y: number }[] {
  const steps = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8];
  return steps.flatMap((x) => steps.map((y) => ({ x: x * size.width, y: y * size.height })));
}

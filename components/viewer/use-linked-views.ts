"use client";

import { useState } from "react";
import { across, linkOf, offsetBetween } from "@/lib/viewer/link";
import type { Link } from "@/lib/viewer/link";
import type { Vec3 } from "@/lib/viewer/geometry";
import type { VolumeView } from "./use-volume-view";

/** Two volumes and whether moving in one moves in the other. */
export interface LinkedViews {
  a: VolumeView;
  b: VolumeView;
  link: Link;
  linked: boolean;
  offsetMm: Vec3;
  setLinked(linked: boolean): void;
  setOffset(offset: Vec3): void;
  /** Takes the two present positions for the same place, and links. */
  linkHere(): void;
}

const NO_OFFSET: Vec3 = [0, 0, 0];

/** Links slices, zoom and pan of two volumes. While linked, B's cursor is A's, carried across. */
export function useLinkedViews(a: VolumeView, b: VolumeView): LinkedViews {
  const [linked, setLinked] = useState(true);
  const [offsetMm, setOffset] = useState<Vec3>(NO_OFFSET);
  const unknown = { frameOfReferenceUid: null };
  const link = linkOf(a.state.manifest ?? unknown, b.state.manifest ?? unknown, offsetMm);
  const together = linked && a.cursor !== null && b.cursor !== null;
  const cursorB = together && a.cursor ? across(link, "a", a.cursor) : b.cursor;

  const reset = () => {
    a.reset();
    b.reset();
  };
  const sideA: VolumeView = {
    ...a,
    reset,
    setView: (plane, view) => {
      a.setView(plane, view);
      if (together) b.setView(plane, { ...view, centreMm: across(link, "a", view.centreMm) });
    },
  };
  const sideB: VolumeView = {
    ...b,
    cursor: cursorB,
    reset,
    setCursor: (point) => (together ? a.setCursor(across(link, "b", point)) : b.setCursor(point)),
    setView: (plane, view) => {
      b.setView(plane, view);
      if (together) a.setView(plane, { ...view, centreMm: across(link, "b", view.centreMm) });
    },
  };
  return {
    a: sideA,
    b: sideB,
    link,
    linked,
    offsetMm,
    setLinked: (wanted) => {
      // Unlinking leaves both where they are.
      if (!wanted && cursorB) b.setCursor(cursorB);
      setLinked(wanted);
    },
    setOffset,
    linkHere: () => {
      if (a.cursor && b.cursor) setOffset(offsetBetween(a.cursor, b.cursor));
      setLinked(true);
    },
  };
}

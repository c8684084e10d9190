"use client";

import type { ReactNode } from "react";
import { classNames } from "@/components/ui/class-names";
import type { Plane } from "@/lib/viewer/geometry";
import type { Layout } from "./tools";

const CELLS: Readonly<Record<Layout, string>> = {
  one: "grid-cols-1 grid-rows-1",
  focus: "grid-cols-[2fr_1fr] grid-rows-2 [&>*:first-child]:row-span-2",
  three: "grid-cols-3 grid-rows-1",
};

/** The planes a layout shows, the large one first. */
export function planesOf(layout: Layout, main: Plane): Plane[] {
  const others = (["axial", "coronal", "sagittal"] as const).filter((plane) => plane !== main);
  return layout === "one"
    ? [main]
    : layout === "focus"
      ? [main, ...others]
      : ["axial", "coronal", "sagittal"];
}

/** Panes of one volume, hairlines between them. */
export function PaneGrid({ layout, children }: { layout: Layout; children: ReactNode }) {
  return (
    <div className={classNames("relative grid min-h-0 min-w-0 flex-1 gap-px bg-line", CELLS[layout])}>
      {children}
    </div>
  );
}

export const TOOLS = ["crosshair", "window", "scroll", "zoom", "pan", "length"] as const;
/** What the first mouse button, or one finger, does. */
export type Tool = (typeof TOOLS)[number];

/** Key of each tool; scrolling has the wheel and the arrows, and a button on touch screens only. */
export const TOOL_KEYS: Readonly<Record<string, Tool>> = {
  c: "crosshair",
  w: "window",
  z: "zoom",
  p: "pan",
  l: "length",
};

/** A finger is too blunt to end a length on a voxel, and two fingers zoom and pan. */
export const TOUCH_TOOLS: readonly Tool[] = ["scroll", "crosshair", "window"];
export const MOUSE_TOOLS: readonly Tool[] = ["crosshair", "window", "zoom", "pan", "length"];

export const LAYOUTS = ["one", "focus", "three"] as const;
/** `one` plane; one large and two small (`focus`); `three` side by side. Keys 1, 2, 3. */
export type Layout = (typeof LAYOUTS)[number];

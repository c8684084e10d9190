import { execFileSync } from "node:child_process";
import { childEnv } from "@/lib/platform/env";

export type Point = readonly [number, number, number];
export type PhantomVolume =
  "axial" | "sagittal" | "oblique" | "series" | "colour" | "huge" | "laterElsewhere" | "laterSameFrame";

/** Ids of two exams of a head that is different on every side. */
export interface Phantom {
  subjectId: string;
  scannerId: string;
  examId: string;
  laterExamId: string;
  volumes: Record<PhantomVolume, string>;
}

/** Centres of balls of 9 mm in the head (LPS, mm from its centre) and their values. No two share a plane. */
export const MARKERS = {
  left: { at: [45, 22, -22], value: 1000 },
  front: { at: [-22, -60, 8], value: 1500 },
  top: { at: [0, 0, 45], value: 2000 },
} as const satisfies Record<string, { at: Point; value: number }>;
const MARKER_RADIUS_MM = 9;

export const PHANTOM_REST = 40;

/** Value of the head at a position (LPS, mm from its centre). */
export function phantomValue([x, y, z]: Point): number {
  for (const { at, value } of Object.values(MARKERS))
    if (Math.hypot(x - at[0], y - at[1], z - at[2]) <= MARKER_RADIUS_MM) return value;
  const radius = Math.hypot(x / 70, y / 88, z / 62);
  if (radius > 1) return 0;
  if (radius > 0.93) return 600;
  return 300 + Math.round(x) + Math.round(y / 2) + Math.round(z / 2);
}

/** The phantom is written by a process of its own: the test runner's transpiler does not take the database client. */
function inServerData(expression: string): string {
  return execFileSync(
    process.execPath,
    [
      "--import",
      "tsx",
      "--input-type=module",
      "--eval",
      `const store = await import("./e2e/phantom-store.ts"); const result = await (${expression}); console.log("RESULT" + JSON.stringify(result ?? null)); process.exit(0);`,
    ],
    {
      encoding: "utf8",
      env: childEnv({ ARIANE_DATA_DIR: ".cache/e2e", LOG_LEVEL: "warn" }),
    },
  );
}

export function insertPhantom(): Phantom {
  const output = inServerData("store.insertPhantom()");
  return JSON.parse(output.slice(output.lastIndexOf("RESULT") + "RESULT".length)) as Phantom;
}

export function removePhantom(phantom: Phantom): void {
  inServerData(`store.removePhantom(${JSON.stringify(phantom)})`);
}

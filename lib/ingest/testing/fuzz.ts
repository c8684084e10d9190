import { readFileSync, statSync } from "node:fs";
import { filesBelow } from "@/lib/dicom/testing/files-below";
import type { InspectionPool } from "../inspection/pool";
import { mutate, seededRandom } from "./mutate";

export interface FuzzFinding {
  /** Makes the same broken file again. */
  seed: number;
  kind: "hang" | "crash" | "error";
}

export interface FuzzReport {
  files: number;
  fates: Record<string, number>;
  slowestMs: number;
  findings: FuzzFinding[];
}

/** Files that are small enough for thousands of rounds. */
const MOST_BYTES = 512 * 1024;
export const HANG_MS = 5_000;

/** Originals for fuzzing: the given files, small ones. */
export function fuzzOriginals(folder: string): string[] {
  return filesBelow(folder)
    .filter((path) => statSync(path).size > 0 && statSync(path).size <= MOST_BYTES)
    .sort();
}

/** The broken file of a seed. */
export function fuzzFile(originals: readonly string[], seed: number): Uint8Array {
  const random = seededRandom(seed);
  const path = originals[Math.floor(random() * originals.length)] ?? "";
  return mutate(new Uint8Array(readFileSync(path)), random);
}

/**
 * Inspects and, where they are usable, de-identifies broken files, one after the other: nothing may hang, end a thread or
 * fail in a way that is not a fate.
 */
export async function fuzz(
  pool: InspectionPool,
  originals: readonly string[],
  seeds: Iterable<number>,
  context: { pseudonym: string; dateOffsetDays: number; uidKey: Uint8Array },
): Promise<FuzzReport> {
  const report: FuzzReport = { files: 0, fates: {}, slowestMs: 0, findings: [] };
  for (const seed of seeds) {
    const bytes = fuzzFile(originals, seed);
    const started = performance.now();
    let fate: string;
    try {
      const found = await pool.inspect({ bytes });
      fate = found.kind === "usable" ? "usable" : found.reason;
      if (found.kind === "usable") {
        try {
          const answer = await found.deidentify({ context });
          if (answer.kind !== "clean") fate = answer.reason;
        } finally {
          found.release();
        }
      }
    } catch {
      fate = "error";
    }
    const ms = performance.now() - started;
    report.files += 1;
    report.fates[fate] = (report.fates[fate] ?? 0) + 1;
    report.slowestMs = Math.max(report.slowestMs, ms);
    if (fate === "inspection-timeout" || ms > HANG_MS) report.findings.push({ seed, kind: "hang" });
    else if (fate === "inspection-crashed") report.findings.push({ seed, kind: "crash" });
    else if (fate === "error") report.findings.push({ seed, kind: "error" });
  }
  return report;
}

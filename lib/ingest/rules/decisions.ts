import type { HeldContext } from "../held-context";
import type { QuarantineReason } from "./reasons";

/** What a data manager may decide about held files. */
export const HELD_DECISIONS = ["scanner", "creators", "retry", "erase"] as const;
export type HeldDecision = (typeof HELD_DECISIONS)[number];

/**
 * Reasons that no decision and no later rule lifts: the image itself may name somebody, the object is of another
 * kind than this catalogue ever holds, or a part of the file is not there. Such files can only be erased.
 */
const NEVER_PASSES: ReadonlySet<string> = new Set<QuarantineReason>([
  "burned-in-annotation",
  "secondary-capture",
  "radiotherapy",
  "ultrasound",
  "other-modality",
  "truncated",
  "missing-identifiers",
  "missing-pixel-data",
]);

/** Whether files held for this reason may be judged again. */
export function mayPass(reason: string): boolean {
  return !NEVER_PASSES.has(reason);
}

/** The decisions that can be offered, the one that mends first. */
export function decisionsFor(reason: string, context: HeldContext): HeldDecision[] {
  const offered: HeldDecision[] = [];
  if (reason === "unknown-scanner" && context.scannerKey !== undefined) offered.push("scanner");
  if (reason === "unknown-private-creator" && (context.creatorHashes ?? []).length > 0)
    offered.push("creators");
  if (mayPass(reason)) offered.push("retry");
  offered.push("erase");
  return offered;
}

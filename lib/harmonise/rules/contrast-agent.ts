import type { Dataset } from "@/lib/dicom/dataset";
import { TAG } from "@/lib/dicom/tags";

export type ContrastAgent = "yes" | "no" | "unknown";

const NONE_GIVEN = /^(none|no|n|without.*|no contrast|sans.*)$/i;

/**
 * Whether the header says that a contrast agent was given. An absent or empty ContrastBolusAgent says
 * nothing: technicians leave it so as often as not.
 */
export function contrastAgentOf(dataset: Dataset): ContrastAgent {
  const agent = dataset.text(TAG.ContrastBolusAgent);
  if (agent !== undefined) return NONE_GIVEN.test(agent) ? "no" : "yes";
  const usage = [
    ...dataset.items(TAG.SharedFunctionalGroupsSequence),
    ...dataset.items(TAG.PerFrameFunctionalGroupsSequence).slice(0, 1),
  ].flatMap((groups) => groups.items(TAG.ContrastBolusUsageSequence));
  const administered = usage.map((item) => item.text(TAG.ContrastBolusAgentAdministered));
  if (administered.includes("YES")) return "yes";
  if (administered.includes("NO")) return "no";
  const isGiven =
    dataset.items(TAG.ContrastBolusAgentSequence).length > 0 ||
    (dataset.number(TAG.ContrastBolusVolume) ?? 0) > 0;
  return isGiven ? "yes" : "unknown";
}

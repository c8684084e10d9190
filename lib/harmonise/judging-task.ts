import { z } from "zod";

// Why exams are judged anew, and which. Plain data, browser-safe.

export const JUDGING_REASONS = ["protocol-saved", "assignment-changed", "role-corrected", "asked"] as const;
export type JudgingReason = (typeof JUDGING_REASONS)[number];

const trueDay = z.iso.date();

/** Which exams a task judges. Days are true days of acquisition, the last one excluded. */
export const judgingSelectionSchema = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("all") }),
  z.strictObject({ by: z.literal("scanner"), scannerId: z.uuid() }),
  /** Exams that the protocol judges, or would by a choice or by a rule. */
  z.strictObject({ by: z.literal("protocol"), protocolId: z.uuid() }),
  z.strictObject({ by: z.literal("acquired"), from: trueDay.nullable(), until: trueDay.nullable() }),
]);
export type JudgingSelection = z.infer<typeof judgingSelectionSchema>;

/** A task as the network's pages show it. */
export interface JudgingTaskView {
  id: string;
  reason: JudgingReason;
  selection: JudgingSelection;
  /** Exams. */
  done: number;
  total: number;
  /** Verdicts on series that are not what they were. */
  changed: number;
  createdAt: Date;
  finishedAt: Date | null;
}

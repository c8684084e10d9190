import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan, requireExamFilter } from "@/lib/access/policy";
import { findExamFacts } from "@/lib/harmonise/exam-facts-store";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type Draft, draftContent } from "./draft-content";
import { drawExams, isVisibleExam } from "./draft-store";

export const draftProtocolSchema = z.discriminatedUnion("from", [
  z.strictObject({ from: z.literal("exam"), examId: z.guid() }),
  /** Exams with the same description and field as this one. */
  z.strictObject({ from: z.literal("alike"), examId: z.guid() }),
  z.strictObject({ from: z.literal("fleet"), fieldStrengthTesla: z.number().positive().nullable() }),
]);

/** Exams that a draft is made from at most: a fair sample of a larger group. */
const MOST_EXAMS = 1000;
const PART = 200;

/**
 * A protocol's content from what was really acquired: one exam, exams like it, or the fleet's dominant settings.
 * @throws AppError `forbidden`; `not-found` for an exam outside the actor's rights; `conflict` (details.reason
 * "nothing-to-draft-from")
 */
export async function draftProtocol(
  actor: Actor,
  input: z.infer<typeof draftProtocolSchema>,
): Promise<Draft & { examCount: number }> {
  requireCan(actor, "protocols.manage");
  const filter = requireExamFilter(actor, "browse");
  if (input.from !== "fleet" && !(await isVisibleExam(db(), filter, input.examId)))
    throw new AppError("not-found");
  const ids =
    input.from === "exam"
      ? [input.examId]
      : await drawExams(
          db(),
          filter,
          input.from === "alike" ? { alike: input.examId } : { fieldStrengthTesla: input.fieldStrengthTesla },
          MOST_EXAMS,
        );
  const exams = [];
  for (let start = 0; start < ids.length; start += PART)
    exams.push(...(await findExamFacts(db(), ids.slice(start, start + PART))));
  for (const { series } of exams) {
    series.sort((a, b) => (a.seriesNumber ?? Number.MAX_VALUE) - (b.seriesNumber ?? Number.MAX_VALUE));
  }
  const draft = draftContent(exams);
  if (draft.content.steps.length === 0)
    throw new AppError("conflict", undefined, { reason: "nothing-to-draft-from" });
  await audit(db(), actor, {
    type: "protocol.drafted",
    detail: { examId: input.from === "fleet" ? null : input.examId, exams: exams.length },
  });
  return { ...draft, examCount: exams.length };
}

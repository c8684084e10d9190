import { z } from "zod";
import { type Actor, isSystem } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireCan } from "@/lib/access/policy";
import { queueExamJudging } from "@/lib/harmonise/queue-judging";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { countProtocols, lockChoice, replaceChoice } from "./assignment-store";

export const chooseProtocolsSchema = z.strictObject({
  examId: z.uuid(),
  /** None: the rules decide again. */
  protocolIds: z
    .array(z.uuid())
    .max(20)
    .refine((ids) => new Set(ids).size === ids.length),
});

/**
 * Says by hand which protocols judge an exam; remembered before every rule.
 * @returns the choice before, to undo this one
 * @throws AppError `forbidden` without the right to manage what comes from the exam's site; `not-found` for a protocol
 * that does not exist
 */
export async function chooseProtocols(
  actor: Actor,
  { examId, protocolIds }: z.infer<typeof chooseProtocolsSchema>,
): Promise<{ before: string[] }> {
  return inTransaction(async (tx) => {
    const exam = await lockChoice(tx, examId);
    requireCan(actor, "ingest.manage", { siteId: exam?.siteId ?? null });
    if (exam === null || (await countProtocols(tx, protocolIds)) < protocolIds.length)
      throw new AppError("not-found");
    await replaceChoice(tx, examId, protocolIds, isSystem(actor) ? null : actor.userId);
    await queueExamJudging(tx, [examId]);
    await audit(tx, actor, { type: "exam.protocols-chosen", detail: { examId, protocolIds } });
    return { before: exam.protocolIds };
  });
}

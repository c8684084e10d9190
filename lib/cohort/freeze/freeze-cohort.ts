import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { requireExamFilter } from "@/lib/access/policy";
import { inTransaction } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { canonicalCriteria } from "../canonical";
import { readDataVersion } from "../data-version-store";
import { requireCohortRight } from "../kept/cohort-right";
import { findCohort } from "../kept/kept-store";
import { cohortDigest, stateHash } from "./digest";
import { findAnswer, holdOneState, insertVersion, nextVersion } from "./freeze-store";
import { membersOf } from "./members";
import { readPresentExams } from "./present-store";

export const freezeCohortSchema = z.strictObject({
  cohortId: z.guid(),
  /** Why, in the words of whoever freezes it. */
  reason: z.string().trim().max(2_000),
  /** As in changeQuestionSchema: what is frozen is what was seen. */
  seenAt: z.iso.datetime().nullable(),
});
export type FreezeCohort = z.infer<typeof freezeCohortSchema>;

/** What all that criteria look at still fits in memory for; a larger cohort is narrowed, or frozen in parts. */
export const MOST_EXAMS = 50_000;
const TIMEOUT_MS = 300_000;

/**
 * Freezes the answer to a kept question, within the actor's rights: its members with all that criteria look at, read from
 * one state of the data. The version can be cited and never changes.
 * @throws AppError `not-found`; `forbidden` without a right to rows or where the question may only be read; `conflict`
 * (details.reason "cohort-changed", "nobody-answers"); `too-large` beyond 50,000 exams
 */
export async function freezeCohort(
  actor: Actor,
  { cohortId, reason, seenAt }: FreezeCohort,
): Promise<{ versionId: string; citationCode: string }> {
  return inTransaction(async (tx) => {
    await holdOneState(tx);
    const dataVersion = await readDataVersion(tx);
    const { cohort } = requireCohortRight(actor, await findCohort(tx, cohortId), "edit");
    const filter = requireExamFilter(actor, "browse");
    if (seenAt !== null && new Date(seenAt).getTime() !== cohort.updatedAt.getTime()) {
      throw new AppError("conflict", undefined, { reason: "cohort-changed" });
    }
    const criteria = canonicalCriteria(cohort.criteria);
    const answer = await findAnswer(tx, criteria, filter, MOST_EXAMS);
    if (answer.exams.length > MOST_EXAMS) throw new AppError("too-large", undefined, { most: MOST_EXAMS });
    if (answer.exams.length === 0) throw new AppError("conflict", undefined, { reason: "nobody-answers" });
    const present = await readPresentExams(
      tx,
      answer.exams.map(({ examId }) => examId),
    );
    const { exams, series, subjects } = membersOf(answer, present);
    const digest = cohortDigest(
      criteria,
      dataVersion,
      exams.map(({ examId, state }) => ({ exam: examId, stateSha256: stateHash(state) })),
      series.map(({ seriesId, examId, state }) => ({
        ...{ series: seriesId, exam: examId },
        stateSha256: stateHash(state),
      })),
    );
    const { version, citationCode } = await nextVersion(tx, cohortId);
    const versionId = await insertVersion(
      tx,
      {
        ...{ cohortId, version, citationCode, criteria, dataVersion, reason },
        title: cohort.name,
        digest: new Uint8Array(digest),
        subjectCount: subjects,
        frozenById: actor.userId,
      },
      exams,
      series,
    );
    await audit(tx, actor, {
      type: "cohort.frozen",
      detail: { cohortId, versionId, version, exams: exams.length },
    });
    return { versionId, citationCode };
  }, TIMEOUT_MS);
}

import type { ExamFilter } from "@/lib/access/policy";
import { applyCombat, type ApplyOutcome } from "@/lib/harmonise/combat/apply";
import type { Db, Tx } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { type ExamRow, type LeftOut, rowsToApplyTo } from "./exam-features";
import { findMeasuredExams } from "./exam-features-store";
import { findModel } from "./model-store";

type FoundModel = NonNullable<Awaited<ReturnType<typeof findModel>>>;

/**
 * A kept model, applied to all exams that the filter lets through, of scanner epochs or, for null, of its own ones.
 * @throws AppError `not-found` without such a model; `too-large`
 */
export async function harmoniseExams(
  db: Db | Tx,
  filter: ExamFilter,
  modelId: string,
  epochIds: readonly string[] | null,
): Promise<{ model: FoundModel; outcome: ApplyOutcome<ExamRow>; leftOut: LeftOut }> {
  const model = await findModel(db, modelId);
  if (model === null) throw new AppError("not-found");
  const epochs = epochIds === null ? model.batches.map(({ epochId }) => epochId) : [...epochIds];
  const everybody = { ageFromYears: null, ageToYears: null, controlsOnly: false };
  const group = { ...everybody, sequence: model.group.group.sequence, epochIds: epochs };
  const exams = await findMeasuredExams(db, filter, group, model.features);
  const chosen = rowsToApplyTo(exams, model.covariates, model.group.metricVersion);
  const ordered = chosen.rows.sort(
    ({ exam: a }, { exam: b }) =>
      compare(a.pseudonym, b.pseudonym) ||
      a.examAt.getTime() - b.examAt.getTime() ||
      compare(a.examId, b.examId),
  );
  return { model, outcome: applyCombat(model.model.combat, ordered), leftOut: chosen.leftOut };
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

import type { Actor } from "@/lib/access/actor";
import { audit } from "@/lib/access/audit";
import { can, examFilter } from "@/lib/access/policy";
import { findProtocols } from "@/lib/harmonise/assignment/assignment-store";
import { db } from "@/lib/platform/db/client";
import { AppError } from "@/lib/platform/errors";
import { checklistOf } from "./checklist";
import { findExamVerdicts } from "./compliance-store";
import { type ExamCompliance, type JudgingVersion, withoutVersion } from "./compliance-view";

/**
 * How an exam is by each protocol that judges it: a checklist of the expected series, and what does not fit together.
 * @throws AppError `not-found` outside the actor's rights
 */
export async function getExamCompliance(actor: Actor, examId: string): Promise<ExamCompliance> {
  const exam = await findExamVerdicts(db(), examFilter(actor, "browse"), examId);
  if (!exam) throw new AppError("not-found");
  const mayChoose = can(actor, "ingest.manage", { siteId: exam.siteId });
  const protocols = mayChoose ? await findProtocols(db()) : null;
  await audit(db(), actor, { type: "compliance.viewed", detail: { examId, seriesId: null } });
  const dated = can(actor, "true-dates.read", { siteId: exam.siteId });
  const told = <T extends JudgingVersion>(judged: T[]) => (dated ? judged : judged.map(withoutVersion));
  return {
    examId,
    checklists: told(
      exam.protocols.filter(({ current }) => current).map((verdict) => checklistOf(verdict, exam.series)),
    ),
    kept: told(
      exam.protocols
        .filter(({ current }) => !current)
        .map(({ versionId, code, name, version, value, isWhole }) => ({
          ...{ versionId, code, name, version, value, isWhole },
        })),
    ),
    choice: protocols && { protocols, chosenIds: exam.chosenIds },
  };
}

import { useTranslations } from "next-intl";
import { Section } from "@/components/shell/page";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { ExamCompliance as Compliance } from "@/lib/harmonise/compliance/compliance-view";
import { ExamChecklist } from "./exam-checklist";
import { type ChooseProtocols, JudgedByMenu } from "./judged-by-menu";

/** How an exam is by each of its protocols, with the choice of protocols for whoever may make it. */
export function ExamCompliance({ compliance, choose }: { compliance: Compliance; choose: ChooseProtocols }) {
  const t = useTranslations("compliance");
  const { examId, checklists, kept, choice } = compliance;
  return (
    <Section
      title={t("title")}
      aside={choice === null ? null : <JudgedByMenu examId={examId} choice={choice} choose={choose} />}
    >
      {checklists.length === 0 ? <p className="text-muted">{t("examNotJudged")}</p> : null}
      {checklists.map((checklist) => (
        <ExamChecklist key={checklist.versionId} checklist={checklist} />
      ))}
      {kept.length > 0 ? (
        <details className="text-dense">
          <summary className="cursor-pointer text-muted">{t("kept", { count: kept.length })}</summary>
          <ul className="mt-2 divide-y rounded-lg border bg-surface">
            {kept.map(({ versionId, name, version, value, isWhole }) => (
              <li key={versionId} className="flex flex-wrap gap-x-3 px-4 py-1.5">
                <VerdictMark value={value} />
                <span>{version === null ? name : t("byVersion", { name, version: String(version) })}</span>
                {isWhole === null ? null : (
                  <span className="text-muted">{t(isWhole ? "whole" : "notWhole")}</span>
                )}
              </li>
            ))}
          </ul>
        </details>
      ) : null}
    </Section>
  );
}

import { useTranslations } from "next-intl";
import { ClinicalEditor } from "@/components/clinical/clinical-editor";
import type { ClinicalActions } from "@/components/clinical/clinical-actions";
import { Page, Section } from "@/components/shell/page";
import { LinkButton } from "@/components/ui/link-button";
import { Pseudonym } from "@/components/ui/pseudonym";
import type { SubjectRecord } from "@/lib/catalogue/record";
import { useAgeName } from "./age";
import { DiagnosesTable } from "./diagnoses-table";
import { ExamsTable } from "./exams-table";
import { SubjectBadges } from "./subject-badges";
import { SubjectTimeline } from "./subject-timeline";

/** The page of a subject: her time, her exams, her diagnoses. */
export function SubjectView({ record, actions }: { record: SubjectRecord; actions: ClinicalActions }) {
  const t = useTranslations("records.subject");
  const terms = useTranslations("terms");
  const ageName = useAgeName();
  const exams = record.visits.flatMap((visit) => visit.exams);
  const last = exams.findLast(({ canView }) => canView);
  const facts = [
    ...(record.subject.sex === "unknown" ? [] : [terms(`sex.${record.subject.sex}`)]),
    t("firstAge", { age: ageName(exams[0]?.ageAtExamYears ?? null) }),
    t("visits", { count: record.visits.length }),
    t("exams", { count: exams.length }),
    ...record.projects.map(({ name, status }) =>
      t(status === "control" ? "control" : "patient", { project: name }),
    ),
  ];
  return (
    <Page
      title={<Pseudonym value={record.subject.pseudonym} />}
      context={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {facts.join(" · ")}
          <SubjectBadges subject={record.subject} />
        </span>
      }
      actions={last ? <LinkButton href={`/view/${last.id}`}>{t("view")}</LinkButton> : null}
    >
      <Section title={t("timeline")}>
        <SubjectTimeline record={record} />
      </Section>
      <Section title={t("examsTitle")}>
        <ExamsTable visits={record.visits} />
      </Section>
      <Section
        title={t("diagnosesTitle")}
        aside={
          record.canEdit ? (
            <ClinicalEditor pseudonym={record.subject.pseudonym} actions={actions} />
          ) : undefined
        }
      >
        <DiagnosesTable diagnoses={record.diagnoses} />
      </Section>
    </Page>
  );
}

import Link from "next/link";
import { useTranslations } from "next-intl";
import { ExamCompliance } from "@/components/compliance/exam-compliance";
import type { ChooseProtocols } from "@/components/compliance/judged-by-menu";
import { Page, Section } from "@/components/shell/page";
import { ExamDraftMenu } from "@/components/protocols/draft-menu";
import { LinkButton } from "@/components/ui/link-button";
import { Icon } from "@/components/ui/icons";
import { Pseudonym } from "@/components/ui/pseudonym";
import type { ExamRecord } from "@/lib/catalogue/record";
import type { ExamCompliance as Compliance } from "@/lib/harmonise/compliance/compliance-view";
import { useAgeName } from "./age";
import { CompareMenu } from "./compare-menu";
import { DerivedObjects } from "./derived-objects";
import { ExamDiagnoses } from "./exam-diagnoses";
import { Facts } from "./facts";
import { useMonthName } from "./relative-month";
import { ScannerLine, useFieldStrength, useScannerName } from "./scanner-name";
import { SeriesTable } from "./series-table";
import { SubjectBadges } from "./subject-badges";

/** The page of an exam: what was acquired, on what, and what the subject had then. */
export function ExamView({
  record,
  compliance,
  choose,
  mayDraftProtocol,
}: {
  record: ExamRecord;
  compliance: Compliance;
  choose: ChooseProtocols;
  mayDraftProtocol: boolean;
}) {
  const t = useTranslations("records.exam");
  const terms = useTranslations("terms");
  const monthName = useMonthName();
  const ageName = useAgeName();
  const scannerName = useScannerName();
  const fieldStrength = useFieldStrength();
  const { exam, subject } = record;
  return (
    <Page
      title={
        <span className="flex items-baseline gap-2.5">
          <Pseudonym value={subject.pseudonym} link />
          <span className="text-muted" aria-hidden="true">
            {"/"}
          </span>
          <span>{monthName(exam.month)}</span>
        </span>
      }
      context={
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <span>
            {subject.sex === "unknown" ? null : `${terms(`sex.${subject.sex}`)} · `}
            {ageName(exam.ageAtExamYears)}
            {" · "}
            <ScannerLine scanner={exam.scanner} />
          </span>
          <SubjectBadges subject={subject} />
        </span>
      }
      actions={
        <>
          {mayDraftProtocol && record.series.length > 0 ? <ExamDraftMenu examId={exam.id} /> : null}
          {exam.canView ? (
            <>
              <CompareMenu exam={exam} others={record.others} />
              <LinkButton variant="primary" href={`/view/${exam.id}`}>
                <Icon name="eye" />
                {t("view")}
              </LinkButton>
            </>
          ) : (
            <p className="max-w-64 text-right text-muted">
              {t(record.series.some(({ hasImages }) => hasImages) ? "noView" : "onlyDescribed")}
            </p>
          )}
        </>
      }
    >
      <Section title={t("acquired")}>
        <SeriesTable exam={exam} series={record.series} />
      </Section>
      <ExamCompliance compliance={compliance} choose={choose} />
      {record.derived.length > 0 ? (
        <Section title={t("derivedObjects")}>
          <DerivedObjects objects={record.derived} />
        </Section>
      ) : null}
      <div className="grid grid-cols-1 gap-6 lg:grid-cols-3">
        <Section title={t("diagnoses")}>
          <ExamDiagnoses diagnoses={record.diagnoses} />
        </Section>
        <Section title={t("scanner")}>
          <Facts
            facts={[
              { key: "site", label: t("site"), value: exam.scanner.siteName },
              { key: "model", label: t("model"), value: scannerName(exam.scanner) },
              {
                key: "field",
                label: t("field"),
                value: fieldStrength(exam.scanner.fieldStrengthTesla),
              },
              {
                key: "software",
                label: t("software"),
                value: <span className="font-mono">{exam.scanner.softwareVersions || "–"}</span>,
              },
              { key: "description", label: t("description"), value: exam.description ?? "–" },
            ]}
          />
        </Section>
        <Section title={t("otherExams")}>
          {record.others.length === 0 ? (
            <p className="text-muted">{t("noOthers")}</p>
          ) : (
            <ul className="divide-y rounded-lg border bg-surface">
              {record.others.map((other) => (
                <li key={other.id}>
                  <Link
                    href={`/exams/${other.id}`}
                    className="flex justify-between gap-3 px-4 py-1.5 hover:bg-hover"
                  >
                    <span className="font-medium">{monthName(other.month)}</span>
                    <span className="text-muted">{other.scannerModel}</span>
                  </Link>
                </li>
              ))}
            </ul>
          )}
        </Section>
      </div>
    </Page>
  );
}

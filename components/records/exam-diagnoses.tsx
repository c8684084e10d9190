import { useLocale, useTranslations } from "next-intl";
import type { DiagnosisAtExam } from "@/lib/catalogue/record";
import { RelativeMonth } from "./relative-month";
import { classNames } from "@/components/ui/class-names";

const MARKS = {
  present: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  absent: <path d="M2.5 6h7" stroke="currentColor" strokeWidth="1.5" />,
  unresolved: (
    <circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2" />
  ),
};

/** Each diagnosis of the subject, and whether it held at the exam: by mark and by word. */
export function ExamDiagnoses({ diagnoses }: { diagnoses: readonly DiagnosisAtExam[] }) {
  const t = useTranslations("records");
  const terms = useTranslations("terms.verification");
  const locale = useLocale();
  if (diagnoses.length === 0) return <p className="text-muted">{t("exam.noDiagnoses")}</p>;
  return (
    <ul className="divide-y rounded-lg border bg-surface">
      {diagnoses.map((diagnosis, index) => (
        <li key={index} className="flex items-start gap-2.5 px-4 py-2">
          <svg viewBox="0 0 12 12" className="mt-1 size-2.5 shrink-0" aria-hidden="true">
            {MARKS[diagnosis.status]}
          </svg>
          <div className="min-w-0">
            <div className={classNames(diagnosis.status === "present" ? "font-medium" : "text-muted")}>
              {locale === "fr" ? diagnosis.labelFr : diagnosis.labelEn}
            </div>
            <div className="text-muted" title={t(`exam.statusHint.${diagnosis.status}`)}>
              {t(`exam.status.${diagnosis.status}`)}
              {" · "}
              {terms(diagnosis.verification)}
              {" · "}
              <RelativeMonth date={diagnosis.asserted} />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

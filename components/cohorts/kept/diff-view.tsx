import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Pseudonym } from "@/components/ui/pseudonym";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { EnteredExam, FrozenDiff, LeftExam, MemberNumbers } from "@/lib/cohort/freeze/frozen-cohort";
import { useTold } from "./counts-line";

/** What would change if the question were asked again today: numbers first, then who and why. */
export function DiffView({ diff }: { diff: FrozenDiff }) {
  const t = useTranslations("cohort-kept.diff");
  const told = useTold();
  const numbers = ({ subjects, exams, series }: MemberNumbers) => t("numbers", { subjects, exams, series });
  const unchanged = diff.entered.exams + diff.left.exams + diff.entered.series + diff.left.series === 0;
  return (
    <div className="flex flex-col gap-4" data-diff="">
      <p className="max-w-prose text-sentence">
        {unchanged
          ? t("nothing")
          : t("sentence", { entered: diff.entered.exams, left: diff.left.exams, stayed: diff.stayed.exams })}
      </p>
      <dl className="grid grid-cols-[max-content_1fr] gap-x-6 gap-y-1 text-dense">
        {(["stayed", "entered", "left"] as const).map((kind) => (
          <div key={kind} className="contents">
            <dt className="text-muted">{t(kind)}</dt>
            <dd className="tabular-nums">{numbers(diff[kind])}</dd>
          </div>
        ))}
        {diff.outside ? (
          <>
            <dt className="text-muted">{t("outside")}</dt>
            <dd>{t("outsideExams", { exams: told(diff.outside.exams) })}</dd>
          </>
        ) : null}
      </dl>
      {diff.enteredExams.length > 0 ? (
        <ExamReasons label={t("whoEntered")} exams={diff.enteredExams} total={diff.entered.exams} />
      ) : null}
      {diff.leftExams.length > 0 ? (
        <ExamReasons label={t("whoLeft")} exams={diff.leftExams} total={diff.left.exams} />
      ) : null}
    </div>
  );
}

function ExamReasons({
  label,
  exams,
  total,
}: {
  label: string;
  exams: readonly (EnteredExam | LeftExam)[];
  total: number;
}) {
  const t = useTranslations("cohort-kept.diff");
  const format = useFormatter();
  const reasonOf = (exam: EnteredExam | LeftExam) => {
    const reason = t(`reason.${exam.reason}`);
    if (!("parts" in exam) || exam.parts.length === 0) return reason;
    return t("severalOf", { reason, parts: format.list(exam.parts.map((part) => t(`part.${part}`))) });
  };
  return (
    <section className="flex flex-col gap-2">
      <h3 className="font-semibold">{label}</h3>
      <Table aria-label={label}>
        <TableHead>
          <tr>
            <TableHeading>{t("subject")}</TableHeading>
            <TableHeading>{t("exam")}</TableHeading>
            <TableHeading>{t("why")}</TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {exams.map((exam) => (
            <TableRow key={exam.examId}>
              <TableCell>
                {exam.pseudonym === null ? t("noSubject") : <Pseudonym value={exam.pseudonym} link />}
              </TableCell>
              <TableCell>
                {exam.pseudonym === null ? null : (
                  <Link href={`/exams/${exam.examId}`} className="text-thread">
                    {t("openExam")}
                  </Link>
                )}
              </TableCell>
              <TableCell>{reasonOf(exam)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
      {total > exams.length ? (
        <p className="text-dense text-muted">{t("firstOnly", { shown: exams.length, total })}</p>
      ) : null}
    </section>
  );
}

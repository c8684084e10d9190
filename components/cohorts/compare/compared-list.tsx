import Link from "next/link";
import { useTranslations } from "next-intl";
import { QuestionSentence } from "@/components/cohorts/question-sentence";
import { CountText } from "@/components/cohorts/overlap/overlap-table";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ComparedCohort } from "@/lib/cohort/compare/comparison";
import { encodeCriteria } from "@/lib/cohort/url";
import type { Vocabulary } from "@/lib/cohort/vocabulary";
import { CohortMark } from "./cohort-mark";

/** What is compared: name or question, three counts, and where to look closer. */
export function ComparedList({
  cohorts,
  vocabulary,
  exact,
}: {
  cohorts: readonly ComparedCohort[];
  vocabulary: Vocabulary;
  exact: boolean;
}) {
  const t = useTranslations("cohort-compare.compare");
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <tr>
          <TableHeading>{t("property")}</TableHeading>
          <TableHeading numeric>{t("subjects")}</TableHeading>
          <TableHeading numeric>{t("exams")}</TableHeading>
          <TableHeading numeric>{t("series")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {cohorts.map(({ name, citationCode, criteria, counts }, at) => (
          <TableRow key={at}>
            <TableHeading scope="row" className="max-w-2xl text-ink whitespace-normal!">
              <span className="flex items-baseline gap-3 py-1">
                <CohortMark at={at} className="shrink-0" />
                <span className="min-w-0 font-normal">
                  {name === null ? null : <span className="font-medium">{name} </span>}
                  {citationCode === null ? null : (
                    <Link
                      href={`/cohorts/versions/${citationCode}`}
                      className="font-mono underline underline-offset-2"
                    >
                      {citationCode}
                    </Link>
                  )}
                  <span className="block text-muted">
                    <QuestionSentence criteria={criteria} vocabulary={vocabulary} />{" "}
                    <Link
                      href={`/cohorts/build?q=${encodeCriteria(criteria)}`}
                      className="underline underline-offset-2 hover:text-ink print:hidden"
                    >
                      {t("openQuestion")}
                    </Link>
                  </span>
                </span>
              </span>
            </TableHeading>
            {(["subjects", "exams", "series"] as const).map((unit) => (
              <TableCell key={unit} numeric>
                <CountText count={counts[unit]} exact={exact} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

import { useTranslations } from "next-intl";
import { CountText } from "@/components/cohorts/overlap/overlap-table";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { Region } from "@/lib/cohort/compare/comparison";
import { cohortLetter } from "./cohort-mark";

/** Who is in which cohorts: a line for each combination, full dots where they are, and a bar. */
export function MemberRegions({ regions, exact }: { regions: readonly Region[]; exact: boolean }) {
  const t = useTranslations("cohort-compare.compare");
  const largest = Math.max(1, ...regions.map(({ subjects }) => (subjects === "below-11" ? 0 : subjects)));
  const cohorts = regions[0]?.within.length ?? 0;
  return (
    <Table aria-label={t("members")} className="w-auto min-w-1/2">
      <TableHead>
        <tr>
          {Array.from({ length: cohorts }, (_, at) => (
            <TableHeading key={at} className="text-center">
              {cohortLetter(at)}
            </TableHeading>
          ))}
          <TableHeading>{t("region")}</TableHeading>
          <TableHeading numeric>{t("subjects")}</TableHeading>
          <TableHeading className="w-1/3">
            <span className="sr-only">{t("subjects")}</span>
          </TableHeading>
          <TableHeading numeric>{t("exams")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {regions.map(({ within, subjects, exams }) => {
          const letters = within.flatMap((isIn, at) => (isIn ? [cohortLetter(at)] : []));
          return (
            <TableRow key={letters.join("")}>
              {within.map((isIn, at) => (
                <TableCell key={at} className="text-center">
                  <span aria-hidden="true">{isIn ? "●" : "○"}</span>
                  <span className="sr-only">{t(isIn ? "in" : "notIn", { letter: cohortLetter(at) })}</span>
                </TableCell>
              ))}
              <TableHeading scope="row" className="font-normal text-ink">
                {t(letters.length === 1 ? "only" : "both", { letters: letters.join(" ∩ ") })}
              </TableHeading>
              <TableCell numeric>
                <CountText count={subjects} exact={exact} />
              </TableCell>
              <TableCell>
                <span aria-hidden="true" className="flex h-2">
                  <span
                    className="bg-data-3"
                    style={{ width: `${(subjects === "below-11" ? 0 : subjects / largest) * 100}%` }}
                  />
                </span>
              </TableCell>
              <TableCell numeric>
                <CountText count={exams} exact={exact} />
              </TableCell>
            </TableRow>
          );
        })}
      </TableBody>
    </Table>
  );
}

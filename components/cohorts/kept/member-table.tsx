import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { LinkButton } from "@/components/ui/link-button";
import { Pseudonym } from "@/components/ui/pseudonym";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { VerdictMark } from "@/components/ui/verdict-mark";
import type { FrozenCohort, MemberRow } from "@/lib/cohort/freeze/frozen-cohort";

/** The exams of a version within the reader's rights, as they were. */
export function MemberTable({ version }: { version: Pick<FrozenCohort, "citationCode" | "members"> }) {
  const t = useTranslations("cohort-kept");
  const { page, pages, rows } = version.members;
  const href = (to: number) => `/cohorts/versions/${version.citationCode}?page=${to}`;
  return (
    <div className="flex flex-col gap-2">
      <Table aria-label={t("members.title")}>
        <TableHead>
          <tr>
            <TableHeading>{t("members.subject")}</TableHeading>
            <TableHeading>{t("members.exam")}</TableHeading>
            <TableHeading>{t("members.sex")}</TableHeading>
            <TableHeading numeric>{t("members.age")}</TableHeading>
            <TableHeading>{t("members.place")}</TableHeading>
            <TableHeading>{t("members.verdict")}</TableHeading>
            <TableHeading numeric>{t("members.series")}</TableHeading>
          </tr>
        </TableHead>
        <TableBody>
          {rows.map((row) => (
            <MemberLine key={row.examId} row={row} />
          ))}
        </TableBody>
      </Table>
      {pages > 1 ? (
        <nav
          aria-label={t("members.pages")}
          className="flex items-center justify-end gap-3 text-muted print:hidden"
        >
          <span>{t("members.page", { page, pages })}</span>
          {page > 1 ? (
            <LinkButton size="small" href={href(page - 1)}>
              {t("members.previous")}
            </LinkButton>
          ) : null}
          {page < pages ? (
            <LinkButton size="small" href={href(page + 1)}>
              {t("members.next")}
            </LinkButton>
          ) : null}
        </nav>
      ) : null}
    </div>
  );
}

function MemberLine({ row: { examId, pseudonym, series, state } }: { row: MemberRow }) {
  const t = useTranslations("cohort-kept");
  const terms = useTranslations("terms");
  const format = useFormatter();
  if (state === null) {
    return (
      <TableRow>
        <TableCell colSpan={7} className="text-muted">
          {t("members.gone")}
        </TableCell>
      </TableRow>
    );
  }
  const month = state.month === null ? t("members.undated") : t("members.month", { month: state.month });
  const sex = terms.has(`sex.${state.sex}`) ? terms(`sex.${state.sex}` as never) : state.sex;
  return (
    <TableRow>
      <TableCell>{pseudonym === null ? "" : <Pseudonym value={pseudonym} link />}</TableCell>
      <TableCell>
        <Link href={`/exams/${examId}`} className="underline-offset-4 hover:underline">
          {month}
        </Link>
      </TableCell>
      <TableCell>{sex}</TableCell>
      <TableCell numeric>{state.ageYears === null ? "" : format.number(state.ageYears)}</TableCell>
      <TableCell className="whitespace-nowrap">
        {state.site}, {state.model}
      </TableCell>
      <TableCell>
        <span className="flex flex-wrap gap-x-4">
          {state.protocols.map((one) => (
            <span key={`${one.protocol}.${one.version}`} className="inline-flex gap-1.5">
              {one.protocol} <VerdictMark value={one.verdict} />
            </span>
          ))}
        </span>
      </TableCell>
      <TableCell numeric>{format.number(series)}</TableCell>
    </TableRow>
  );
}

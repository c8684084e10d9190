import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { CohortSummary } from "@/lib/cohort/kept/kept-cohort";
import type { Vocabulary } from "@/lib/cohort/vocabulary";
import { ArchiveButton } from "./cohort-menu";
import type { KeptActions } from "./kept-actions";
import { KeptSentence } from "./kept-sentence";

/** Kept questions of one sort, latest change first. */
export function CohortTable({
  label,
  cohorts,
  vocabulary,
  archive,
  restore,
}: Pick<KeptActions, "archive" | "restore"> & {
  label: string;
  cohorts: readonly CohortSummary[];
  vocabulary: Vocabulary;
}) {
  const t = useTranslations("cohort-kept");
  const format = useFormatter();
  return (
    <Table aria-label={label}>
      <TableHead>
        <tr>
          <TableHeading>{t("name")}</TableHeading>
          <TableHeading>{t("list.question")}</TableHeading>
          <TableHeading>{t("list.owner")}</TableHeading>
          <TableHeading numeric>{t("list.versions")}</TableHeading>
          <TableHeading>{t("list.changed")}</TableHeading>
          <TableHeading>
            <span className="sr-only">{t("actions")}</span>
          </TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {cohorts.map((cohort) => (
          <TableRow key={cohort.id}>
            <TableCell className="min-w-40 align-top">
              <Link href={`/cohorts/${cohort.id}`} className="font-medium text-thread">
                {cohort.name}
              </Link>
            </TableCell>
            <TableCell className="max-w-xl align-top text-muted">
              <span className="line-clamp-2">
                <KeptSentence criteria={cohort.criteria} vocabulary={vocabulary} />
              </span>
            </TableCell>
            <TableCell className="align-top whitespace-nowrap">
              {cohort.right === "owner" ? t("list.you") : cohort.owner}
            </TableCell>
            <TableCell numeric className="align-top">
              {format.number(cohort.versions)}
            </TableCell>
            <TableCell className="align-top whitespace-nowrap">
              {format.dateTime(cohort.updatedAt, { dateStyle: "medium" })}
            </TableCell>
            <TableCell className="text-right align-top">
              {cohort.right === "owner" ? (
                <ArchiveButton
                  small
                  cohort={{ id: cohort.id, name: cohort.name }}
                  archived={cohort.archivedAt !== null}
                  archive={archive}
                  restore={restore}
                />
              ) : null}
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

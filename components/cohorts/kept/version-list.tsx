import Link from "next/link";
import { useFormatter, useTranslations } from "next-intl";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { VersionLine } from "@/lib/cohort/kept/kept-cohort";

/** The frozen versions of a cohort, latest first. */
export function VersionList({ versions }: { versions: readonly VersionLine[] }) {
  const t = useTranslations("cohort-kept");
  const format = useFormatter();
  return (
    <Table aria-label={t("versions.title")}>
      <TableHead>
        <tr>
          <TableHeading>{t("versions.code")}</TableHeading>
          <TableHeading>{t("versions.frozen")}</TableHeading>
          <TableHeading>{t("versions.by")}</TableHeading>
          <TableHeading>{t("versions.reason")}</TableHeading>
        </tr>
      </TableHead>
      <TableBody>
        {versions.map((version) => (
          <TableRow key={version.citationCode}>
            <TableCell>
              <Link href={`/cohorts/versions/${version.citationCode}`} className="font-mono text-thread">
                {version.citationCode}
              </Link>
            </TableCell>
            <TableCell className="whitespace-nowrap">
              {format.dateTime(version.frozenAt, { dateStyle: "medium" })}
            </TableCell>
            <TableCell className="whitespace-nowrap">{version.frozenBy}</TableCell>
            <TableCell className="text-muted">{version.reason}</TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

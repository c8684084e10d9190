import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { formatQuantity } from "@/components/format/quantity";
import { useScannerName } from "@/components/records/scanner-name";
import { Page } from "@/components/shell/page";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ScannerView, SiteView } from "@/lib/network/network-view";
import { EpochStrip } from "./epoch-strip";

/** Every site and its scanners, with what the reader may count there. */
export function NetworkView({ sites }: { sites: readonly SiteView[] }) {
  const t = useTranslations("network");
  const scanners = sites.flatMap((site) => site.scanners);
  const most = Math.max(1, ...scanners.map(({ counts }) => counts?.exams ?? 0));
  if (sites.length === 0) {
    return (
      <Page title={t("title")}>
        <EmptyState title={t("empty")} body={t("emptyBody")} />
      </Page>
    );
  }
  return (
    <Page
      title={t("title")}
      context={`${t("context", { sites: sites.length, scanners: scanners.length })} · ${t("scope")}`}
    >
      <Table aria-label={t("title")}>
        <TableHead>
          <TableRow>
            <TableHeading>{t("columns.site")}</TableHeading>
            <TableHeading>{t("columns.scanner")}</TableHeading>
            <TableHeading numeric>{t("columns.field")}</TableHeading>
            <TableHeading>{t("columns.epochs")}</TableHeading>
            <TableHeading numeric>{t("columns.subjects")}</TableHeading>
            <TableHeading numeric>{t("columns.exams")}</TableHeading>
            <TableHeading className="w-1/6">
              <span className="sr-only">{t("columns.share")}</span>
            </TableHeading>
          </TableRow>
        </TableHead>
        {sites.map((site) => (
          <SiteRows key={site.id} site={site} mostExams={most} />
        ))}
      </Table>
    </Page>
  );
}

function SiteRows({ site, mostExams }: { site: SiteView; mostExams: number }) {
  const t = useTranslations("network");
  const heading = (
    <TableHeading
      scope="rowgroup"
      rowSpan={Math.max(1, site.scanners.length)}
      className="py-1.5 align-top text-dense"
    >
      <span className="font-semibold text-ink">{site.name}</span>
      {site.city && !site.name.includes(site.city) ? (
        <span className="ml-2 font-normal text-muted">{site.city}</span>
      ) : null}
      {site.trueDates ? (
        <span className="ml-2" title={t("trueDatesHint")}>
          <Badge>{t("trueDates")}</Badge>
        </span>
      ) : null}
    </TableHeading>
  );
  return (
    <TableBody className="border-t">
      {site.scanners.map((scanner, index) => (
        <ScannerRow
          key={scanner.id}
          heading={index === 0 ? heading : null}
          scanner={scanner}
          mostExams={mostExams}
        />
      ))}
      {site.scanners.length === 0 ? (
        <TableRow>
          {heading}
          <TableCell colSpan={6} className="text-muted">
            {t("noScanner")}
          </TableCell>
        </TableRow>
      ) : null}
    </TableBody>
  );
}

function ScannerRow({
  heading,
  scanner,
  mostExams,
}: {
  heading: ReactNode;
  scanner: ScannerView;
  mostExams: number;
}) {
  const t = useTranslations("network");
  const locale = useLocale();
  const nameOf = useScannerName();
  const format = new Intl.NumberFormat(locale);
  const { counts } = scanner;
  return (
    <TableRow>
      {heading}
      <TableCell className="whitespace-nowrap">
        {nameOf(scanner)}
        {scanner.label ? <span className="ml-2 text-muted">{scanner.label}</span> : null}
        {scanner.retired ? (
          <span className="ml-2">
            <Badge>{t("retired")}</Badge>
          </span>
        ) : null}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {formatQuantity(locale, scanner.fieldStrengthTesla, "T", 1)}
      </TableCell>
      <TableCell>
        <EpochStrip epochs={scanner.epochs} />
      </TableCell>
      {counts ? (
        <>
          <TableCell numeric>{format.format(counts.subjects)}</TableCell>
          <TableCell numeric>{format.format(counts.exams)}</TableCell>
          <TableCell>
            <span
              aria-hidden="true"
              className="block h-1.5 rounded-full bg-data-3"
              style={{ width: `${(counts.exams / mostExams) * 100}%` }}
            />
          </TableCell>
        </>
      ) : (
        <TableCell numeric colSpan={3} className="text-muted">
          {t("outside")}
        </TableCell>
      )}
    </TableRow>
  );
}

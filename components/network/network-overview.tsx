"use client";

import Link from "next/link";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useDay, useSubjectName } from "@/components/lifeline/labels";
import { StatusMark } from "@/components/lifeline/status-mark";
import { useScannerName } from "@/components/records/scanner-name";
import { Icon } from "@/components/ui/icons";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import { SCANNER_STATUSES, type ScannerStatusView } from "@/lib/harmonise/lifeline/lifeline";
import { Sparkline } from "./sparkline";

const COLUMNS = ["status", "scanner", "since", "by", "compliance"] as const;
type Column = (typeof COLUMNS)[number];

const lastShare = ({ compliance }: ScannerStatusView): number | null =>
  compliance?.findLast((share) => share !== null) ?? null;

/** Which scanner drifts, since when, by what: the schematic list of sites, then a line for each scanner. */
export function NetworkOverview({ scanners }: { scanners: readonly ScannerStatusView[] }) {
  const nameOf = useScannerName();
  const locale = useLocale();
  const [sort, setSort] = useState<{ column: Column; descending: boolean }>({
    column: "status",
    descending: false,
  });
  const named = (scanner: ScannerStatusView) =>
    `${nameOf(scanner)}${scanner.label ? ` (${scanner.label})` : ""}`;
  const bySite = (a: ScannerStatusView, b: ScannerStatusView) =>
    a.siteName.localeCompare(b.siteName, locale) || named(a).localeCompare(named(b), locale);
  const compare: Record<Column, (a: ScannerStatusView, b: ScannerStatusView) => number> = {
    status: (a, b) => SCANNER_STATUSES.indexOf(a.status) - SCANNER_STATUSES.indexOf(b.status),
    scanner: bySite,
    since: (a, b) => (b.sinceOn ?? "").localeCompare(a.sinceOn ?? ""),
    by: (a, b) => b.findings.length - a.findings.length,
    compliance: (a, b) => (lastShare(a) ?? 2) - (lastShare(b) ?? 2),
  };
  const sorted = [...scanners].sort(
    (a, b) => compare[sort.column](a, b) * (sort.descending ? -1 : 1) || bySite(a, b),
  );
  return (
    <>
      <SiteMap scanners={[...scanners].sort(bySite)} named={named} />
      <OverviewTable
        scanners={sorted}
        named={named}
        sort={sort}
        onSort={(column) => {
          setSort({ column, descending: sort.column === column && !sort.descending });
        }}
      />
    </>
  );
}

/** Every site with the marks of its scanners, in alphabetical order: always at the same place. */
function SiteMap({
  scanners,
  named,
}: {
  scanners: readonly ScannerStatusView[];
  named: (scanner: ScannerStatusView) => string;
}) {
  const t = useTranslations("lifeline.overview");
  const sites = [...new Set(scanners.map(({ siteName }) => siteName))];
  return (
    <ul
      aria-label={t("map")}
      className="grid grid-cols-[repeat(auto-fill,minmax(13rem,1fr))] gap-x-5 gap-y-1 rounded-lg border bg-surface px-4 py-2.5"
    >
      {sites.map((site) => (
        <li key={site} className="flex items-center gap-2">
          <span className="flex gap-1">
            {scanners
              .filter(({ siteName }) => siteName === site)
              .map((scanner) => (
                <Link
                  key={scanner.scannerId}
                  href={`/network/scanners/${scanner.scannerId}`}
                  title={named(scanner)}
                  aria-label={t("open", { name: named(scanner), site })}
                  className="flex size-6 items-center justify-center rounded-sm hover:bg-hover"
                >
                  <StatusMark status={scanner.status} compact />
                </Link>
              ))}
          </span>
          <span className="truncate">{site}</span>
        </li>
      ))}
    </ul>
  );
}

function OverviewTable({
  scanners,
  named,
  sort,
  onSort,
}: {
  scanners: readonly ScannerStatusView[];
  named: (scanner: ScannerStatusView) => string;
  sort: { column: Column; descending: boolean };
  onSort: (column: Column) => void;
}) {
  const t = useTranslations("lifeline.overview");
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <TableRow>
          {COLUMNS.map((column) => {
            const chosen = sort.column === column;
            return (
              <TableHeading
                key={column}
                aria-sort={chosen ? (sort.descending ? "descending" : "ascending") : undefined}
              >
                <button
                  type="button"
                  aria-label={t("sort", { column: t(column) })}
                  onClick={() => {
                    onSort(column);
                  }}
                  className="inline-flex h-6 items-center gap-1 hover:text-ink"
                >
                  {t(column)}
                  <Icon name="sort" className={chosen ? "size-3 text-thread" : "size-3"} />
                </button>
              </TableHeading>
            );
          })}
        </TableRow>
      </TableHead>
      <TableBody>
        {scanners.map((scanner) => (
          <TableRow key={scanner.scannerId}>
            <TableCell>
              <StatusMark status={scanner.status} />
            </TableCell>
            <TableCell className="whitespace-nowrap">
              <Link
                href={`/network/scanners/${scanner.scannerId}`}
                className="underline decoration-line underline-offset-2 hover:decoration-thread"
              >
                {scanner.siteName} · {named(scanner)}
              </Link>
            </TableCell>
            <TableCell>
              <Since scanner={scanner} />
            </TableCell>
            <TableCell>
              <By scanner={scanner} />
            </TableCell>
            <TableCell>
              <Compliance scanner={scanner} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  );
}

function Since({ scanner }: { scanner: ScannerStatusView }) {
  const t = useTranslations("lifeline.overview");
  const day = useDay();
  if (scanner.status !== "drifts") return null;
  const { sinceOn, sinceEpoch } = scanner;
  return (
    <>
      {sinceOn ? <span className="mr-2 whitespace-nowrap">{day(sinceOn)}</span> : null}
      {sinceEpoch ? (
        <span className={sinceOn ? "text-muted" : undefined}>{t("sinceEpoch", { epoch: sinceEpoch })}</span>
      ) : null}
      {!sinceOn && !sinceEpoch ? <span className="text-muted">{t("unannounced")}</span> : null}
    </>
  );
}

const MOST_NAMED = 2;

function By({ scanner }: { scanner: ScannerStatusView }) {
  const t = useTranslations("lifeline.overview");
  const subjectName = useSubjectName();
  switch (scanner.status) {
    case "steady":
      return <span className="text-muted">{t("nothing")}</span>;
    case "unknown":
      return <span className="text-muted">{t("tooFew")}</span>;
    case "silent":
      return <span className="text-muted">{t("noContact")}</span>;
    case "drifts": {
      const names = [...new Set(scanner.findings.map(subjectName))];
      const rest = names.length - MOST_NAMED;
      return (
        <>
          {names.slice(0, MOST_NAMED).map((name) => (
            <span key={name} className="mr-4 inline-block">
              {name}
            </span>
          ))}
          {rest > 0 ? <span className="text-muted"> {t("more", { count: rest })}</span> : null}
        </>
      );
    }
  }
}

function Compliance({ scanner }: { scanner: ScannerStatusView }) {
  const t = useTranslations("lifeline.overview");
  const share = new Intl.NumberFormat(useLocale(), { style: "percent", maximumFractionDigits: 0 });
  if (scanner.compliance === null) return <span className="text-muted">{t("outside")}</span>;
  const last = lastShare(scanner);
  if (last === null) return <span className="text-muted">{t("noData")}</span>;
  return (
    <span className="flex items-center gap-3">
      <Sparkline shares={scanner.compliance} />
      <span className="w-10 text-right">
        <span aria-hidden="true">{share.format(last)}</span>
        <span className="sr-only">{t("sparkline", { share: share.format(last) })}</span>
      </span>
    </span>
  );
}

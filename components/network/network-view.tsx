import { useFormatter, useLocale, useTranslations } from "next-intl";
import Link from "next/link";
import type { ReactNode } from "react";
import { formatQuantity } from "@/components/format/quantity";
import { useScannerName } from "@/components/records/scanner-name";
import { Badge } from "@/components/ui/badge";
import { EmptyState } from "@/components/ui/empty-state";
import { Table, TableBody, TableCell, TableHead, TableHeading, TableRow } from "@/components/ui/table";
import type { ScannerTraffic, ScannerView, SiteView } from "@/lib/network/network-view";
import { EpochStrip } from "./epoch-strip";
import type { NetworkActions } from "./network-actions";
import { ScannerMenu } from "./scanner-menu";
import { SiteMenu } from "./site-menu";

/** What the reader may do here; sites by name, for choosing. */
interface Management {
  managed: readonly { id: string; name: string }[];
  maySites: boolean;
  actions: NetworkActions;
}

/** Every site and its scanners, with what the reader may count there, and what arrives for those who run them. */
export function NetworkView({ sites, ...management }: { sites: readonly SiteView[] } & Management) {
  const t = useTranslations("network");
  const scanners = sites.flatMap((site) => site.scanners);
  const most = Math.max(1, ...scanners.map(({ counts }) => counts?.exams ?? 0));
  const traffic = management.managed.length > 0;
  if (sites.length === 0) return <EmptyState title={t("empty")} body={t("emptyBody")} />;
  return (
    <Table aria-label={t("title")}>
      <TableHead>
        <TableRow>
          <TableHeading>{t("columns.site")}</TableHeading>
          <TableHeading>{t("columns.scanner")}</TableHeading>
          <TableHeading numeric>{t("columns.field")}</TableHeading>
          <TableHeading>{t("columns.epochs")}</TableHeading>
          <TableHeading numeric>{t("columns.subjects")}</TableHeading>
          <TableHeading numeric>{t("columns.exams")}</TableHeading>
          {traffic ? (
            <>
              <TableHeading numeric title={t("arrivalsHint")}>
                {t("columns.today")}
              </TableHeading>
              <TableHeading numeric title={t("arrivalsHint")}>
                {t("columns.month")}
              </TableHeading>
              <TableHeading>{t("columns.contact")}</TableHeading>
              <TableHeading>
                <span className="sr-only">{t("columns.actions")}</span>
              </TableHeading>
            </>
          ) : (
            <TableHeading className="w-1/6">
              <span className="sr-only">{t("columns.share")}</span>
            </TableHeading>
          )}
        </TableRow>
      </TableHead>
      {sites.map((site) => (
        <SiteRows key={site.id} site={site} mostExams={most} traffic={traffic} {...management} />
      ))}
    </Table>
  );
}

function SiteRows({
  site,
  mostExams,
  traffic,
  ...management
}: { site: SiteView; mostExams: number; traffic: boolean } & Management) {
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
      {management.maySites ? <SiteMenu site={site} actions={management.actions} /> : null}
    </TableHeading>
  );
  return (
    <TableBody className="border-t">
      {site.scanners.map((scanner, index) => (
        <ScannerRow
          key={scanner.id}
          heading={index === 0 ? heading : null}
          scanner={scanner}
          site={site}
          mostExams={mostExams}
          traffic={traffic}
          {...management}
        />
      ))}
      {site.scanners.length === 0 ? (
        <TableRow>
          {heading}
          <TableCell colSpan={traffic ? 9 : 6} className="text-muted">
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
  site,
  mostExams,
  traffic,
  managed,
  actions,
}: {
  heading: ReactNode;
  scanner: ScannerView;
  site: SiteView;
  mostExams: number;
  traffic: boolean;
} & Management) {
  const t = useTranslations("network");
  const locale = useLocale();
  const nameOf = useScannerName();
  const format = new Intl.NumberFormat(locale);
  const { counts } = scanner;
  return (
    <TableRow>
      {heading}
      <TableCell className="whitespace-nowrap">
        <Link
          href={`/network/scanners/${scanner.id}`}
          className="underline decoration-line underline-offset-2 hover:decoration-thread"
        >
          {nameOf(scanner)}
        </Link>
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
        </>
      ) : (
        <TableCell numeric colSpan={2} className="text-muted">
          {t("outside")}
        </TableCell>
      )}
      {traffic ? (
        <>
          {scanner.traffic ? <TrafficCells traffic={scanner.traffic} /> : <TableCell colSpan={3} />}
          <TableCell numeric>
            {site.mayManage ? (
              <ScannerMenu
                scanner={scanner}
                name={nameOf(scanner)}
                siteId={site.id}
                sites={managed}
                actions={actions}
              />
            ) : null}
          </TableCell>
        </>
      ) : (
        <TableCell>
          <span
            aria-hidden="true"
            className="block h-1.5 rounded-full bg-data-3"
            style={{ width: `${((counts?.exams ?? 0) / mostExams) * 100}%` }}
          />
        </TableCell>
      )}
    </TableRow>
  );
}

function TrafficCells({ traffic }: { traffic: ScannerTraffic }) {
  const t = useTranslations("network");
  const format = useFormatter();
  const arrivals = (exams: number, series: number) =>
    exams === 0 ? <span className="text-muted">{t("noArrival")}</span> : t("arrivals", { exams, series });
  const { lastReceivedAt } = traffic;
  return (
    <>
      <TableCell numeric className="whitespace-nowrap">
        {arrivals(traffic.examsToday, traffic.seriesToday)}
      </TableCell>
      <TableCell numeric className="whitespace-nowrap">
        {arrivals(traffic.examsThisMonth, traffic.seriesThisMonth)}
      </TableCell>
      <TableCell className="whitespace-nowrap">
        {lastReceivedAt ? (
          <time dateTime={lastReceivedAt.toISOString()}>
            {format.dateTime(lastReceivedAt, { dateStyle: "short", timeStyle: "short", timeZone: "UTC" })}
          </time>
        ) : (
          <span className="text-muted">{t("never")}</span>
        )}
        {traffic.silent ? (
          <span className="ml-2">
            <Badge tone="warning">{t("silent")}</Badge>
          </span>
        ) : null}
      </TableCell>
    </>
  );
}
